import type { ContainerInput, Parcel, Row, TableDocument } from '../../src/containers/contract.ts';
import { CriskitError } from '../../src/core/errors.ts';
import type { Issue } from '../../src/core/issue.ts';
import type { ReadingContext, ReportLayout, ReportLine, ReportRecord } from '../../src/reports/contract.ts';
import { readReport } from '../../src/reports/lookup.ts';
import { createSentNames } from '../../src/reports/sent-names.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';

/** What every layout is told besides the document. */
export const context: ReadingContext = {
  vocabulary: createVocabulary(),
  sentNames: createSentNames([
    'phone/IMG_0001.jpg',
    'phone/photo (1).jpg',
    'card/Grüße.mp4',
    'card/写真.jpg',
    'f_000117',
  ]),
};

/** Fails where the condition does not hold: a promise of the contract is broken. */
export function promise(holds: boolean, what: string): void {
  if (!holds) throw new Error(`broken promise: ${what}`);
}

/** The code of an error that is allowed to leave the reading of a document. Everything else is thrown on. */
export function refusalCode(error: unknown): string {
  if (!(error instanceof CriskitError) || error.code === 'INTERNAL') throw error;
  promiseShowable(error.message, 'a message');
  promiseShowable(error.hint ?? '', 'a hint');
  return error.code;
}

/** No character of a document that would do something to a terminal, or turn the text around. */
function promiseShowable(text: string, what: string): void {
  const raw = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/.exec(text);
  promise(
    raw === null,
    `${what} holds the raw character ${JSON.stringify(raw?.[0])}: ${JSON.stringify(text.slice(0, 300))}`,
  );
}

export function promiseIssues(issues: readonly Issue[]): void {
  for (const { code, message } of issues) {
    promise(/^[a-z0-9-]+$/.test(code), `the code of an issue is a word: ${JSON.stringify(code)}`);
    promise(message !== '', 'an issue says something');
    promiseShowable(message, 'an issue');
  }
}

/** The document is whole: rows have places, and each row that could not be read is listed. */
export function promiseDocument(document: TableDocument, container: string, { name }: ContainerInput): void {
  promise(document.container === container && document.name === name, 'a document says where it comes from');
  const listed = new Set(document.issues);
  for (const { rows } of document.tables) {
    for (const { place, issue, cells, furniture } of rows) {
      promise(Object.keys(place).length > 0, 'a row has its place');
      promise(issue === undefined || listed.has(issue), 'the issue of a row is listed');
      promise(issue === undefined || furniture === undefined, 'a row that could not be read is no furniture');
      promise(
        cells.every(({ kind, text }) => kind !== 'blank' || text.trim() === ''),
        'a blank cell is blank',
      );
    }
  }
  promiseIssues(document.issues);
}

/** Parts are named bytes, and the parcel says what it is. */
export function promiseParcel({ container, parts, issues }: Parcel, id: string): void {
  promise(container === id, 'a parcel says what it is');
  promise(
    parts.every(({ bytes, name }) => bytes instanceof Uint8Array && typeof name === 'string'),
    'parts are named bytes',
  );
  promiseIssues(issues);
}

/** One line for each row, at its place; nothing in a record that does not stand in its row. */
export function promiseLayout(layout: ReportLayout, document: TableDocument): void {
  const recognition = layout.recognise(document, context);
  const confidence = recognition?.confidence ?? 0;
  promise(confidence >= 0 && confidence <= 1, `a confidence is from 0 to 1: ${confidence}`);
  const rows = document.tables.flatMap((table) => table.rows);
  const lines: readonly ReportLine[] = [...layout.read(document, context)];
  promise(lines.length === rows.length, `${layout.id}: ${lines.length} lines for ${rows.length} rows`);
  for (const [index, line] of lines.entries()) {
    const row = rows[index];
    if (row === undefined) continue;
    if (line.kind === 'issue') promiseIssues([line.issue]);
    if (row.issue !== undefined) promise(line.kind === 'issue' && line.issue === row.issue, 'the issue of a row stays');
    if (line.kind !== 'record') continue;
    const texts = textsOf(rows.filter((_, other) => other === index || isPartOf(lines[other], line.record)));
    for (const record of [line.record, ...(line.others ?? [])]) promiseRecord(record, texts);
  }
}

/** True for a line that gives a field of the record, which begins on another line. */
function isPartOf(line: ReportLine | undefined, record: ReportRecord): boolean {
  return line?.kind === 'heading' && line.partOf === record.place;
}

function textsOf(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ cells }) => cells.map(({ text }) => text));
}

/** Whatever stands between the characters of a digest: blanks, line ends, slashes, soft hyphens. */
function hexOnly(text: string): string {
  return text.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
}

function promiseRecord({ digests, fileName }: ReportRecord, texts: readonly string[]): void {
  const hex = hexOnly(texts.join(' '));
  for (const value of Object.values(digests)) promise(hex.includes(value), `the digest ${value} stands in its row`);
  promise(fileName !== '', 'a file name is not empty');
  promise(Object.keys(digests).length > 0 || fileName !== undefined, 'a record names something');
}

/** The report holds together, or is refused. */
export function reportVerdict(document: TableDocument): string {
  try {
    const { lines, records, issues } = readReport(document, context);
    const { read, ...parts } = lines;
    promise(read === Object.values(parts).reduce((sum, part) => sum + part, 0), 'each line is accounted for');
    promise(lines.records <= records.length && lines.issues === issues.length, 'counts are those of the lists');
    return 'read';
  } catch (error) {
    return refusalCode(error);
  }
}
