import { checkedId } from '../../app/checked-text.ts';
import { undoImport } from '../../app/undo-import.ts';
import { countOf } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';

export const undo = defineCommand({
  args: { import: { summary: 'its number, as criskit history shows it' } },
  options: {
    reason: { value: 'TEXT', required: true, summary: 'why, as it will stand in the log' },
    'dry-run': { summary: 'check only; write nothing' },
  },
  details: [
    'Takes one import back, whole: a report, a hash set, a split rule that was applied, or the removal of a hash set. What it superseded is in force again. Nothing is deleted; the import stays in the log, with the reason.',
  ],
  examples: [
    { line: 'criskit undo 12 --reason "Wrong case: the report belongs to 24-0007"', does: 'takes import 12 back' },
  ],
  run: async ({ args, options, openLab, signal, warn }) => {
    const dryRun = options['dry-run'];
    const importId = checkedId('The number of the import', args.import);
    const { entry, isRepeated, mediaChanged, tracker } = await undoImport(await openLab(dryRun ? 'read' : 'write'), {
      importId,
      reason: options.reason,
      dryRun,
      signal,
    });
    for (const finding of tracker?.findings ?? []) warn(finding.message);
    const what = `import ${importId} (${entry.document.name}, ${countOf(entry.records, 'record')})`;
    return {
      exitCode: 0,
      data: {
        import: { id: importId, document: entry.document.name, case: entry.caseNumber },
        mediaChanged,
        tracker,
        written: !dryRun && !isRepeated,
      },
      text: isRepeated
        ? [`Undone before, for the same reason: ${what}. Nothing was changed.`]
        : mediaChanged === null
          ? [`Would undo ${what}; nothing was written.`]
          : [`Undid ${what}. ${countOf(mediaChanged, 'media', 'media')} changed category.`],
    };
  },
});
