import { removeHashSet, type RemovedHashSet } from '../../app/remove-hash-set.ts';
import { CriskitError } from '../../core/errors.ts';
import { countOf } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';

export const hashsetRemove = defineCommand({
  args: { set: { summary: 'its name, NAME@VERSION, or the number of its import' } },
  options: {
    reason: { value: 'TEXT', summary: 'why, as it will stand in the log' },
    yes: { summary: 'do not ask' },
    'dry-run': { summary: 'say what would change; write nothing' },
  },
  details: [
    'The set is no longer in force, and no version before it comes back. Nothing is deleted: it is an entry of the log, with a number, and criskit undo of that number brings the set back. (criskit undo of the import itself gives its place back to the version before.)',
  ],
  examples: [
    {
      line: 'criskit hashset remove "Vendor list" --reason "The licence has ended"',
      does: 'asks, and takes the set out of the database',
    },
  ],
  run: async ({ args, options, openLab, confirm }) => {
    const dryRun = options['dry-run'];
    const approve = async (preview: RemovedHashSet) => {
      const question = `Take out ${describe(preview)}? ${countOf(preview.mediaChanged, 'media', 'media')} would change category.`;
      if (!(await confirm(question)))
        throw new CriskitError('NEEDS_CONFIRMATION', 'Not confirmed; nothing was written.');
    };
    const removed = await removeHashSet(await openLab(dryRun ? 'read' : 'write'), {
      set: args.set,
      reason: options.reason,
      dryRun,
      approve: options.yes ? undefined : approve,
    });
    const { entry, importId, mediaChanged, isRepeated } = removed;
    const changed = `${countOf(mediaChanged, 'media', 'media')} ${dryRun ? 'would change' : 'changed'} category.`;
    return {
      exitCode: 0,
      data: {
        removed: {
          id: entry.importId,
          setName: entry.setName,
          setVersion: entry.setVersion,
          category: entry.categoryId,
        },
        import: { id: importId },
        mediaChanged,
        written: !dryRun && !isRepeated,
      },
      text: isRepeated
        ? [
            `Taken out before, for the same reason, as import ${importId ?? ''}: ${describe(removed)}. Nothing was changed.`,
          ]
        : dryRun
          ? [`Would take out ${describe(removed)}; nothing was written. ${changed}`]
          : [`Took out ${describe(removed)}, as import ${importId ?? ''}. ${changed}`],
    };
  },
});

function describe({ entry }: RemovedHashSet): string {
  const version = entry.setVersion === null ? '' : `, version ${entry.setVersion}`;
  const name = `"${entry.setName ?? entry.document.name}"${version}`;
  return `${name} (import ${entry.importId}, ${countOf(entry.records, 'record')}) of ${entry.categoryId ?? 'no category'}`;
}
