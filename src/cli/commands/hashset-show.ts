import { showHashSet } from '../../app/show-hash-set.ts';
import { formatTextTable } from '../../core/text-table.ts';
import { formatBytes, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatMoment, formatPairs } from '../table.ts';

export const hashsetShow = defineCommand({
  args: { set: { summary: 'its name, NAME@VERSION, or the number of its import' } },
  options: {},
  details: ['A name stands for the import in force; where several could be meant, the number tells which.'],
  examples: [
    { line: 'criskit hashset show NSRL', does: 'shows the set that is in force and all its versions' },
    { line: 'criskit hashset show 12', does: 'shows what import 12 took in' },
  ],
  run: async ({ args, openLab }) => {
    const shown = await showHashSet(await openLab('read'), args.set);
    const { importId, ...entry } = shown.entry;
    return {
      exitCode: 0,
      data: {
        set: { id: importId, ...entry },
        versions: shown.versions.map(({ importId: id, ...rest }) => ({ id, ...rest })),
        exports: shown.exports,
      },
      text: asText(shown),
    };
  },
});

function asText({ entry, versions, exports }: Awaited<ReturnType<typeof showHashSet>>): readonly string[] {
  const { ended } = entry;
  return [
    ...formatPairs([
      ['Set', entry.setName],
      ['Version', entry.setVersion],
      ['Date', entry.setDate],
      ['Source', entry.setSource],
      ['Category', entry.categoryId],
      ['Records', formatCount(entry.records)],
      ['Document', `${entry.document.name} (${formatBytes(entry.document.sizeBytes)})`],
      ['SHA-256', entry.document.sha256],
      ['Inside', entry.part?.path.join(' > ')],
      ['Its SHA-256', entry.part?.sha256],
      ['Format', entry.format],
      ['Imported', `${formatMoment(entry.importedAtUtc)} by ${entry.importedBy}, import ${entry.importId}`],
      [
        'State',
        ended === null ? entry.state : `${entry.state} ${formatMoment(ended.atUtc)} by ${ended.by}: ${ended.reason}`,
      ],
    ]),
    '',
    'Versions:',
    ...formatTextTable(
      [
        { title: 'import', align: 'right' },
        { title: 'version' },
        { title: 'date' },
        { title: 'records', align: 'right' },
        { title: 'imported' },
        { title: 'state' },
      ],
      versions.map((version) => [
        String(version.importId),
        version.setVersion ?? '',
        version.setDate ?? '',
        formatCount(version.records),
        version.importedAtUtc.slice(0, 10),
        version.state,
      ]),
    ),
    '',
    exports.length === 0
      ? 'No export of its category was made while it was in force.'
      : 'Exports of its category since:',
    ...exports.map(
      ({ exportId, fileName, format, exportedAtUtc, records }) =>
        `  ${exportId}  ${fileName} (${format}, ${formatCount(records)} records), ${formatMoment(exportedAtUtc)}`,
    ),
  ];
}
