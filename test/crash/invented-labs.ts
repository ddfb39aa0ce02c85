import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWell } from './criskit-process.ts';

const mediaCount = 60;
const listCount = 4000;
/** Enough to be kept as a segment. */
const largeListCount = 70_000;
const outcomes = ['Identified Child', 'Recognized Hash Value', 'Unrecognized Hash Value'];

/** States of the job, each made from the one before. */
const stages = ['empty', 'sent', 'answered', 'synced', 'ruled'] as const;
export type Stage = (typeof stages)[number];

/** Invented input and labs in several states of the job, to be copied. */
export interface InventedLabs extends Readonly<Record<Stage, string>> {
  readonly media: string;
  readonly reply: string;
  readonly list: string;
  /** Holds the list, and much more. */
  readonly largeList: string;
  /** The next version of the list: some digests more, some less. */
  readonly nextList: string;
}

/** Makes them with the real program, below that folder; `last`: labs of later states are not needed, and not there. */
export async function makeLabs(folder: string, last: Stage = 'ruled'): Promise<InventedLabs> {
  const paths = Object.fromEntries(stages.map((stage) => [stage, join(folder, stage)])) as Record<Stage, string>;
  const labs = { ...makeInput(folder), ...paths };
  for (const [index, stage] of stages.slice(0, stages.indexOf(last) + 1).entries()) {
    const before = stages[index - 1];
    if (before !== undefined) cpSync(labs[before], labs[stage], { recursive: true });
    await reach[stage](labs);
  }
  return labs;
}

/** What leads there from the state before. */
const reach: { readonly [S in Stage]: (labs: InventedLabs) => Promise<unknown> | void } = {
  /** A case and nothing else. */
  async empty({ empty }) {
    await runWell(['init', empty]);
    await runWell(['--lab', empty, 'case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1']);
  },
  /** Media were sent. */
  sent: ({ sent, media }) => runWell(['--lab', sent, 'submit', 'prepare', '24-0001', media]),
  /** The reply and a hash set were taken in; the workbook is behind. */
  async answered({ answered, reply, list }) {
    await runWell(['--lab', answered, 'import', reply, '--case', '24-0001', '--yes', '--no-tracker']);
    await runWell(['--lab', answered, 'hashset', 'import', list, '--category', 'unidentified']);
  },
  /** The workbook has caught up. */
  synced: ({ synced }) => runWell(['--lab', synced, 'tracker', 'sync']),
  /** The same, and the split rule in criskit.toml was changed. */
  ruled: ({ ruled }) => changeRule(join(ruled, 'criskit.toml')),
};

function changeRule(path: string): void {
  const text = readFileSync(path, 'utf8').replace(/^version = 1/m, 'version = 2');
  writeFileSync(path, text.replace('unrecognized = "unidentified"', 'unrecognized = "known-victim"'));
}

function makeInput(folder: string): Pick<InventedLabs, 'media' | 'reply' | 'list' | 'largeList' | 'nextList'> {
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
  const largeList = join(folder, 'large-list.txt');
  writeFileSync(list, linesFrom(0));
  writeFileSync(largeList, linesFrom(0, largeListCount));
  writeFileSync(nextList, linesFrom(listCount / 4));
  return { media, reply, list, largeList, nextList };
}

function linesFrom(first: number, count = listCount): string {
  return Array.from({ length: count }, (_, index) => `${md5(`list ${first + index}`)}\n`).join('');
}

function md5(content: string | Uint8Array): string {
  return createHash('md5').update(content).digest('hex');
}
