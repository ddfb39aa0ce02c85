import type { Table } from '../../src/containers/contract.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import {
  addNoise,
  fourOutcomes,
  freeNotes,
  type InventedReply,
  inventSubmission,
  junkToken,
  lineAbout,
  nameInText,
  ReplyWriter,
  rowWords,
  threeOutcomes,
  understoodNotes,
  words,
} from './invented-reply.ts';
import { type Choices, digest, type Sent, type Submission } from './invented-submission.ts';

/** For each layout, a reply that it is made for: in any order, with anything between. */
export const inventReply: Readonly<Record<string, (choose: Choices) => InventedReply>> = {
  'digest-names': (choose) => inventSections(choose, textRows(false)),
  'sharded-paths': (choose) => inventSections(choose, textRows(true)),
  'outcome-sections': (choose) => inventSections(choose, cellRows),
  'status-column': inventStatusColumn,
  'sheet-per-outcome': inventSheets,
  'hash-comparison': inventComparison,
  'outcome-lines': inventLines,
};

interface SectionRows {
  about(choose: Choices, sent: Sent): readonly string[];
  junk(choose: Choices, submission: Submission): readonly string[];
}

function textRows(isSharded: boolean): SectionRows {
  return {
    about: (choose, sent) => lineAbout(choose, nameInText(choose, sent, isSharded), freeNotes),
    junk: (choose, submission) => lineAbout(choose, junkToken(choose, submission), freeNotes),
  };
}

/** Rows of cells, each a digest or a name and nothing else. */
const cellRows: SectionRows = {
  about: (choose, { md5, sha1, uniqueName }) =>
    choose.of([[md5], [md5.toUpperCase(), sha1], [`${md5}.jpg`, '2,345'], [md5, uniqueName ?? 'x', 'Blue Lamp']]),
  junk: (choose, { contents }) => {
    const { md5, sha1 } = choose.of(contents);
    return choose.of([
      [md5.slice(1)],
      [sha1.slice(2), 'x.jpg'],
      [`x${md5}.jpg`],
      [md5, `x${md5}`],
      [`${md5} ${digest('md5', 'other')}`],
    ]);
  },
};

function inventSections(choose: Choices, rows: SectionRows): InventedReply {
  const submission = inventSubmission(choose, fourOutcomes);
  const writer = new ReplyWriter();
  addTitles(choose, writer);
  if (choose.oneIn(5)) {
    writer.mean([choose.of(submission.contents).md5]);
    writer.add([]);
  }
  if (choose.oneIn(6)) for (const outcome of fourOutcomes) writer.add([words[outcome][0] ?? '']);
  for (const outcome of shuffled(choose, fourOutcomes)) {
    const mentioned = submission.contents.filter((sent) => sent.outcome === outcome && !choose.oneIn(5));
    addSection(choose, { writer, submission, rows, outcome, mentioned });
  }
  return writer.reply(submission, [tableOf(writer)]);
}

interface Section {
  readonly writer: ReplyWriter;
  readonly submission: Submission;
  readonly rows: SectionRows;
  readonly outcome: Outcome;
  readonly mentioned: readonly Sent[];
}

function addSection(choose: Choices, { writer, submission, rows, outcome, mentioned }: Section): void {
  const count = choose.oneIn(3) ? ` (${mentioned.length + choose.below(2)})` : '';
  const [heading = ''] = [choose.of(words[outcome]).replace(/:$/, '')];
  writer.add([`${choose.oneIn(4) ? '2. ' : ''}${heading}${count}`]);
  if (mentioned.length === 0) writer.add(['None']);
  let isOpen = true;
  for (const sent of mentioned) {
    if (choose.oneIn(3)) addNoise(choose, writer, submission);
    if (choose.oneIn(4)) writer.mean(rows.junk(choose, submission));
    if (choose.oneIn(9)) isOpen = closeSection(choose, writer);
    for (let times = choose.oneIn(5) ? 2 : 1; times > 0; times -= 1)
      writer.say(rows.about(choose, sent), [sent], isOpen);
  }
  if (choose.oneIn(3)) writer.add([`Total: ${choose.below(9)}`]);
}

/** Text that may be a heading of its own: what stands below belongs to nothing. */
function closeSection(choose: Choices, writer: ReplyWriter): false {
  const texts = [
    'Possibly identified',
    'Newly identified child victims',
    'Files of interest',
    'hisisnotahashbutthirtytwocharsxx.',
  ];
  writer.add([choose.of([...texts, 'Previously identified as not known', 'CVIP Report 0000-2'])]);
  return false;
}

function addTitles(choose: Choices, writer: ReplyWriter): void {
  for (let count = choose.below(3); count > 0; count -= 1) {
    writer.add([
      choose.of(['CVIP Report', 'Child Identification Report (invented)', 'Dear Det. Doe,', 'Case 24-0001', '']),
    ]);
  }
}

function inventStatusColumn(choose: Choices): InventedReply {
  const submission = inventSubmission(choose, fourOutcomes);
  const writer = new ReplyWriter();
  addTitles(choose, writer);
  const order = shuffled(choose, ['MD5', 'File Name', 'Result', 'Series', 'SHA-1']);
  const row = (cells: Readonly<Record<string, string>>): readonly string[] =>
    order.map((heading) => cells[heading] ?? '');
  writer.add(order);
  for (const sent of submission.contents) {
    if (choose.oneIn(4)) addNoise(choose, writer, submission);
    if (choose.oneIn(4)) writer.mean(row(junkCells(choose, sent)));
    if (choose.oneIn(5)) continue;
    const name: Readonly<Record<string, string>> =
      sent.uniqueName === undefined ? {} : { 'File Name': sent.uniqueName };
    const digests = choose.of([
      { MD5: sent.md5 },
      { 'SHA-1': sent.sha1.toUpperCase() },
      { MD5: sent.md5, 'SHA-1': sent.sha1 },
    ]);
    const naming = choose.oneIn(3) && sent.uniqueName !== undefined ? name : { ...digests, ...name };
    writer.say(row({ ...naming, Result: choose.of(rowWords[sent.outcome]), Series: choose.of(['', 'Blue Lamp']) }), [
      sent,
    ]);
  }
  if (choose.oneIn(3)) writer.add([`Total: ${choose.below(9)}`]);
  return writer.reply(submission, [tableOf(writer)]);
}

function junkCells(choose: Choices, { md5, sha1 }: Sent): Readonly<Record<string, string>> {
  return choose.of([
    { MD5: md5.slice(1), Result: 'Identified' },
    { MD5: sha1, Result: 'Identified' },
    { MD5: md5, Result: 'Pending' },
    { MD5: md5, Result: '' },
    { MD5: `${md5} ${md5}`, Result: 'Recognized' },
    { MD5: md5, Result: 'Identified Child: No' },
    { MD5: md5, Result: 'Identified?', Series: 'Blue Lamp' },
  ]);
}

function inventSheets(choose: Choices): InventedReply {
  const submission = inventSubmission(choose, fourOutcomes);
  const writer = new ReplyWriter();
  const tables: Table[] = [];
  for (const outcome of shuffled(choose, fourOutcomes)) {
    writer.rows = [];
    writer.add(['Hash', 'File Name', 'Series']);
    for (const sent of submission.contents) {
      if (choose.oneIn(6)) writer.mean([sent.md5.slice(1), 'x.jpg', '']);
      if (sent.outcome === outcome && !choose.oneIn(5))
        writer.say([sent.sha1, sent.uniqueName ?? '', 'Blue Lamp'], [sent]);
      if (choose.oneIn(6)) writer.add([]);
    }
    tables.push({ ...tableOf(writer), name: rowWords[outcome][0] ?? '' });
  }
  return writer.reply(submission, tables);
}

function inventComparison(choose: Choices): InventedReply {
  const submission = inventSubmission(choose, threeOutcomes);
  const writer = new ReplyWriter();
  writer.add(['Initial Hash Value Comparison Report']);
  if (choose.oneIn(2)) writer.add(['Date: 2011-02-15']);
  const mentioned = submission.contents.filter(() => !choose.oneIn(5));
  const order = shuffled(choose, threeOutcomes);
  const lists = order.map((outcome) => mentioned.filter((sent) => sent.outcome === outcome));
  if (choose.oneIn(3)) addListColumns(choose, writer, { order, lists });
  else {
    const isLabelled = choose.oneIn(2);
    for (const [index, outcome] of order.entries())
      addList(choose, writer, { outcome, list: lists[index] ?? [], isLabelled });
  }
  return writer.reply(submission, [tableOf(writer)]);
}

const fullWords: Readonly<Record<string, string>> = {
  identified: 'Identified Child',
  recognized: 'Recognized Hash Value',
  unrecognized: 'Unrecognized Hash Value',
};

function addListColumns(
  choose: Choices,
  writer: ReplyWriter,
  { order, lists }: { readonly order: readonly Outcome[]; readonly lists: readonly (readonly Sent[])[] },
): void {
  writer.add(['#', ...order.map((outcome) => fullWords[outcome] ?? '')]);
  if (choose.oneIn(3)) writer.add(['', ...lists.map((list) => String(list.length))]);
  const height = Math.max(...lists.map((list) => list.length));
  for (let index = 0; index < height; index += 1) {
    const about = lists.flatMap((list) => list[index] ?? []);
    const cells = lists.map((list) => list[index]?.md5 ?? '');
    const isBroken = choose.oneIn(6);
    const shown = isBroken ? cells.map((cell) => cell.slice(1)) : cells;
    if (isBroken) writer.mean([String(index + 1), ...shown]);
    else writer.say([String(index + 1), ...shown], about);
  }
}

function addList(
  choose: Choices,
  writer: ReplyWriter,
  {
    outcome,
    list,
    isLabelled,
  }: { readonly outcome: Outcome; readonly list: readonly Sent[]; readonly isLabelled: boolean },
): void {
  const heading = fullWords[outcome] ?? '';
  const digests = list.map(({ md5 }) => md5).join(choose.of([', ', ' ', ';']));
  if (isLabelled) {
    if (list.length === 0) writer.add([`${heading}: None`]);
    else writer.say([`${heading}: ${digests}`], list);
    return;
  }
  writer.add([heading]);
  if (list.length === 0) writer.add(['None']);
  else if (choose.oneIn(2)) writer.say([digests], list);
  else for (const sent of list) writer.say([sent.md5], [sent]);
}

function inventLines(choose: Choices): InventedReply {
  const submission = inventSubmission(choose, fourOutcomes);
  const writer = new ReplyWriter();
  addTitles(choose, writer);
  for (const sent of submission.contents) {
    if (choose.oneIn(3)) addNoise(choose, writer, submission);
    if (choose.oneIn(3)) addJunkLine(choose, writer, submission);
    if (choose.oneIn(5)) continue;
    if (choose.oneIn(3)) addBlock(choose, writer, sent);
    else addLine(choose, writer, sent);
  }
  return writer.reply(submission, [tableOf(writer)]);
}

function addLine(choose: Choices, writer: ReplyWriter, sent: Sent): void {
  const name = nameInText(choose, sent, true);
  const word = choose.of(rowWords[sent.outcome]);
  writer.say(
    lineAbout(choose, `${name}${choose.of([' - ', ': ', '\t', ' – ', ' = ', ' -> '])}${word}`, understoodNotes),
    [sent],
  );
}

function addJunkLine(choose: Choices, writer: ReplyWriter, submission: Submission): void {
  const { md5 } = choose.of(submission.contents);
  const texts = [
    `${junkToken(choose, submission)} - Identified`,
    `${md5} - Identified: No`,
    `${md5} - Pending`,
    `${md5}.jpg (series: Known Victim)`,
    `${md5} - Identified, Unrecognized`,
    `${md5}: possibly identified`,
    `${md5} - Not - identified`,
    `${md5} - Identified?`,
    md5,
  ];
  writer.mean(choose.of(texts).split('\t'));
}

function addBlock(choose: Choices, writer: ReplyWriter, sent: Sent): void {
  writer.add([]);
  const fields = shuffled(choose, [
    `MD5: ${sent.md5}`,
    `Status: ${choose.of(rowWords[sent.outcome])}`,
    'Series: Blue Lamp',
  ]);
  let isNamed = false;
  for (const field of fields) {
    const isNaming = field.startsWith('MD5');
    if (isNaming && !isNamed) writer.say([field], [sent]);
    else writer.add([field]);
    isNamed ||= isNaming;
  }
  if (choose.oneIn(2)) writer.add([`SHA-1: ${sent.sha1}`]);
  writer.add([]);
}

function tableOf(writer: ReplyWriter): Table {
  return { hidden: false, rows: writer.rows };
}

function shuffled<T>(choose: Choices, items: readonly T[]): readonly T[] {
  const rest = [...items];
  return items.map(() => rest.splice(choose.below(rest.length), 1)[0] as T);
}
