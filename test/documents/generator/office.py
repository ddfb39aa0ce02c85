"""Documents of office programs: LibreOffice's from flat sources, and openpyxl's workbooks."""

import pathlib

import openpyxl

from flat_office import letter, spreadsheet
from libreoffice import convert
from plain import html_with_sections, html_with_status
from tables import NARROW, PORTAL, SECTION, SUBTITLE, TITLE, WIDE, rows_of, sections, type_1, type_2

WIDE_CM = (7.6, 9.4, 18, 1.8, 5, 3.5, 10)


def sources():
    """Name to text. What is named `wrapped` has a column for the digest that is too narrow for it."""
    by_outcome = [(heading, rows_of(SECTION, records)) for heading, records in sections()]
    as_list = lambda name_of: [(heading, list(map(name_of, records))) for heading, records in sections()]
    return {
        "status.fods": spreadsheet([("Report", rows_of(WIDE))], WIDE_CM),
        "sheets.fods": spreadsheet(
            [(heading.split(" (")[0], rows) for heading, rows in by_outcome], (18, 7.6, 3.5, 10)
        ),
        "status.fodt": letter([("", rows_of(NARROW))], (6.4, 8.2, 4.2, 3, 4.9), 8, landscape=True),
        "sections.fodt": letter(by_outcome, (8.6, 7, 3.6, 7.4), 9, landscape=True),
        "wrapped.fodt": letter([("", rows_of(NARROW))], (3.6, 5.2, 3, 2.6, 3.6), 8),
        "type-1.fodt": letter(as_list(type_1), size_pt=10),
        "type-2.fodt": letter(as_list(type_2), size_pt=10),
        "portal.fodt": letter([("", rows_of(PORTAL))], (9, 6), 10),
        "status-page.html": html_with_status(),
        "sections-page.html": html_with_sections(),
    }


CONVERSIONS = (
    ("status.fods", "status.xlsx", "xlsx"),
    ("status.fods", "status.xls", "xls"),
    ("status.fods", "status.ods", "ods"),
    ("status.fods", "calc.pdf", "pdf-of-sheets"),
    ("status.fods", "calc.html", "html-of-sheets"),
    ("sheets.fods", "sheets.xlsx", "xlsx"),
    ("sheets.fods", "sheets.ods", "ods"),
    ("status.fodt", "status.docx", "docx"),
    ("status.fodt", "status.odt", "odt"),
    ("sections.fodt", "sections.odt", "odt"),
    ("status.fodt", "writer.pdf", "pdf-of-text"),
    ("status.fodt", "writer.html", "html-of-text"),
    ("sections.fodt", "sections.docx", "docx"),
    ("sections.fodt", "sections.pdf", "pdf-of-text"),
    ("wrapped.fodt", "wrapped.pdf", "pdf-of-text"),
    ("type-1.fodt", "type-1.docx", "docx"),
    ("type-1.fodt", "type-1.pdf", "pdf-of-text"),
    ("type-2.fodt", "type-2.pdf", "pdf-of-text"),
    ("portal.fodt", "portal.pdf", "pdf-of-text"),
    ("status-page.html", "page.docx", "docx"),
    ("sections-page.html", "sections-page.docx", "docx"),
)


def write_openpyxl(folder):
    book = openpyxl.Workbook()
    page = book.active
    for row in [[TITLE], [SUBTITLE], [], *rows_of(WIDE)]:
        page.append(row)
    book.save(folder / "openpyxl.xlsx")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for heading, records in sections():
        page = book.create_sheet(heading.split(" (")[0])
        for row in rows_of(SECTION, records):
            page.append(row)
    book.save(folder / "openpyxl-sheets.xlsx")


def write_office(folder, scratch):
    """Writes every office document into `folder`; sources go to `scratch`."""
    folder, scratch = pathlib.Path(folder), pathlib.Path(scratch)
    write_openpyxl(folder)
    for name, text in sources().items():
        (scratch / name).write_text(text, encoding="utf-8")
    convert([(scratch / source, folder / target, key) for source, target, key in CONVERSIONS])
