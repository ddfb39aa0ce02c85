import type { Splice } from '../containers/xml/xml-scan.ts';
import { type CellToWrite, formatCell } from './cell-values.ts';
import type { TrackerColumn } from './contract.ts';
import { refusal } from './refusal.ts';
import type { SheetList } from './sheet-list.ts';
import type { WantedFormat } from './styles.ts';
import type { Workbook } from './workbook-parts.ts';

/** Writes cells, and sees to it that a day is shown as a day and a number as a number. */
export interface CellWriter {
  /** `ours`: the column of ours that the cell belongs to, whose other cells may lend their format. */
  write(cell: CellToWrite & { readonly ours: TrackerColumn | undefined }): string;
  /** The changes of the styles part that the cells written so far need. */
  styleChanges(): readonly Splice[];
}

export function cellWriter(workbook: Workbook, list: SheetList): CellWriter {
  const added: WantedFormat[] = [];
  const { styles } = workbook;
  const formatFor = (cell: CellToWrite, ours: TrackerColumn | undefined): number | undefined => {
    const { kind } = cell.value;
    if (kind !== 'date' && kind !== 'number') return cell.style;
    const shows = kind === 'date' ? 'day' : 'number';
    if (styles === undefined) {
      if (kind === 'number') return cell.style;
      throw refusal('The workbook has no formats, so that it cannot show a date.', 'Open and save it in Excel once.');
    }
    const isRight = (style: number) => styles.isDate(style) === (shows === 'day');
    if (isRight(cell.style ?? 0)) return cell.style;
    const lent = ours === undefined ? undefined : formatsOf(list, ours).find(isRight);
    if (lent !== undefined) return lent;
    const like = cell.style ?? 0;
    const known = added.findIndex((format) => format.like === like && format.shows === shows);
    if (known === -1) added.push({ like, shows });
    return styles.count + (known === -1 ? added.length - 1 : known);
  };
  return {
    write: ({ ours, ...cell }) =>
      formatCell({ ...cell, style: formatFor(cell, ours) }, list.layout.prefix, workbook.is1904),
    styleChanges: () => (added.length === 0 ? [] : (styles?.add(added) ?? [])),
  };
}

/** The formats of a column's cells, from the last row upwards. */
function formatsOf(list: SheetList, column: TrackerColumn): readonly number[] {
  return list.rows.toReversed().flatMap((row) => row.cells.get(column)?.style ?? []);
}
