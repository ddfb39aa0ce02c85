import { trackedChange } from '../document-faults.ts';
import { isOn } from './docx-styles.ts';
import type { FlowBuilder } from '../flow/flow-builder.ts';
import type { CellSpan } from '../flow/flow-table.ts';

/** Elements whose content says how something was before, not what it is. */
export const formerly = /^w:(?:rPr|pPr|tblPr|tblPrEx|trPr|tcPr|sectPr|tblGrid|numbering)Change$/;

/** A run or paragraph while its properties are read. */
export interface Shown {
  /** Undefined where it does not say: then its style or its paragraph does. */
  hidden: boolean | undefined;
}

/** A property of a run (`w:rPr`). */
export function applyRunProperty(
  run: Shown,
  name: string,
  value: string | undefined,
  hidden: ReadonlySet<string>,
): void {
  if (name === 'w:vanish') run.hidden = isOn(value);
  else if (name === 'w:rStyle' && hidden.has(value ?? '')) run.hidden ??= true;
}

/** A property of a cell (`w:tcPr`): how it is merged with its neighbours. */
export function withCellProperty(span: CellSpan, name: string, value: string | undefined): CellSpan {
  if (name === 'w:gridSpan') return { ...span, columns: countOf(value, 1) };
  return /^w:[vh]Merge$/.test(name) && value !== 'restart' ? { ...span, isCovered: true } : span;
}

/** A property of a row (`w:trPr`). The kind of change, where it says that the row was inserted or deleted. */
export function applyRowProperty(
  flow: FlowBuilder,
  name: string,
  value: string | undefined,
): 'insertions' | 'deletions' | undefined {
  if (name === 'w:gridBefore') flow.skipColumns(countOf(value, 0));
  else if (name === 'w:hidden' && isOn(value)) flow.hideRow();
  if (name !== 'w:ins' && name !== 'w:del') return undefined;
  flow.faultRow(trackedChange);
  return name === 'w:ins' ? 'insertions' : 'deletions';
}

function countOf(value: string | undefined, otherwise: number): number {
  return Number(/^\d{1,6}$/.exec(value ?? '')?.[0] ?? otherwise);
}

/** A sign of a symbol font, such as a tick: what it shows cannot be told, only that there is something. */
export function symbolOf(code: string | undefined): string {
  return /^[0-9a-f]{4}$/i.test(code ?? '') ? String.fromCharCode(Number.parseInt(code ?? '', 16)) : '\ufffd';
}
