/** A reply in one form, as `generator/` writes it, and by which container it is to be read. */
export interface Form {
  /** File name in the folder `replies`. */
  readonly name: string;
  readonly container: string;
}

/**
 * Forms that give the same database content. The first of each group is a CSV or text that Python writes, and the group
 * is named after its expected exports in `generator/expected.py`. Groups differ in what their documents tell: names,
 * series and contacts, or digests alone.
 */
export const groups: Readonly<Record<string, readonly Form[]>> = {
  status: [
    ...readAs('delimited-text', 'status.csv', 'status-bom.csv', 'status.tsv', 'status-utf16.txt'),
    ...readAs('workbook', 'openpyxl.xlsx', 'openpyxl-sheets.xlsx', 'status.xlsx', 'sheets.xlsx', 'status.xls'),
    ...readAs('ods', 'status.ods', 'sheets.ods'),
    ...readAs('docx', 'status.docx', 'sections.docx', 'page.docx', 'sections-page.docx'),
    ...readAs('odt', 'status.odt', 'sections.odt'),
    ...readAs('html', 'status.html', 'sections.html', 'writer.html', 'calc.html'),
    ...readAs('plain-text', 'status.txt', 'sections.txt'),
    ...readAs('pdf', 'writer.pdf', 'sections.pdf', 'wrapped.pdf', 'calc.pdf'),
    // Mail: the report as body, as body in two forms, attached, attached twice, packed, forwarded.
    ...readAs('plain-text', 'body.eml', 'body-both.eml', 'body.msg'),
    ...readAs('html', 'body-html.eml', 'body-html.msg'),
    ...readAs('delimited-text', 'attached-csv.eml', 'attached-zip.eml', 'forwarded.eml', 'attached-csv.msg'),
    ...readAs('workbook', 'attached-xlsx.eml', 'attached-xlsx.msg'),
    ...readAs('pdf', 'attached-pdf.eml', 'attached-pdf.msg'),
    ...readAs('delimited-text', 'attached-twice.eml'),
    ...readAs('delimited-text', 'forwarded.msg', 'csv.zip', 'zip.zip', 'csv.csv.gz'),
    ...readAs('pdf', 'pdf.zip'),
  ],
  old: readAs('delimited-text', 'old.csv', 'old-1252.csv'),
  'type-1': [
    ...readAs('plain-text', 'type-1.txt', 'type-1.eml'),
    ...readAs('docx', 'type-1.docx'),
    ...readAs('pdf', 'type-1.pdf'),
  ],
  'type-2': [...readAs('plain-text', 'type-2.txt'), ...readAs('pdf', 'type-2.pdf')],
  portal: [...readAs('delimited-text', 'portal.csv'), ...readAs('pdf', 'portal.pdf')],
};

function readAs(container: string, ...names: readonly string[]): readonly Form[] {
  return names.map((name) => ({ name, container }));
}
