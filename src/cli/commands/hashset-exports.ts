import { type CheckedExport, checkExports, listExports } from '../../app/list-exports.ts';
import { formatTextTable } from '../../core/text-table.ts';
import { countOf, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatMoment } from '../table.ts';

export const hashsetExports = defineCommand({
  args: {},
  options: { stale: { summary: 'make each again, without writing it, and list those that would differ now' } },
  details: [
    'The register of what left the database: whom it was made for, in which format, how many records, with which SHA-256.',
    '--stale makes the last export of each name, format and purpose again with the choices that were kept, and compares the bytes. One that cannot be made again counts as stale, for nothing proves that it is not. Exit code 1 where any is stale.',
  ],
  examples: [
    { line: 'criskit hashset exports', does: 'lists what went out, and for whom' },
    { line: 'criskit hashset exports --stale', does: 'tells which tools have to be loaded anew' },
  ],
  run: async ({ options, openLab, signal, progress }) => {
    const lab = await openLab('read');
    if (!options.stale) {
      const exports = await listExports(lab);
      return {
        exitCode: 0,
        data: { exports },
        text: asText(
          exports.map((entry) => ({ entry })),
          'Nothing went out yet.',
        ),
      };
    }
    const checked = await checkExports(lab, { signal, progress });
    const stale = checked.filter(({ standing }) => standing === 'stale' || standing === 'unknown');
    const current = checked.filter(({ standing }) => standing === 'current').length;
    return {
      exitCode: stale.length > 0 ? 1 : 0,
      data: {
        stale: stale.map(({ entry, standing, now, reason }) => ({ ...entry, standing, now, reason })),
        current,
        replaced: checked.length - stale.length - current,
      },
      text: asText(stale, `No export is stale: ${countOf(current, 'export')} compared.`),
    };
  },
});

type Listed = Pick<CheckedExport, 'entry'> & Partial<CheckedExport>;

function asText(listed: readonly Listed[], nothing: string): readonly string[] {
  if (listed.length === 0) return [nothing];
  const table = formatTextTable(
    [
      { title: 'export', align: 'right' },
      { title: 'file' },
      { title: 'for' },
      { title: 'category' },
      { title: 'format' },
      { title: 'records', align: 'right' },
      { title: 'made' },
      { title: 'SHA-256' },
    ],
    listed.map(({ entry }) => [
      String(entry.exportId),
      entry.fileName,
      entry.madeFor ?? '',
      entry.categoryId,
      entry.format,
      formatCount(entry.records),
      formatMoment(entry.exportedAtUtc),
      entry.sha256,
    ]),
  );
  return [...table, ...listed.flatMap(describeStanding)];
}

function describeStanding({ entry, standing, now, reason }: Listed): readonly string[] {
  if (standing === 'unknown') return [`Export ${entry.exportId} cannot be compared: ${reason ?? ''}`];
  if (standing !== 'stale' || now === undefined || now === null) return [];
  return [`Export ${entry.exportId} would now hold ${countOf(now.records, 'record')}, SHA-256 ${now.sha256}`];
}
