import type { Cell, Row, Table, TableDocument } from '../../src/containers/contract.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { type Choices, digest, inventSubmission, type Sent, type Submission } from './invented-submission.ts';

/** A reply, and what is known of each of its rows. */
export interface InventedReply {
  readonly submission: Submission;
  readonly document: TableDocument;
  /** What the row says, as it was meant. Rows that are not in it say nothing of media, or are damaged. */
  readonly said: ReadonlyMap<Row, readonly { readonly sent: Sent; readonly outcome: Outcome }[]>;
  /** Rows that hold what looks like media but must not become a record. */
  readonly junk: ReadonlySet<Row>;
}

export const words: Readonly<Record<Outcome, readonly string[]>> = {
  identified: ['Identified Child', 'IDENTIFIED CHILDREN', 'Known victims', 'The following files were identified:'],
  recognized: ['Recognized Hash Value', 'recognised', 'The following hash values were recognized'],
  unrecognized: ['Unrecognized Hash Value', 'Not recognized', 'Files that were unrecognized:'],
  'not-identified': ['Not identified', 'Files NOT identified', 'Unidentified child victims'],
};

const rowWords: Readonly<Record<Outcome, readonly string[]>> = {
  identified: ['Identified Child', 'identified', 'Known Victim'],
  recognized: ['Recognized Hash Value', 'recognized'],
  unrecognized: ['Unrecognized', 'not recognized'],
  'not-identified': ['Not identified', 'was not identified'],
};

export const fourOutcomes = ['identified', 'recognized', 'unrecognized', 'not-identified'] as const;
export const threeOutcomes = ['identified', 'recognized', 'unrecognized'] as const;

/** Rows one after another, each with what is meant by it. */
export class ReplyWriter {
  readonly said = new Map<Row, { sent: Sent; outcome: Outcome }[]>();
  readonly junk = new Set<Row>();
  rows: Row[] = [];
  private number = 0;

  add(texts: readonly string[], more: Partial<Row> = {}): Row {
    this.number += 1;
    const cells = texts.map((text): Cell => ({ kind: text.trim() === '' ? 'blank' : 'text', text }));
    const row: Row = { place: { line: this.number }, cells, hidden: false, ...more };
    this.rows.push(row);
    return row;
  }

  /** A row that says something of a content, where its place lets it. */
  say(texts: readonly string[], about: readonly Sent[], isHeard = true): void {
    const row = this.add(texts);
    if (!isHeard) this.junk.add(row);
    else
      this.said.set(
        row,
        about.map((sent) => ({ sent, outcome: sent.outcome })),
      );
  }

  mean(texts: readonly string[], more: Partial<Row> = {}): void {
    this.junk.add(this.add(texts, more));
  }

  reply(submission: Submission, tables: readonly Table[]): InventedReply {
    const document: TableDocument = { container: 'invented', name: 'reply', tables, issues: [], traits: new Map() };
    return { submission, document, said: this.said, junk: this.junk };
  }
}

/** What a damaged reply holds in place of a digest or a name: nothing that may become a record. */
export function junkToken(choose: Choices, { contents }: Submission): string {
  const { md5, sha1, uniqueName } = choose.of(contents);
  const other = digest('md5', `other ${choose.below(9)}`);
  return choose.of([
    md5.slice(1),
    `${md5}0`,
    `x${md5}.jpg`,
    `${md5}_1.jpg`,
    `${md5} ${other}`,
    `${md5}.jpg ${other}.jpg`,
    `${sha1.slice(0, 20)}`,
    `${md5.slice(0, 16)}\u200b${md5.slice(16)}`,
    `${md5.slice(0, 9)}\u00ad${md5.slice(9)}.jpg`,
    `SHA-1: ${md5}`,
    `NOT_SENT_${choose.below(9)}.jpg`,
    `gone/away/${other.slice(0, 20)}/-${other.slice(20)}.jpg`,
    uniqueName === undefined || !/^[A-Z]/.test(uniqueName) ? md5.slice(2) : `my own ${uniqueName}`,
  ]);
}

/** In capitals, where these are the same letters: those of ß are others. */
function inOtherCase(name: string): string {
  const capitals = name.toUpperCase();
  return capitals.toLowerCase() === name.toLowerCase() ? capitals : name;
}

/** One way to name a content in a line of text. */
export function nameInText(choose: Choices, { md5, sha1, sha256, uniqueName }: Sent, isSharded: boolean): string {
  const sharded = `${md5.slice(0, 2)}/${md5.slice(2, 4)}/${md5.slice(4)}.jpg`;
  const ways = [
    md5,
    `${md5}.jpg`,
    `${md5.toUpperCase()}.MP4`,
    `/files/${md5}.jpg`,
    `C:\\out put\\${md5}.jpg`,
    `${sha1}.png`,
    sha256,
    `MD5: ${md5}`,
    `MD5: ${md5} SHA-1: ${sha1}`,
    `${md5}\t${sha1}`,
    ...(uniqueName === undefined ? [] : [uniqueName, inOtherCase(uniqueName), `some/folder/${uniqueName}`]),
    ...(isSharded ? [sharded, `/files/${sharded}`, sharded.replaceAll('/', '\\')] : []),
  ];
  return choose.of(ways);
}

const before = ['', '', '1. ', '12) ', '• ', '- ', 'File: ', '#3. '] as const;

/** A line about a content, perhaps numbered, with something behind that says nothing of the outcome. */
export function lineAbout(choose: Choices, name: string, notes: readonly string[]): readonly string[] {
  return `${choose.of(before)}${name}${choose.of(notes)}`.split('\t');
}

export const freeNotes = [
  '',
  '',
  '\tBlue Lamp',
  ' (Series: Blue Lamp)',
  ', 12 KB',
  '\t2,345',
  ' - Series: Red Door, POC: Det. A',
] as const;
export const understoodNotes = ['', '', ' (series: Blue Lamp)', ' - 12 KB', '\timage', ' - POC: Det. A'] as const;

/** Rows that say nothing, anywhere in a reply. */
export function addNoise(choose: Choices, writer: ReplyWriter, submission: Submission): void {
  const { md5 } = choose.of(submission.contents);
  const noise: readonly (() => void)[] = [
    () => writer.add([]),
    () => writer.add(['', ' ']),
    () => writer.add(['Page 2 of 3']),
    () => writer.add(['Invented report'], { furniture: true }),
    () => writer.mean([`Case ${md5}`], { furniture: true }),
    () => writer.add(['Date: 2024-05-06']),
    () => writer.add(['NCMEC Reference Number: 1234']),
    () => writer.add(['Total hash values submitted: 100']),
    () => writer.add(['-----']),
  ];
  choose.of(noise)();
}

export { inventSubmission, rowWords };
