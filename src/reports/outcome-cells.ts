import type { Cell, Row } from '../containers/contract.ts';
import { type Outcome, outcomes } from '../core/outcome.ts';
import { excerpt } from '../core/printable.ts';
import { isBlank, type OutcomeColumn } from './columns.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What one cell, heading or sheet name says of a row: the outcomes that it leaves open, the one it means by itself first. */
export interface Statement {
  readonly possible: readonly Outcome[];
  /** As it is written. */
  readonly text: string;
}

/** What a row as a whole is understood to say, or why it is not. */
export type UnderstoodOutcome =
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly text: string }
  | { readonly kind: 'issue'; readonly code: string; readonly message: string; readonly index?: number };

/** A statement of exactly this outcome; `not-identified` leaves open which of the two that it stands for. */
export function statementOf(outcome: Outcome, text: string): Statement {
  const possible: readonly Outcome[] =
    outcome === 'not-identified' ? ['not-identified', 'recognized', 'unrecognized'] : [outcome];
  return { possible, text };
}

/** What "no" under a heading leaves open. That something is not "not identified" says nothing. */
const deniedLeaves: Readonly<Record<Outcome, readonly Outcome[]>> = {
  identified: ['not-identified', 'recognized', 'unrecognized'],
  recognized: ['unrecognized'],
  unrecognized: outcomes,
  'not-identified': outcomes,
};

/** True where the cell is understood: an outcome word, or yes or no under a heading that is one. */
export function isUnderstood(cell: Cell | undefined, column: OutcomeColumn, vocabulary: Vocabulary): boolean {
  return cell !== undefined && !isBlank(cell) && readStatement(cell, column, vocabulary) !== undefined;
}

function readStatement(cell: Cell, column: OutcomeColumn, vocabulary: Vocabulary): Statement | undefined {
  const text = cell.text.trim();
  if (column.flag === undefined) {
    const outcome = vocabulary.outcomeOf(text);
    return outcome === undefined ? undefined : statementOf(outcome, text);
  }
  if (/^(?:yes|y|true)$/i.test(text)) return affirmed(column.flag, text);
  if (/^(?:no|n|false)$/i.test(text)) return { possible: deniedLeaves[column.flag], text };
  return undefined;
}

/** A hash value of an identified child is a recognized one too, where the two are columns of their own. */
function affirmed(flag: Outcome, text: string): Statement {
  return flag === 'recognized' ? { possible: ['recognized', 'identified'], text } : statementOf(flag, text);
}

/**
 * The one outcome that everything said of a row amounts to: what its own cells say and what stands above it. Anything
 * that is not understood, or contradicts the rest, is an issue.
 */
export function readOutcome(
  row: Row,
  columns: readonly OutcomeColumn[],
  above: readonly Statement[],
  vocabulary: Vocabulary,
): UnderstoodOutcome {
  const said: Statement[] = [...above];
  for (const column of columns) {
    const cell = row.cells[column.index];
    if (cell === undefined) continue;
    if (cell.merged === true) {
      return issueAt(
        column,
        'merged-cell',
        'The outcome stands in a merged cell, so which rows it is for cannot be told.',
      );
    }
    if (cell.kind === 'formula') {
      return issueAt(column, 'formula', 'The outcome is the result of a formula, which may be out of date.');
    }
    if (isBlank(cell)) continue;
    const statement = readStatement(cell, column, vocabulary);
    if (statement === undefined) return unknownOutcome(cell.text, column);
    said.push(statement);
  }
  return agree(said);
}

/** The one outcome that all statements leave open, or why there is none. */
export function agree(said: readonly Statement[]): UnderstoodOutcome {
  const [first, ...others] = said;
  if (first === undefined) return { kind: 'issue', code: 'no-outcome', message: 'The row states no outcome.' };
  let possible = first.possible;
  for (const other of others) possible = possible.filter((outcome) => other.possible.includes(outcome));
  const texts = [...new Set(said.map((one) => one.text))];
  const shown = texts.map((text) => `"${excerpt(text, 40)}"`).join(' and ');
  const [least] = possible;
  if (least === undefined) {
    return {
      kind: 'issue',
      code: 'outcome-contradiction',
      message: `The row is stated to be ${shown}, which contradict each other.`,
    };
  }
  if (possible.length === outcomes.length) {
    return { kind: 'issue', code: 'no-outcome', message: `${shown} leaves open what the outcome is.` };
  }
  const outcome = possible.includes('not-identified') ? 'not-identified' : least;
  return { kind: 'outcome', outcome, text: texts.join('; ') };
}

function unknownOutcome(text: string, column: OutcomeColumn): UnderstoodOutcome {
  const message = `"${excerpt(text.trim(), 40)}" is no outcome that criskit knows. The lab can add the word in criskit.toml.`;
  return issueAt(column, 'unknown-outcome', message);
}

function issueAt(column: OutcomeColumn, code: string, message: string): UnderstoodOutcome {
  return { kind: 'issue', code, message, index: column.index };
}
