/** Run as a process of its own: adds rows to a tracker, one sync each. Arguments: path, name, count. */
import { syncTrackerFile } from '../../src/tracker/sync-file.ts';

const [path = '', name = '', count = ''] = process.argv.slice(2);
for (let index = 1; index <= Number(count); index += 1) {
  await syncTrackerFile({
    settings: { path, aliases: {} },
    nowUtc: '2026-11-22T10:00:00.000Z',
    program: `criskit test ${name}`,
    waitMs: 60_000,
    decide: () => [{ caseNumber: `${name}-${index}`, values: { total: { kind: 'number', number: index } } }],
  });
}
