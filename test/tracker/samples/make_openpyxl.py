"""Writes table-tracker.xlsx and macro-tracker.xlsm with openpyxl. See README.md."""
import zipfile
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, DataBarRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableFormula, TableStyleInfo

HEADERS = ["Status", "Lab Case No.", "Images Known", "Videos Known", "Images Unidentified", "Videos Unidentified", "Total",
           "Mailed", "Returned", "Days Out", "Agency", "Agency Case #", "Remarks"]
ROWS = 12


def fill(sheet, first_row):
    thin = Side(style="thin", color="AAAAAA")
    for index in range(ROWS):
        row = first_row + index
        values = ["sent" if index % 3 else "returned", f"25-{index + 1:04}", index, index % 2, index * 10, index * 3, None,
                  date(2025, 1, 5 + index), date(2025, 3, 1) if index % 3 == 0 else None, None, f"Agency {index % 4}",
                  f"A/{index}", None]
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row=row, column=column, value=value)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            if column in (8, 9):
                cell.number_format = "dd/mm/yyyy"
        sheet.cell(row=row, column=7).value = f"=SUM(C{row}:F{row})"
        sheet.cell(row=row, column=10).value = f'=IF(I{row}="",TODAY()-H{row},I{row}-H{row})'


def build():
    book = Workbook()
    summary = book.active
    summary.title = "Summary"
    summary["A1"] = "Case number"
    summary["B1"] = "see the other sheet"
    summary["A2"] = "=SUM(Register!C6:C17)"
    summary["A3"] = '=COUNTIF(Tracker[Status],"sent")'
    register = book.create_sheet("Register")
    register["A1"] = "Submissions to NCMEC"
    register["A1"].font = Font(size=20, bold=True)
    register.merge_cells("A1:M2")
    register["A3"] = "Do not sort"
    for column, header in enumerate(HEADERS, 1):
        cell = register.cell(row=5, column=column, value=header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3A5F")
    fill(register, 6)
    last = 5 + ROWS
    table = Table(displayName="Tracker", ref=f"A5:M{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    table._initialise_columns()
    for column, header in zip(table.tableColumns, HEADERS):
        column.name = header
    table.tableColumns[6].calculatedColumnFormula = TableFormula(
        attr_text="SUM(Tracker[[#This Row],[Images Known]:[Videos Unidentified]])")
    register.add_table(table)
    register.freeze_panes = "C6"
    validation = DataValidation(type="list", formula1='"sent,returned,overdue"', allow_blank=True)
    validation.add(f"A6:A{last}")
    register.add_data_validation(validation)
    register.conditional_formatting.add(f"J6:J{last}", CellIsRule(operator="greaterThan", formula=["90"],
                                        fill=PatternFill("solid", bgColor="FFC7CE")))
    register.conditional_formatting.add(f"C6:C{last} E6:E{last}", DataBarRule("num", 0, "num", 100, color="638EC6"))
    register["M8"].comment = Comment("ask the officer", "supervisor")
    register["P6"] = "side note"
    register[f"P{last + 3}"] = "far below, outside the list"
    register.column_dimensions["B"].width = 22
    register.print_area = f"A1:M{last}"
    register.print_title_rows = "5:5"
    chart = LineChart()
    chart.add_data(Reference(register, min_col=3, max_col=4, min_row=5, max_row=last), titles_from_data=True)
    summary.add_chart(chart, "D4")
    book.defined_names.append(DefinedName("Known", attr_text=f"Register!$C$6:$C${last}"))
    book.defined_names.append(DefinedName("Elsewhere", attr_text=f"Summary!$C$6:$C${last}"))
    hidden = book.create_sheet("Lists")
    hidden["A1"] = "sent"
    hidden.sheet_state = "veryHidden"
    book.properties.created = book.properties.modified = datetime(2025, 1, 1)
    book.save("table-tracker.xlsx")


def add_parts():
    """A workbook with parts that no library knows: stands in for macros and a document library's own data."""
    with zipfile.ZipFile("table-tracker.xlsx") as source, zipfile.ZipFile("macro-tracker.xlsm", "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "[Content_Types].xml":
                data = data.replace(b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", b"vnd.ms-excel.sheet.macroEnabled.main")
                data = data.replace(b"<Default", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default', 1)
            if info.filename == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"</Relationships>", b'<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>')
            target.writestr(info, data)
        stored = zipfile.ZipInfo("xl/vbaProject.bin", (2025, 6, 7, 8, 9, 10))
        stored.comment = b"kept"
        stored.external_attr = 0o640 << 16
        target.writestr(stored, bytes(index * 7 % 256 for index in range(5000)), zipfile.ZIP_STORED)
        target.writestr(zipfile.ZipInfo("customXml/item1.xml", (2024, 2, 2, 2, 2, 2)), b"<lab xmlns='urn:lab'>\xc3\xa9</lab>")
        target.comment = b"made for a test"


build()
add_parts()
