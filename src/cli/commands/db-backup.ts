import { backupLab } from '../../app/database.ts';
import { defineCommand } from '../contract.ts';

export const dbBackup = defineCommand({
  args: { file: { summary: 'the file to make' } },
  options: {},
  details: ['A consistent copy, while others read and write. The file must not exist yet.'],
  examples: [{ line: 'criskit db backup /backup/lab-2026-11-22.db', does: 'copies the database there' }],
  run: async ({ args, resolve, openLab, progress }) => {
    const lab = await openLab('read');
    let done = 0;
    progress.start('copying', { items: 100, unit: 'percent' });
    await backupLab(lab, resolve(args.file), (share) => {
      const items = Math.floor(share * 100) - done;
      done += items;
      progress.advance({ items });
    });
    return { exitCode: 0, data: { written: args.file }, text: [`Copied the database to ${args.file}.`] };
  },
});
