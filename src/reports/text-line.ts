import type { Row } from '../containers/contract.ts';
import type { MediaKind } from '../core/media.ts';
import { excerpt } from '../core/printable.ts';
import type { ReadingContext, ReportLine, ReportRecord } from './contract.ts';
import { mediaKindOfName } from './media-kind-words.ts';
import { readMediaInText, type TextRules } from './media-in-text.ts';
import { agree, type Statement } from './outcome-cells.ts';
import { rowExcerpt } from './row-reading.ts';
import { type Notes, readNotes, soundsLikeOutcome } from './text-pieces.ts';

export interface TextLineRules extends TextRules {
  /**
   * `free`: the outcome stands elsewhere, and what the line says besides is not looked at unless it sounds like an
   * outcome. `understood`: the line states the outcome itself, so every word of it must be understood.
   */
  readonly notes: 'free' | 'understood';
}

export type MediaLine = Extract<ReportLine, { kind: 'record' | 'issue' }>;

/** A line that names a media by what it holds, without a header, as the record or the issue that it is. */
export function readTextLine(
  row: Row,
  above: readonly Statement[],
  rules: TextLineRules,
  context: ReadingContext,
): MediaLine {
  const unclear = row.cells.find((cell) => cell.kind === 'formula' || cell.kind === 'error' || cell.merged === true);
  if (unclear !== undefined) {
    const what = unclear.merged === true ? 'merged cell' : unclear.kind;
    return issueLine(row, unclear.merged === true ? 'merged-cell' : unclear.kind, `The line holds a ${what}.`);
  }
  const media = readMediaInText(row, context, rules);
  if (media.kind === 'issue') return issueLine(row, media.code, media.message);
  if (media.kind === 'none') {
    const message = `The line may name a media, but holds no whole digest and no name of a file: ${rowExcerpt(row)}`;
    return issueLine(row, 'no-digest-or-name', message);
  }
  const notes = readNotes(media.rest, context);
  const doubt = notes.unknown.find((text) => rules.notes === 'understood' || soundsLikeOutcome(text));
  if (doubt !== undefined) {
    const message = `"${excerpt(doubt, 40)}" is no outcome that criskit knows, so the line is not used. The lab can add the word in criskit.toml.`;
    return issueLine(row, 'unknown-outcome', message);
  }
  const understood = agree([...above, ...notes.statements]);
  if (understood.kind === 'issue') return issueLine(row, understood.code, understood.message);
  return {
    kind: 'record',
    record: recordOf(row, media, notes, { outcome: understood.outcome, outcomeText: understood.text }),
  };
}

function recordOf(
  row: Row,
  { digests, fileName }: Pick<ReportRecord, 'digests' | 'fileName'>,
  notes: Notes,
  outcome: Pick<ReportRecord, 'outcome' | 'outcomeText'>,
): ReportRecord {
  return {
    place: row.place,
    digests,
    ...(fileName === undefined ? {} : { fileName }),
    ...outcome,
    kind: kindOf(notes.kind, fileName),
    ...(notes.series === undefined ? {} : { series: notes.series }),
    ...(notes.contact === undefined ? {} : { contact: notes.contact }),
  };
}

function kindOf(stated: MediaKind, fileName: string | undefined): MediaKind {
  if (stated !== 'unknown') return stated;
  return fileName === undefined ? 'unknown' : mediaKindOfName(fileName);
}

/** A row that becomes an issue as a whole. */
export function issueLine(row: Row, code: string, message: string): MediaLine & { readonly kind: 'issue' } {
  return { kind: 'issue', issue: { code, message, place: row.place } };
}
