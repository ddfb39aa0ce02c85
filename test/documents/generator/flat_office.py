"""Flat OpenDocument sources, from which LibreOffice makes everything else."""

from xml.sax.saxutils import escape

from tables import SUBTITLE, TITLE

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)


def flat(kind, styles, body):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}">\n{styles}\n<office:body>{body}</office:body>\n'
        "</office:document>\n"
    )


def column_styles(name, widths_cm):
    return "".join(
        f'<style:style style:name="{name}{index}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        for index, width in enumerate(widths_cm)
    )


def columns(name, count):
    return "".join(f'<table:table-column table:style-name="{name}{index}"/>' for index in range(count))


# A workbook


def sheet(name, rows, widths_cm):
    def cell(text):
        if text == "":
            return "<table:table-cell/>"
        return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'

    lines = [f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows]
    head = f"<table:table-header-rows>{lines[0]}</table:table-header-rows>"
    start = f'<table:table table:name="{escape(name)}" table:style-name="sheet">'
    return f'{start}{columns("c", len(widths_cm))}{head}{"".join(lines[1:])}</table:table>'


def spreadsheet(sheets, widths_cm):
    """Sheets as pairs of name and rows; landscape, with the header row on each page."""
    styles = (
        f'<office:automatic-styles>{column_styles("c", widths_cm)}<style:style style:name="sheet" style:family="table" '
        'style:master-page-name="Default"/><style:page-layout style:name="page">'
        '<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" '
        'style:scale-to-X="1" style:scale-to-Y="0"/>'
        '<style:header-style><style:header-footer-properties fo:min-height="0.8cm"/></style:header-style>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.8cm"/></style:footer-style>'
        '</style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="page">'
        "<style:header><text:p>CRIS report</text:p></style:header>"
        "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>"
        "</style:master-page></office:master-styles>"
    )
    body = "".join(sheet(name, rows, widths_cm) for name, rows in sheets)
    return flat("spreadsheet", styles, f"<office:spreadsheet>{body}</office:spreadsheet>")


# A letter


def text_styles(widths_cm, size_pt, landscape):
    page = ("29.7cm", "21cm") if landscape else ("21cm", "29.7cm")
    border = "0.05pt solid #000000"
    return (
        '<office:styles><style:default-style style:family="paragraph"><style:text-properties '
        f'style:font-name="DejaVu Sans" fo:font-family="DejaVu Sans" fo:font-size="{size_pt}pt" fo:language="en" fo:country="US"/>'
        '</style:default-style><style:style style:name="Heading" style:family="paragraph"><style:text-properties '
        'fo:font-size="14pt" fo:font-weight="bold"/></style:style></office:styles>'
        f'<office:automatic-styles>{column_styles("c", widths_cm)}'
        f'<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:border="{border}" '
        'fo:padding="0.08cm"/></style:style>'
        f'<style:style style:name="table" style:family="table"><style:table-properties style:width="{sum(widths_cm)}cm" '
        'table:align="left"/></style:style>'
        f'<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="{page[0]}" '
        f'fo:page-height="{page[1]}" fo:margin="1.5cm"/><style:header-style><style:header-footer-properties '
        'fo:min-height="0.8cm" fo:margin-bottom="0.4cm"/></style:header-style><style:footer-style>'
        '<style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.4cm"/></style:footer-style>'
        "</style:page-layout></office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page">'
        "<style:header><text:p>Law enforcement sensitive</text:p></style:header><style:footer><text:p>"
        'Page <text:page-number>1</text:page-number> of <text:page-count>1</text:page-count></text:p></style:footer>'
        "</style:master-page></office:master-styles>"
    )


def paragraph(text, style="Standard"):
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def text_table(rows, name):
    def line(row):
        cells = (
            f'<table:table-cell table:style-name="cell" office:value-type="string">{paragraph(cell)}</table:table-cell>'
            for cell in row
        )
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    head = f"<table:table-header-rows>{line(rows[0])}</table:table-header-rows>"
    return (
        f'<table:table table:name="{name}" table:style-name="table">{columns("c", len(rows[0]))}{head}'
        f"{''.join(map(line, rows[1:]))}</table:table>"
    )


def letter(blocks, widths_cm=(), size_pt=8, landscape=False):
    """Blocks: a text is a paragraph, a pair of a heading and rows (or lines) is what it says."""
    body = [paragraph(TITLE, "Heading"), paragraph(SUBTITLE), paragraph("")]
    for index, (heading, content) in enumerate(blocks):
        if heading:
            body.append(paragraph(heading, "Heading"))
        if isinstance(content[0], str):
            body += [paragraph(line) for line in content]
        else:
            body += [text_table(content, f"Table{index + 1}"), paragraph("")]
    return flat("text", text_styles(widths_cm, size_pt, landscape), f"<office:text>{''.join(body)}</office:text>")
