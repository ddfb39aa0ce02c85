import { restoreLab } from '../../app/database.ts';
import { CriskitError } from '../../core/errors.ts';
import { formatChecks } from '../check-lines.ts';
import { defineCommand } from '../contract.ts';

export const dbRestore = defineCommand({
  args: { file: { summary: 'a backup made by criskit db backup' } },
  options: {
    yes: { summary: 'do not ask' },
    'dry-run': { summary: 'verify the backup only; write nothing' },
  },
  details: [
    'Verifies the backup before it replaces anything. The database that is replaced is kept under another name beside it.',
  ],
  examples: [{ line: 'criskit db restore /backup/lab-2026-11-22.db --yes', does: 'goes back to that backup' }],
  run: async ({ args, options, io, resolve, findLab, confirm, signal }) => {
    const labFolder = await findLab();
    const dryRun = options['dry-run'];
    if (!options.yes && !dryRun && !(await confirm(`Replace the database of ${labFolder} by ${args.file}?`))) {
      throw new CriskitError('NEEDS_CONFIRMATION', 'Not confirmed; nothing was replaced.');
    }
    const request = { labFolder, backupPath: resolve(args.file), dryRun, clock: io.clock, signal };
    const { verified, keptAs } = await restoreLab(request);
    const written = !dryRun && verified.ok;
    return {
      exitCode: verified.ok ? 0 : 1,
      data: { written, keptAs, ...verified },
      text: [
        ...formatChecks(verified),
        ...(written ? [`Restored ${args.file}.`] : ['Nothing was replaced.']),
        ...(keptAs === null ? [] : [`The database from before is kept as ${keptAs}.`]),
      ],
    };
  },
});
