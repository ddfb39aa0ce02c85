import { CriskitError } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import { formatCount } from '../../core/units.ts';
import type { ContainerInput, Row, TableDocument } from '../contract.ts';
import { type DocxPart, type DocxPartRole, readDocxParts } from './docx-parts.ts';
import { hiddenStyles } from './docx-styles.ts';
import { type DocxCounts, readDocxText } from './docx-text.ts';
import { FlowBuilder } from '../flow/flow-builder.ts';
import { flowDocument } from '../flow/flow-document.ts';

/** The parts in the order in which their rows come. */
const order: readonly DocxPartRole[] = ['header', 'document', 'footer', 'footnotes', 'endnotes', 'comments'];

/** The text and tables of a Word document, its headers before them, its footers, notes and comments behind. */
export function readDocx(input: ContainerInput, signal: AbortSignal | undefined): TableDocument {
  const parts = readDocxParts(input);
  const styles = parts.find((part) => part.role === 'styles');
  const hidden = styles === undefined ? new Set<string>() : hiddenStyles(styles.xml, styles.name);
  const counts: DocxCounts = new Map();
  const rows: Row[] = [];
  for (const role of order) {
    for (const part of parts.filter((one) => one.role === role)) {
      throwIfInterrupted(signal);
      for (const row of readPart(part, hidden, counts, input)) rows.push(row);
    }
  }
  return flowDocument(input, { container: 'docx', rows, traits: traitsOf(counts) });
}

function readPart(
  part: DocxPart,
  styles: ReadonlySet<string>,
  counts: DocxCounts,
  input: ContainerInput,
): readonly Row[] {
  const place = part.role === 'document' ? {} : { part: part.name };
  const flow = new FlowBuilder({ name: input.name, ...place });
  const { hasOpenField } = readDocxText(part.xml, { flow, hiddenStyles: styles, counts, name: part.name });
  if (hasOpenField) {
    throw new CriskitError('INPUT_DAMAGED', `${input.name} holds a field that never ends and hides what follows it`, {
      path: input.name,
      hint: 'Open it in Word, save it as .docx, and import that.',
    });
  }
  const rows = flow.finish();
  const isFurniture = part.role === 'header' || part.role === 'footer';
  return isFurniture ? rows.map((row) => (holdsDigest(row) ? row : { ...row, furniture: true })) : rows;
}

/** A header or footer that may name media is no mere furniture. */
function holdsDigest(row: Row): boolean {
  return row.issue !== undefined || row.cells.some((cell) => /[0-9a-f]{32}/i.test(cell.text));
}

const changes = ['insertions', 'deletions', 'moves'];

function traitsOf(counts: DocxCounts): readonly (readonly [string, string])[] {
  const tracked = changes.flatMap((what) => {
    const count = counts.get(what);
    return count === undefined ? [] : [`${formatCount(count)} ${what}`];
  });
  const others = [...counts].filter(([what]) => !changes.includes(what));
  return [
    ...(tracked.length > 0 ? [['tracked changes', `${tracked.join(', ')}: the document is not final`] as const] : []),
    ...others.map(
      ([what, count]) =>
        [what, what === 'text boxes' ? formatCount(count) : `${formatCount(count)}, not read`] as const,
    ),
  ];
}
