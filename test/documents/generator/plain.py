"""CSV, TSV, plain text and HTML, as Python's own library writes them."""

import csv
import html
import io

from submission import OTHER_WORDS
from tables import NARROW, PORTAL, SECTION, SUBTITLE, TITLE, TURNED, WIDE, rows_of, sections, type_1, type_2
from tables import without_other_alphabets


def delimited(rows, delimiter=",", line_end="\n"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def fixed_width(rows):
    """Columns as wide as their widest cell, two blanks between them, a rule below the header."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return lines[:1] + ["  ".join("-" * width for width in widths)] + lines[1:]


def text_with_status():
    return "\n".join([TITLE, SUBTITLE, "", *fixed_width(rows_of(NARROW)), ""])


def text_with_sections():
    lines = [TITLE, SUBTITLE]
    for heading, records in sections(OTHER_WORDS):
        lines += ["", heading, "", *fixed_width(rows_of(SECTION, records))]
    return "\n".join([*lines, ""])


def list_below_headings(name_of):
    lines = [TITLE, SUBTITLE]
    for heading, records in sections():
        lines += ["", heading, *map(name_of, records)]
    return "\n".join([*lines, ""])


def html_table(rows):
    """As a mail program writes tables: styles on each cell, a blank in empty ones."""
    style = "border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt"
    lines = ['<table border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse">']
    for index, row in enumerate(rows):
        tag = "b" if index == 0 else "span"
        cells = (f'<td style="{style}"><p><{tag}>{html.escape(cell) or "&nbsp;"}</{tag}></p></td>\n' for cell in row)
        lines.append(f"<tr>\n{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table>"])


def html_page(body):
    head = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>p { margin: 0 }</style>'
    return f"<html><head>{head}</head>\n<body lang=EN-US>\n{body}\n</body></html>\n"


def html_with_status():
    greeting = f"<p>{html.escape(TITLE)}</p>\n<p>{SUBTITLE}</p>\n<p>&nbsp;</p>"
    return html_page(f"{greeting}\n{html_table(rows_of(NARROW))}\n<p>&nbsp;</p>")


def html_with_sections():
    parts = [f"<h1>{html.escape(TITLE)}</h1>", f"<p>{SUBTITLE}</p>"]
    for heading, records in sections(OTHER_WORDS):
        parts += [f"<h2>{heading}</h2>", html_table(rows_of(SECTION, records))]
    return html_page("\n".join(parts))


def plain_documents():
    """File name to bytes."""
    old = [[without_other_alphabets(cell) for cell in row] for row in rows_of(WIDE)]
    texts = {
        "status.csv": delimited(rows_of(WIDE)),
        "status-bom.csv": "\ufeff" + delimited(rows_of(TURNED), line_end="\r\n"),
        "status.tsv": delimited([[TITLE], [], *rows_of(TURNED)], delimiter="\t"),
        "old.csv": delimited(old),
        "status.txt": text_with_status(),
        "sections.txt": text_with_sections(),
        "status.html": html_with_status(),
        "sections.html": html_with_sections(),
        "type-1.txt": list_below_headings(type_1),
        "type-2.txt": list_below_headings(type_2),
        "portal.csv": delimited(rows_of(PORTAL)),
    }
    documents = {name: text.encode("utf-8") for name, text in texts.items()}
    documents["old-1252.csv"] = delimited(old, ";", "\r\n").encode("windows-1252")
    documents["status-utf16.txt"] = delimited(rows_of(WIDE), "\t", "\r\n").encode("utf-16")
    return documents
