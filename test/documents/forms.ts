/** A reply in one form, as `generator/` writes it, and what is to be read in it. */
export interface Form {
  /** File name in the folder `replies`. */
  readonly name: string;
  /** The carriers around the document, from the outside in. */
  readonly carriers?: readonly string[];
  readonly container: string;
  readonly layout: string;
}

/**
 * Forms that give the same database content. The first of each group is a CSV or text that Python writes, and the group
 * is named after its expected exports in `generator/expected.py`. Groups differ in what their documents tell: names,
 * series and contacts, or digests alone.
 */
export const groups: Readonly<Record<string, readonly Form[]>> = {
  status: [
    text('status.csv', 'status-column'),
    text('status-bom.csv', 'status-column'),
    text('status.tsv', 'status-column'),
    text('status-utf16.txt', 'status-column'),
    book('openpyxl.xlsx', 'status-column'),
    book('openpyxl-sheets.xlsx', 'sheet-per-outcome'),
    book('status.xlsx', 'status-column'),
    book('sheets.xlsx', 'sheet-per-outcome'),
    book('status.xls', 'status-column'),
  ],
  old: [text('old.csv', 'status-column'), text('old-1252.csv', 'status-column')],
  'type-1': [text('type-1.txt', 'outcome-sections')],
  portal: [text('portal.csv', 'status-column')],
};

function text(name: string, layout: string): Form {
  return { name, container: 'delimited-text', layout };
}

function book(name: string, layout: string): Form {
  return { name, container: 'workbook', layout };
}
