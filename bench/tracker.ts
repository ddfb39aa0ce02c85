import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { utils, version, write } from 'xlsx';
import type { Bench } from './bench.ts';
import { makeLab, runCriskit } from './criskit-runs.ts';
import { formatPeak, formatSeconds, formatThousands } from './figures.ts';
import { medianRun, runTimed, type TimedRun } from './timed-run.ts';

/** One row of a workbook in which many years have gathered. */
export const tracker: Bench = {
  name: 'tracker',
  run: async ({ folder, isQuick }) => {
    const count = isQuick ? 1000 : 20_000;
    const empty = join(folder, 'empty');
    await makeLab(empty);
    writeFileSync(join(empty, 'tracker.xlsx'), writeTracker(count));
    const [ours, theirs]: [TimedRun[], TimedRun[]] = [[], []];
    for (let round = 0; round < 3; round += 1) {
      const lab = join(folder, `lab-${round}`);
      cpSync(empty, lab, { recursive: true });
      ours.push(await runCriskit(lab, ['tracker', 'sync', '24-0001']));
      const peer = join(import.meta.dirname, 'peers', 'sheetjs.ts');
      theirs.push(
        await runTimed(process.execPath, [peer, join(empty, 'tracker.xlsx'), join(folder, 'written-by-peer.xlsx')]),
      );
    }
    const [own, other] = [medianRun(ours), medianRun(theirs)];
    return [
      {
        name: `tracker sync: one row of ${formatThousands(count)}, everything else kept`,
        ours: formatSeconds(own.seconds),
        peer: `SheetJS ${version}, read and write again: ${formatSeconds(other.seconds)}`,
        ratio: other.seconds / own.seconds,
        note: formatPeak(own),
      },
    ];
  },
};

function writeTracker(count: number): Buffer {
  const header = [
    'Lab Case Number',
    'Agency',
    'Agency Case Number',
    'Submitted',
    'Images Known',
    'Videos Known',
    'Notes',
  ];
  const rows = Array.from({ length: count }, (_, index) => {
    const number = `${10 + Math.floor(index / 2000)}-${String(index % 2000).padStart(4, '0')}`;
    return [number, 'Invented Police', `A-${index}`, '', index % 90, index % 7, `seen by examiner ${index % 5}`];
  });
  rows[Math.floor(count / 2)] = ['24-0001', 'PD', 'A1', '', '', '', 'the row to be changed'];
  const workbook = utils.book_new();
  utils.book_append_sheet(workbook, utils.aoa_to_sheet([header, ...rows]), 'Cases');
  return write(workbook, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
}
