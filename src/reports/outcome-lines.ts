import type { Row } from '../containers/contract.ts';
import { isBlank } from './columns.ts';
import type { ReadingContext, ReportLine } from './contract.ts';
import { isFurnitureText, isTitle } from './known-lines.ts';
import { blockAt, readBlock } from './label-blocks.ts';
import { namesMedia } from './line-words.ts';
import { rowExcerpt } from './row-reading.ts';
import { readFurniture } from './row-kinds.ts';
import { readStatedTotals } from './stated-totals.ts';
import type { ReadLine } from './table-reading.ts';
import { issueLine, readTextLine } from './text-line.ts';
import { soundsLikeOutcome } from './text-pieces.ts';

const rules = { joinsShards: true, notes: 'understood' } as const;

/** Every row as exactly one line: media with the outcome that their own line or block states. */
export function readOutcomeLines(rows: readonly Row[], context: ReadingContext): readonly ReadLine[] {
  const lines: ReportLine[] = [];
  let hasMedia = false;
  while (lines.length < rows.length) {
    const block = blockAt(rows, lines.length, context);
    if (block !== undefined) {
      hasMedia = true;
      lines.push(...readBlock(block, context));
      continue;
    }
    const row = rows[lines.length];
    if (row === undefined) break;
    hasMedia ||= row.furniture !== true && namesMedia(row, context);
    lines.push(readRow(row, hasMedia, context));
  }
  return lines.map((line) => ({ line, section: 0 }));
}

function readRow(row: Row, isBelowMedia: boolean, context: ReadingContext): ReportLine {
  const isMedia = namesMedia(row, context);
  if (row.furniture === true && row.issue === undefined) return readFurniture(row, isMedia);
  if (row.issue !== undefined) return { kind: 'issue', issue: row.issue };
  if (row.cells.every(isBlank)) return { kind: 'blank', place: row.place };
  if (isMedia) return readTextLine(row, [], rules, context);
  const totals = readStatedTotals(row, context.vocabulary);
  if (totals.length > 0) return { kind: 'heading', place: row.place, totals };
  const text = row.cells.map((cell) => cell.text.trim()).join(' ');
  if (!isBelowMedia || !soundsLikeOutcome(text) || isTitle(text) || isFurnitureText(text)) {
    return { kind: 'heading', place: row.place };
  }
  const message = `The line seems to speak of an outcome, but names no file and no digest: ${rowExcerpt(row)}`;
  return issueLine(row, 'no-digest-or-name', message);
}
