"""Makes the PDF samples of this folder and the truth beside each (NAME.json).

Run with Debian's python3 (python3-reportlab installed) and LibreOffice on the path:  python3 make_samples.py
All names and digests are invented: digests of the numbers of the rows.
"""
import csv
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).parent
OUTCOMES = ['Identified Child', 'Recognized Hash Value', 'Unrecognized Hash Value']
ENDINGS = ['jpg', 'png', 'mp4', 'jpeg', 'gif']


def digest(algorithm, index):
    return hashlib.new(algorithm, f'invented {index}'.encode()).hexdigest()


def short_name(index):
    return f'IMG_{index:04d}.{ENDINGS[index % 5]}'


def long_name(index):
    return [
        f'IMG_{index:04d}.jpg',
        f'office_files_fluffy_affidavit_{digest("md5", index)[:20]}_{index:04d}.png',
        f'Holiday pictures of the summer house by the lake ({index}).jpeg',
        f'caf\u00e9-{index}-final-version-with-a-rather-long-name-{index * 7919}.mp4',
        f'{digest("md5", index)}.jpg',
    ][index % 5]


def row(index, columns):
    cells = {
        'No.': str(index + 1),
        'File Name': short_name(index),
        'Long Name': long_name(index),
        'Path': f'/evidence/item {index % 3}/{digest("sha1", index)[:12]}/pictures/sub folder/{long_name(index)}',
        'MD5': digest('md5', index),
        'SHA1': digest('sha1', index),
        'SHA256': digest('sha256', index),
        'Size': str((index * 7919 + 13) ** 2 % 9999991),
        'Result': OUTCOMES[index % 3],
        'Series': '' if index % 4 else f'Series {index % 40}',
        'Point of Contact': 'Invented Agency' if index % 4 == 0 else '',
    }
    return [cells[column] for column in columns]


TITLES = {'Long Name': 'File Name', 'Path': 'File Path'}


class Writer:
    """A flat OpenDocument text with one table, and what surrounds it."""

    def __init__(self, name, columns, widths, count, **options):
        self.name, self.columns, self.widths, self.count = name, columns, widths, count
        self.font = options.get('font', 'Liberation Sans')
        self.size = options.get('size', 9)
        self.border = options.get('border', '0.5pt solid #000000')
        self.align = options.get('align', 'top')
        self.padding = options.get('padding', '0.1cm')
        self.right = options.get('right', [])
        self.centred = options.get('centred', False)
        self.landscape = options.get('landscape', False)
        self.header = options.get('header', False)
        self.title_page = options.get('title_page', False)
        self.repeat = options.get('repeat', True)
        self.keep = options.get('keep', False)
        self.titles = options.get('titles', [TITLES.get(column, column) for column in columns])
        self.rows = [row(index, columns) for index in range(count)]

    def cell(self, text, index, style=''):
        paragraph = style or ('right' if self.columns[index] in self.right else 'plain')
        return (f'<table:table-cell table:style-name="cell" office:value-type="string"><text:p text:style-name="{paragraph}">'
                f'{escape(text)}</text:p></table:table-cell>')

    def table(self):
        heading = ''.join(self.cell(title, index, 'head') for index, title in enumerate(self.titles))
        heading = f'<table:table-row table:style-name="row">{heading}</table:table-row>'
        if self.repeat:
            heading = f'<table:table-header-rows>{heading}</table:table-header-rows>'
        body = ''.join(
            '<table:table-row table:style-name="row">' + ''.join(self.cell(text, index) for index, text in enumerate(cells)) + '</table:table-row>'
            for cells in self.rows)
        columns = ''.join(f'<table:table-column table:style-name="column{index}"/>' for index in range(len(self.columns)))
        return f'<table:table table:name="T" table:style-name="table">{columns}{heading}{body}</table:table>'

    def document(self):
        width, height = ('29.7cm', '21cm') if self.landscape else ('21cm', '29.7cm')
        columns = ''.join(
            f'<style:style style:name="column{index}" style:family="table-column"><style:table-column-properties style:column-width="{width_cm}cm"/></style:style>'
            for index, width_cm in enumerate(self.widths))
        margins = ''
        if self.header:
            margins = (
                '<style:header><text:p text:style-name="plain">Invented Centre<text:tab/>Report 2024-0001</text:p></style:header>'
                '<style:footer><text:p text:style-name="plain">Confidential - page <text:page-number/> of <text:page-count/></text:p></style:footer>')
        title = ''
        if self.title_page:
            title = ('<text:p text:style-name="title">Initial Hash Value Comparison Report</text:p>'
                     '<text:p text:style-name="plain">Prepared for the Invented Laboratory about case 24-0001. The list that follows names every file '
                     'that was sent, with the outcome of the comparison.</text:p>'
                     f'<text:p text:style-name="plain">Total files: {self.count}</text:p>'
                     '<text:p text:style-name="break"/>')
        header_style = '<style:header-style><style:header-footer-properties fo:min-height="0.6cm" fo:margin-bottom="0.5cm"/></style:header-style>' if self.header else ''
        footer_style = '<style:footer-style><style:header-footer-properties fo:min-height="0.6cm" fo:margin-top="0.5cm"/></style:footer-style>' if self.header else ''
        return f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'{self.font}'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties style:tab-stop-distance="6cm"/>
<style:text-properties style:font-name="F" fo:font-size="{self.size}pt" fo:language="en" fo:country="US"/></style:default-style></office:styles>
<office:automatic-styles>
<style:style style:name="plain" style:family="paragraph"/>
<style:style style:name="title" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="16pt"/></style:style>
<style:style style:name="break" style:family="paragraph"><style:paragraph-properties fo:break-after="page"/></style:style>
<style:style style:name="right" style:family="paragraph"><style:paragraph-properties fo:text-align="end"/></style:style>
<style:style style:name="head" style:family="paragraph"><style:paragraph-properties fo:text-align="{'center' if self.centred else 'start'}"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="table" style:family="table"><style:table-properties style:width="{sum(self.widths)}cm" table:align="left"/></style:style>
{columns}
<style:style style:name="row" style:family="table-row"><style:table-row-properties fo:keep-together="{'always' if self.keep else 'auto'}"/></style:style>
<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties style:vertical-align="{self.align}" fo:padding="{self.padding}" fo:border="{self.border}"/></style:style>
<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="{width}" fo:page-height="{height}" fo:margin="2cm"/>{header_style}{footer_style}</style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P">{margins}</style:master-page></office:master-styles>
<office:body><office:text>{title}{self.table()}</office:text></office:body></office:document>'''


def convert(folder, name, suffix, text, target='pdf'):
    source = pathlib.Path(folder) / f'{name}.{suffix}'
    source.write_text(text, encoding='utf-8')
    subprocess.run(['soffice', f'-env:UserInstallation=file://{folder}/profile', '--headless', '--convert-to', target, '--outdir', str(folder), str(source)],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (pathlib.Path(folder) / f'{name}.pdf').read_bytes()


NARROW = dict(columns=['No.', 'Long Name', 'SHA256', 'Result'], titles=['No.', 'File Name', 'SHA-256', 'Result'])

WRITERS = [
    Writer('writer-borders', ['No.', 'File Name', 'MD5', 'Result', 'Series', 'Point of Contact'], [1.2, 2.6, 6.2, 3, 1.8, 2.2], 60, header=True, title_page=True, right=['No.'], size=8),
    Writer('writer-plain', ['File Name', 'MD5', 'SHA1', 'Result'], [3, 6, 7.6, 4], 50, border='none', landscape=True, header=True),
    Writer('writer-tight', ['Size', 'Path', 'MD5', 'Result'], [1.6, 6, 6.2, 3.2], 40, border='none', padding='0.03cm', right=['Size'], size=8),
    Writer('writer-middle-2', **NARROW, widths=[1, 5, 7, 4], count=40, align='middle', centred=True),
    Writer('writer-middle-3', **NARROW, widths=[1, 6, 5, 4], count=40, align='middle', centred=True, border='none'),
    Writer('writer-bottom', **NARROW, widths=[1, 6, 5, 4], count=40, align='bottom', border='none', right=['No.']),
    Writer('writer-top-3', **NARROW, widths=[1.2, 4, 4.6, 3], count=40, border='none', header=True),
    Writer('writer-split', ['Long Name', 'SHA256', 'MD5', 'Result'], [5, 4.4, 3.6, 4], 41, border='0.5pt solid #000000', header=True),
    Writer('writer-mono', ['Path', 'MD5', 'Result'], [8, 5, 4], 40, font='Liberation Mono', border='none', align='middle', header=True, repeat=False),
    Writer('writer-serif', ['No.', 'Long Name', 'MD5', 'Size', 'Result'], [1.2, 4, 5, 2, 4], 60, font='Liberation Serif', right=['No.', 'Size'], centred=True, title_page=True),
    Writer('writer-names', ['Long Name', 'Result', 'Series'], [7, 5, 4], 60, header=True, border='none'),
]


def sections(name, folder, lines_of, size=9, columns=1):
    """Section headings with a list below each."""
    body, expected = [], []
    for number, outcome in enumerate(OUTCOMES):
        entries = [lines_of(index) for index in range(number * 40, number * 40 + 34)]
        body.append(f'<text:p text:style-name="head">{outcome} ({len(entries)})</text:p>')
        body += [f'<text:p text:style-name="plain">{escape(entry)}</text:p>' for entry in entries]
        expected += [[f'{outcome} ({len(entries)})']] + [[entry] for entry in entries]
    writer = Writer(name, ['MD5'], [5], 1, size=size, header=True)
    columns_style = ''
    if columns > 1:
        columns_style = ('<style:style style:name="columns" style:family="section"><style:section-properties><style:columns fo:column-count="2" fo:column-gap="1cm">'
                         '<style:column style:rel-width="1*"/><style:column style:rel-width="1*"/></style:columns></style:section-properties></style:style>')
        body = ['<text:section text:name="S" text:style-name="columns">'] + body + ['</text:section>']
    text = writer.document().replace(writer.table(), ''.join(body)).replace('</office:automatic-styles>', columns_style + '</office:automatic-styles>')
    save(name, convert(folder, name, 'fodt', text), expected)


def save(name, pdf, expected):
    (HERE / f'{name}.pdf').write_bytes(pdf)
    (HERE / f'{name}.json').write_text(json.dumps(expected, indent=0, ensure_ascii=False) + '\n', encoding='utf-8')
    print(name, len(pdf))


def sheet(name, folder, columns, count, widths, wrap=False, header=True):
    """A flat OpenDocument spreadsheet, exported by Calc."""
    rows = [[TITLES.get(column, column) for column in columns]] + [row(index, columns) for index in range(count)]
    cells = ''.join('<table:table-row>' + ''.join(
        f'<table:table-cell table:style-name="{"wrap" if wrap else "plain"}" office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>' for text in cells) + '</table:table-row>' for cells in rows)
    styles = ''.join(f'<style:style style:name="co{index}" style:family="table-column"><style:table-column-properties style:column-width="{width}cm"/></style:style>' for index, width in enumerate(widths))
    named = ''.join(f'<table:table-column table:style-name="co{index}"/>' for index in range(len(columns)))
    margins = ('<style:header><text:p>Sheet<text:s/>of results</text:p></style:header><style:footer><text:p>Page <text:page-number/></text:p></style:footer>') if header else '<style:header style:display="false"/><style:footer style:display="false"/>'
    text = f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>{styles}
<style:style style:name="ta" style:family="table" style:master-page-name="Default"/>
<style:style style:name="plain" style:family="table-cell"/>
<style:style style:name="wrap" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="middle"/></style:style>
<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" fo:margin="1.5cm"/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Default" style:page-layout-name="P">{margins}</style:master-page></office:master-styles>
<office:body><office:spreadsheet><table:table table:name="Results" table:style-name="ta">{named}{cells}</table:table></office:spreadsheet></office:body></office:document>'''
    save(name, convert(folder, name, 'fods', text), rows)


def canvas_samples():
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen import canvas

    def turned(name, rotate, draw_turned):
        """A table on pages that are shown turned, or whose text is turned on the page."""
        path = HERE / f'{name}.pdf'
        width, height = landscape(A4)
        page = canvas.Canvas(str(path), pagesize=(height, width) if draw_turned else (width, height), invariant=1)
        columns = ['File Name', 'MD5', 'SHA1', 'Result']
        expected = [columns]
        for start in (0, 20):
            page.saveState()
            if rotate:
                page.setPageRotation(90)
            if rotate or draw_turned:
                page.translate(height, 0)
                page.rotate(90)
            page.setFont('Helvetica', 8)
            for x, title in zip((40, 160, 330, 560), columns):
                page.drawString(x, height - 60, title)
            for index in range(start, start + 20):
                for x, text in zip((40, 160, 330, 560), row(index, columns)):
                    page.drawString(x, height - 80 - (index - start) * 14, text)
                expected.append(row(index, columns))
            page.restoreState()
            page.showPage()
            if start == 0:
                expected.append(columns)
        page.save()
        save(name, path.read_bytes(), expected)

    turned('turned-pages', True, False)
    turned('turned-text', False, True)


def main():
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for writer in WRITERS:
            if not wanted or writer.name in wanted:
                pdf = convert(folder, writer.name, 'fodt', writer.document())
                save(writer.name, pdf, [writer.titles] + writer.rows)
        if not wanted:
            sections('list-type-1', folder, lambda index: f'{digest("md5", index)}.{ENDINGS[index % 5]}')
            def split_path(index):
                value = digest('md5', index)
                return f'/export/returned media/2024-0001/batch {index % 7}/{"sub/" * (index % 9)}{value[:2]}/{value[2:4]}/{value[4:]}.{ENDINGS[index % 5]}'
            sections('list-type-2', folder, split_path, size=12)
            sections('list-two-columns', folder, lambda index: f'{digest("md5", index)}.{ENDINGS[index % 5]}', columns=2)
            sheet('calc', folder, ['File Name', 'MD5', 'SHA1', 'Result'], 80, [3.2, 7.6, 9.6, 5.2])
            sheet('calc-wrapped', folder, ['No.', 'Long Name', 'SHA256', 'Result'], 60, [1.5, 6, 6, 5], wrap=True)
            sheet('calc-clipped', folder, ['File Name', 'MD5', 'SHA1', 'Result'], 60, [2, 4, 5, 3])
            sheet('calc-spilled', folder, ['File Name', 'MD5', 'SHA1', 'SHA256', 'Result'], 60, [4, 7.6, 9.6, 15, 5])
            canvas_samples()


main()
