import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { utils, version, write } from 'xlsx';
import type { Bench, BenchSetting } from './bench.ts';
import type { BenchRow } from './bench-row.ts';
import { makeLab, runCriskit } from './criskit-runs.ts';
import { formatPeak, formatRate, formatThousands } from './figures.ts';
import { printReply } from './pdf-reply.ts';
import { medianRun, runTimed, type TimedRun } from './timed-run.ts';

const outcomes = ['Identified Child', 'Recognized Hash Value', 'Unrecognized Hash Value'];
const pictureStart = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** A reply that names every file of a large submission, as CSV, XLSX and PDF, each into a lab of its own. */
export const replies: Bench = {
  name: 'replies',
  run: async (setting) => {
    const count = setting.isQuick ? 2000 : 50_000;
    const rows = makeMedia(join(setting.folder, 'media'), count);
    const prepared = join(setting.folder, 'prepared');
    await makeLab(prepared);
    const submit = await runCriskit(prepared, ['submit', 'prepare', '24-0001', join(setting.folder, 'media')]);
    const csv = join(setting.folder, 'reply.csv');
    writeFileSync(csv, `${rows.map((row) => row.join(',')).join('\r\n')}\r\n`);
    const xlsx = join(setting.folder, 'reply.xlsx');
    writeFileSync(xlsx, writeWorkbook(rows));
    return [
      {
        name: `submit prepare: ${formatThousands(count)} tiny files, three digests`,
        ours: formatRate(submit.seconds, count, 'files'),
        note: formatPeak(submit),
      },
      await benchImport(setting, { prepared, reply: csv, count, peer: 'fast-csv', library: 'fast-csv 5.0.8' }),
      await benchImport(setting, { prepared, reply: xlsx, count, peer: 'sheetjs', library: `SheetJS ${version}` }),
      await benchPdf(setting, { prepared, csv, count }),
    ];
  },
};

async function benchPdf(
  setting: BenchSetting,
  { prepared, csv, count }: { readonly prepared: string; readonly csv: string; readonly count: number },
): Promise<BenchRow> {
  const pdf = join(setting.folder, 'reply.pdf');
  if (printReply(csv, pdf)) {
    return benchImport(setting, {
      prepared,
      reply: pdf,
      count,
      peer: 'unpdf',
      library: 'unpdf 1.8.1',
      limitMebibytes: 1024,
    });
  }
  return { name: 'import: .pdf', ours: 'left out', note: 'ReportLab (python3-reportlab) is not installed' };
}

/** Writes the files and returns the rows of the reply, its header first. */
function makeMedia(folder: string, count: number): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [['MD5', 'SHA1', 'File Name', 'Result', 'Series', 'Point of Contact']];
  for (let index = 0; index < count; index += 1) {
    const bytes = Buffer.concat([pictureStart, Buffer.from(String(index).padStart(16, '0'))]);
    const name = `invented-${String(index).padStart(6, '0')}.png`;
    const parent = join(folder, `folder-${Math.floor(index / 1000)}`);
    if (index % 1000 === 0) mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, name), bytes);
    const [md5, sha1] = ['md5', 'sha1'].map((algorithm) => createHash(algorithm).update(bytes).digest('hex'));
    rows.push([md5 ?? '', sha1 ?? '', name, outcomes[index % 3] ?? '', `Series ${index % 40}`, 'Invented Agency']);
  }
  return rows;
}

function writeWorkbook(rows: readonly (readonly string[])[]): Buffer {
  const workbook = utils.book_new();
  utils.book_append_sheet(workbook, utils.aoa_to_sheet(rows.map((row) => [...row])), 'Results');
  return write(workbook, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
}

interface Reply {
  readonly prepared: string;
  readonly reply: string;
  readonly count: number;
  readonly peer: string;
  readonly library: string;
  /** What it may take at most; default 512. */
  readonly limitMebibytes?: number;
}

async function benchImport({ folder, isQuick }: BenchSetting, reply: Reply): Promise<BenchRow> {
  const [ours, theirs]: [TimedRun[], TimedRun[]] = [[], []];
  for (let round = 0; round < (isQuick ? 1 : 3); round += 1) {
    const lab = join(folder, `${reply.peer}-${round}`);
    cpSync(reply.prepared, lab, { recursive: true });
    ours.push(await runCriskit(lab, ['import', reply.reply, '--case', '24-0001', '--yes']));
    theirs.push(
      await runTimed(process.execPath, [join(import.meta.dirname, 'peers', `${reply.peer}.ts`), reply.reply]),
    );
  }
  const [own, other] = [medianRun(ours), medianRun(theirs)];
  return {
    name: `import: ${reply.reply.slice(-4)} of ${formatThousands(reply.count)} rows, with its row of the spreadsheet`,
    ours: formatRate(own.seconds, reply.count, 'rows'),
    peer: `${reply.library}, reading only: ${formatRate(other.seconds, reply.count, 'rows')}`,
    ratio: other.seconds / own.seconds,
    note: formatPeak(own, reply.limitMebibytes ?? 512),
  };
}
