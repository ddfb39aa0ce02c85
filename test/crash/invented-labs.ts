import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWell } from './criskit-process.ts';

const mediaCount = 60;
const listCount = 4000;
const outcomes = ['Identified Child', 'Recognized Hash Value', 'Unrecognized Hash Value'];

/** Invented input and labs in several states of the job, to be copied. */
export interface InventedLabs {
  readonly media: string;
  readonly reply: string;
  readonly list: string;
  /** The next version of the list: some digests more, some less. */
  readonly nextList: string;
  /** A case and nothing else. */
  readonly empty: string;
  /** Media were sent. */
  readonly sent: string;
  /** The reply and a hash set were taken in; the workbook is behind. */
  readonly answered: string;
  /** The workbook has caught up. */
  readonly synced: string;
  /** The same, and the split rule in criskit.toml was changed. */
  readonly ruled: string;
}

/** Makes them with the real program, below that folder. */
export async function makeLabs(folder: string): Promise<InventedLabs> {
  const input = makeInput(folder);
  const labs = Object.fromEntries(
    ['empty', 'sent', 'answered', 'synced', 'ruled'].map((name) => [name, join(folder, name)]),
  ) as Record<'empty' | 'sent' | 'answered' | 'synced' | 'ruled', string>;
  const run = (lab: string, ...args: string[]) => runWell(['--lab', lab, ...args]);
  await runWell(['init', labs.empty]);
  await run(labs.empty, 'case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1');
  cpSync(labs.empty, labs.sent, { recursive: true });
  await run(labs.sent, 'submit', 'prepare', '24-0001', input.media);
  cpSync(labs.sent, labs.answered, { recursive: true });
  await run(labs.answered, 'import', input.reply, '--case', '24-0001', '--yes', '--no-tracker');
  await run(labs.answered, 'hashset', 'import', input.list, '--category', 'unidentified');
  cpSync(labs.answered, labs.synced, { recursive: true });
  await run(labs.synced, 'tracker', 'sync');
  cpSync(labs.synced, labs.ruled, { recursive: true });
  changeRule(join(labs.ruled, 'criskit.toml'));
  return { ...input, ...labs };
}

function changeRule(path: string): void {
  const text = readFileSync(path, 'utf8').replace(/^version = 1/m, 'version = 2');
  writeFileSync(path, text.replace('unrecognized = "unidentified"', 'unrecognized = "known-victim"'));
}

function makeInput(folder: string): Pick<InventedLabs, 'media' | 'reply' | 'list' | 'nextList'> {
  const [media, reply] = [join(folder, 'media'), join(folder, 'reply.csv')];
  const [list, nextList] = [join(folder, 'list.txt'), join(folder, 'next-list.txt')];
  mkdirSync(media);
  const rows = Array.from({ length: mediaCount }, (_, index) => {
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(64, index)]);
    const name = `invented-${String(index).padStart(4, '0')}.png`;
    writeFileSync(join(media, name), bytes);
    return `${md5(bytes)},${name},${outcomes[index % outcomes.length] ?? ''}`;
  });
  writeFileSync(reply, ['MD5,File Name,Result', ...rows, ''].join('\r\n'));
  writeFileSync(list, linesFrom(0));
  writeFileSync(nextList, linesFrom(listCount / 4));
  return { media, reply, list, nextList };
}

function linesFrom(first: number): string {
  return Array.from({ length: listCount }, (_, index) => `${md5(`list ${first + index}`)}\n`).join('');
}

function md5(content: string | Uint8Array): string {
  return createHash('md5').update(content).digest('hex');
}
