import { parseString } from 'fast-csv';
import { CriskitError } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import type { Issue } from '../../core/issue.ts';
import { excerpt } from '../../core/printable.ts';
import type { Cell, ContainerInput, DocumentContainer, Recognition, Row, TableDocument } from '../contract.ts';
import { type DelimiterGuess, detectDelimiter } from './delimiter.ts';
import { linesOf, type RawRecord, type RecordFault, splitRecords } from './record-splitting.ts';
import { type DecodedText, decodeText } from './text-decoding.ts';
import { recogniseText } from './text-recognition.ts';

/** How many records go to fast-csv at a time. */
const batchSize = 2000;

/** CSV and its kin: fields between `,` `;` tab or `|`, or one field per line. */
export const delimitedText: DocumentContainer = {
  id: 'delimited-text',
  title: 'delimited text (CSV, TSV)',
  endings: ['.csv', '.tsv', '.txt'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    switch (recogniseText(bytes)) {
      case 'fields':
        return { confidence: 0.7, reason: 'delimiters stand in its lines' };
      case 'list':
        return { confidence: 0.6, reason: 'it has one field per line' };
      case 'written':
        return { confidence: 0.4, reason: 'the bytes are text' };
      default:
        return undefined;
    }
  },

  async read(input: ContainerInput, options: { readonly signal?: AbortSignal } = {}): Promise<TableDocument> {
    const decoded = decodeText(input.bytes, input.name);
    const lines = linesOf(decoded.text);
    if (lines.every((line) => line.trim() === '')) {
      throw new CriskitError('INPUT_EMPTY', `${input.name} holds no text`, { path: input.name });
    }
    const guess = detectDelimiter(lines, input.name);
    const rows: Row[] = [];
    for (const batch of batchesOf(splitRecords(lines, guess))) {
      throwIfInterrupted(options.signal);
      rows.push(...(await readBatch(batch, guess)));
    }
    markCutOff(rows, decoded, guess);
    return {
      container: 'delimited-text',
      name: input.name,
      tables: [{ hidden: false, rows }],
      issues: rows.flatMap((row) => (row.issue === undefined ? [] : [row.issue])),
      traits: new Map([
        ['encoding', decoded.byteOrderMark ? `${decoded.encoding} with byte order mark` : decoded.encoding],
        ['delimiter', guess.title],
      ]),
    };
  },
};

function* batchesOf(records: Iterable<RawRecord>): Generator<readonly RawRecord[]> {
  let batch: RawRecord[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

async function readBatch(batch: readonly RawRecord[], guess: DelimiterGuess): Promise<readonly Row[]> {
  const sound = batch.filter((record) => record.fault === undefined && record.text.trim() !== '');
  const fields = await parseRecords(sound, guess.delimiter);
  let next = 0;
  return batch.map((record) => {
    const place = { line: record.lineNumber };
    if (record.fault !== undefined) return faultyRow(record, record.fault);
    const texts = record.text.trim() === '' ? [] : (fields[next++] ?? []);
    const cells = texts.map(cellOf);
    const row: Row = { place, cells, hidden: false };
    return record.text.includes('\0') ? { ...row, issue: nulIssue(record) } : row;
  });
}

/** The fields of each record. fast-csv must see as many records as we do, or something would be merged or lost. */
async function parseRecords(records: readonly RawRecord[], delimiter: string): Promise<readonly (readonly string[])[]> {
  if (records.length === 0) return [];
  const text = `${records.map((record) => record.text).join('\n')}\n`;
  const parsed: string[][] = [];
  for await (const fields of parseString<string[], string[]>(text, { headers: false, delimiter })) {
    parsed.push(fields as string[]);
  }
  if (parsed.length !== records.length) {
    throw new CriskitError('INTERNAL', `${records.length} records were read as ${parsed.length} rows`, {
      place: { line: records[0]?.lineNumber ?? 1 },
    });
  }
  return parsed;
}

/** Excel's way of keeping digits as text in a CSV file, `="0123"`, is undone. */
function cellOf(field: string): Cell {
  const kept = /^\s*="((?:[^"]|"")*)"\s*$/.exec(field)?.[1];
  const text = kept === undefined ? field : kept.replaceAll('""', '"');
  return { kind: text.trim() === '' ? 'blank' : 'text', text };
}

const faultMessages: Readonly<Record<RecordFault, string>> = {
  'unclosed-quote': 'A quote is opened and not closed on this line; nothing of the line was used.',
  'text-after-quote': 'Text follows a closing quote; nothing of the line was used.',
};

function faultyRow(record: RawRecord, fault: RecordFault): Row {
  const place = { line: record.lineNumber };
  const issue: Issue = {
    code: fault,
    message: `${faultMessages[fault]} It begins: ${excerpt(record.text, 40)}`,
    place,
  };
  return { place, cells: [{ kind: 'text', text: record.text }], hidden: false, issue };
}

function nulIssue(record: RawRecord): Issue {
  return {
    code: 'nul-character',
    message: 'The line holds NUL characters: the file is damaged here, and nothing of the line was used.',
    place: { line: record.lineNumber },
  };
}

/** The last row is taken for cut off where the text stops inside a character or before its last fields. */
function markCutOff(rows: Row[], decoded: DecodedText, guess: DelimiterGuess): void {
  const last = rows.at(-1);
  if (last === undefined || last.issue !== undefined) return;
  const endsOpen = !/[\r\n]$/.test(decoded.text);
  const isShort = last.cells.length > 1 && last.cells.length < guess.usualFields;
  if (!decoded.isCutOff && !(endsOpen && isShort)) return;
  const message = 'The document ends in the middle of this row; nothing of the row was used.';
  rows[rows.length - 1] = { ...last, issue: { code: 'cut-off', message, place: last.place } };
}
