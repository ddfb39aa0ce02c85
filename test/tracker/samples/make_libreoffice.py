"""Writes lab-tracker.fods, from which LibreOffice makes lab-tracker.xlsx. See README.md."""

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "chart": "urn:oasis:names:tc:opendocument:xmlns:chart:1.0",
    "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
HEADERS = ["Officer", "Agency", "Case #", "Agency Case No.", "Date sent to NCMEC", "Report received", "Known images",
           "Known videos", "Images not identified", "Videos not identified", "Total", "Status", "Notes"]
ROWS = [
    ("Det. A. Müller", "Springfield PD", "24-0001", "SP-17", "2024-02-01", "2024-04-02", 12, 1, 340, 7, "returned"),
    ("Det. B. O'Neil", "Shelbyville PD", "24-0002", "SH-3", "2024-02-20", "", 0, 0, 0, 0, "sent"),
    ("Sgt. C. <Ruiz> & Co", "County Sheriff", "24-0003", "CS/88", "2024-03-05", "2024-05-30", 3, 0, 90, 2, "returned"),
    ("Det. A. Müller", "Springfield PD", "00124", "SP-21", "2024-04-11", "", 0, 0, 0, 0, "sent"),
]


def cell(value, style="", extra=""):
    style = f' table:style-name="{style}"' if style else ""
    if value == "":
        return f"<table:table-cell{style}{extra}/>"
    if isinstance(value, int):
        return f'<table:table-cell{style} office:value-type="float" office:value="{value}"{extra}><text:p>{value}</text:p></table:table-cell>'
    text = value.replace("&", "&amp;").replace("<", "&lt;")
    return f'<table:table-cell{style} office:value-type="string"{extra}><text:p>{text}</text:p></table:table-cell>'


def date(value):
    if value == "":
        return cell("", "day")
    return f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{value}"><text:p>{value}</text:p></table:table-cell>'


def formula(text, value, style=""):
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    style = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{style} table:formula="of:{text}" office:value-type="float" office:value="{value}"/>'


def row(cells, style="high"):
    return f'<table:table-row table:style-name="{style}">{"".join(cells)}</table:table-row>'


def data_row(number, values):
    officer, agency, case, agency_case, sent, received, *counts, status = values
    note = ('<table:table-cell><office:annotation><dc:creator>supervisor</dc:creator><text:p>ask again in May</text:p>'
            '</office:annotation></table:table-cell>') if case == "24-0002" else cell("")
    return row([cell(officer), cell(agency), cell(case, "key"), cell(agency_case), date(sent), date(received),
                *[cell(count, "count") for count in counts], formula(f"=SUM([.G{number}:.J{number}])", sum(counts), "count"),
                cell(status, "", ' table:content-validation-name="states"'), note])


def chart():
    xmlns = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    series = "".join(
        f'<chart:series chart:values-cell-range-address="Cases.{column}5:Cases.{column}8" chart:class="chart:bar"/>'
        for column in "GH")
    return (f'<draw:frame svg:x="1cm" svg:y="8cm" svg:width="12cm" svg:height="7cm"><draw:object><office:document {xmlns} '
            'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.chart"><office:body><office:chart>'
            '<chart:chart chart:class="chart:bar" svg:width="12cm" svg:height="7cm"><chart:title><text:p>Known</text:p>'
            '</chart:title><chart:plot-area table:cell-range-address="Cases.G4:Cases.H8" chart:data-source-has-labels="none">'
            '<chart:axis chart:dimension="x"><chart:categories table:cell-range-address="Cases.C5:Cases.C8"/></chart:axis>'
            f'<chart:axis chart:dimension="y"/>{series}</chart:plot-area></chart:chart></office:chart></office:body>'
            '</office:document></draw:object></draw:frame>')


def document():
    xmlns = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    head = row([cell(header, "header") for header in HEADERS], "tall")
    rows = "".join(data_row(index + 5, values) for index, values in enumerate(ROWS))
    title = row([cell("Child Recognition: submissions", "title", ' table:number-columns-spanned="6"'),
                 *["<table:covered-table-cell/>"] * 5])
    summary = "".join([
        row([cell("Summary")]),
        row([cell("known images"), formula("=SUM([$Cases.G5:.G8])", 15)]),
        row([cell("rows sent"), formula('=COUNTIF([$Cases.L5:.L8];"sent")', 2)]),
        row([cell("by name"), formula("=SUM(AllImages)", 15)]),
    ])
    return f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document {xmlns} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:styles><style:style style:name="hot" style:family="table-cell"><style:table-cell-properties fo:background-color="#ffcccc"/></style:style></office:styles>
<office:automatic-styles>
<number:date-style style:name="iso"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="iso"/>
<style:style style:name="title" style:family="table-cell"><style:text-properties fo:font-size="18pt" fo:font-weight="bold"/></style:style>
<style:style style:name="header" style:family="table-cell"><style:table-cell-properties fo:background-color="#1f3a5f" fo:wrap-option="wrap"/><style:text-properties fo:color="#ffffff" fo:font-weight="bold"/></style:style>
<style:style style:name="key" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="count" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #888888"/></style:style>
<style:style style:name="wide" style:family="table-column"><style:table-column-properties style:column-width="3.4cm"/></style:style>
<style:style style:name="high" style:family="table-row"><style:table-row-properties style:row-height="0.6cm" style:use-optimal-row-height="false"/></style:style>
<style:style style:name="tall" style:family="table-row"><style:table-row-properties style:row-height="1.2cm" style:use-optimal-row-height="false"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>
<table:content-validations><table:content-validation table:name="states" table:condition="of:cell-content-is-in-list(&quot;sent&quot;;&quot;returned&quot;;&quot;overdue&quot;)" table:base-cell-address="Cases.L5"/></table:content-validations>
<table:table table:name="Cases"><table:table-column table:style-name="wide" table:number-columns-repeated="13"/>
{title}{row([cell("kept by the unit")])}{row([cell("")])}{head}{rows}
<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="Cases.G5:Cases.J8"><calcext:condition calcext:apply-style-name="hot" calcext:value="&gt;100" calcext:base-cell-address="Cases.G5"/></calcext:conditional-format></calcext:conditional-formats>
</table:table>
<table:table table:name="Summary &amp; charts"><table:shapes>{chart()}</table:shapes><table:table-column table:style-name="wide" table:number-columns-repeated="2"/>{summary}</table:table>
<table:named-expressions><table:named-range table:name="AllImages" table:base-cell-address="$Cases.$A$1" table:cell-range-address="$Cases.$G$5:.$G$8"/></table:named-expressions>
<table:database-ranges><table:database-range table:name="list" table:target-range-address="Cases.A4:Cases.M8" table:display-filter-buttons="true"/></table:database-ranges>
</office:spreadsheet></office:body></office:document>
'''


if __name__ == "__main__":
    with open("lab-tracker.fods", "w", encoding="utf-8") as file:
        file.write(document())
