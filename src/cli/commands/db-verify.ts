import { verifyLab } from '../../app/database.ts';
import { defineCommand } from '../contract.ts';
import { formatChecks } from '../check-lines.ts';

export const dbVerify = defineCommand({
  args: {},
  options: {},
  details: [
    "SQLite's own integrity check; the chain of the log; categories and conflicts derived anew and compared; every stored document against its SHA-256. Exit code 1 where any of it does not hold.",
  ],
  examples: [{ line: 'criskit db verify', does: 'checks that the database is whole and says what it should' }],
  run: async ({ openLab, signal }) => {
    const result = await verifyLab(await openLab('read'), signal);
    return { exitCode: result.ok ? 0 : 1, data: result, text: formatChecks(result) };
  },
});
