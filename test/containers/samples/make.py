#!/usr/bin/env python3
"""Makes the samples in the folders beside it: one invented reply, written by other programs than criskit.

Needs LibreOffice (soffice) and openpyxl. Run it in this folder; what it writes is committed, for LibreOffice
puts times into its files and the bytes differ each time.
"""
import hashlib
import html
import json
import pathlib
import subprocess
import tempfile

from openpyxl import Workbook

here = pathlib.Path(__file__).parent
header = ["MD5", "File Name", "Result", "Series", "Point of Contact"]
outcomes = ["Identified Child", "Recognized Hash Value", "Unrecognized Hash Value"]


def md5(number):
    return hashlib.md5(f"invented {number}".encode()).hexdigest()


def row(number, outcome):
    name = ["IMG_0001.jpg", "Größe & Maß.png", "my holiday (2).JPG", "", "clip.mp4"][number % 5]
    identified = outcome == outcomes[0]
    series = "Blue Lamp" if identified and number % 2 == 0 else ""
    contact = "Det. A. Example, Invented PD" if identified else ""
    return [md5(number), name and f"{number}-{name}", outcome, series, contact]


table = [header] + [row(number, outcomes[number % 3]) for number in range(12)]
sections = []
for outcome in outcomes:
    rows = [each for each in table[1:] if each[2] == outcome]
    sections.append({"heading": f"{outcome} ({len(rows)})", "rows": [[each[0], each[1], each[3], each[4]] for each in rows]})


def html_table(rows):
    def line(cells, tag):
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>\n"

    return "<table border=1>\n" + line(rows[0], "th") + "".join(line(cells, "td") for cells in rows[1:]) + "</table>\n"


def page(body):
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>x</title></head><body>\n{body}</body></html>\n'


def convert(source, to, target, infilter=None):
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        if infilter:
            command.append(f"--infilter={infilter}")
        subprocess.run(command + ["--convert-to", to, "--outdir", folder, str(source)], check=True, capture_output=True)
        suffix = to.split(":")[0]
        (here / target).write_bytes((pathlib.Path(folder) / f"{source.stem}.{suffix}").read_bytes())


short = [header[0], header[1], header[3], header[4]]
parts = "".join(f"<h2>{each['heading']}</h2>\n{html_table([short] + each['rows'])}" for each in sections)
sections_html = page(f"<h1>Invented Hash Value Comparison Report</h1>\n<p>Case Number: 24-0001</p>\n{parts}<p>End of report</p>\n")
status_html = page(f"<p>Invented report</p>\n{html_table(table)}")

(here / "reply.json").write_text(json.dumps({"table": table, "sections": sections}, indent=1, ensure_ascii=False) + "\n")
with tempfile.TemporaryDirectory() as folder:
    source = pathlib.Path(folder)
    (source / "sections.html").write_text(sections_html)
    (source / "status.html").write_text(status_html)
    for name in ["sections", "status"]:
        convert(source / f"{name}.html", "docx", f"docx/libreoffice-{name}.docx", "HTML (StarWriter)")
        convert(source / f"{name}.html", "odt", f"odt/libreoffice-{name}.odt", "HTML (StarWriter)")
        convert(source / f"{name}.html", "html:XHTML Writer File:UTF8", f"html/libreoffice-{name}.xhtml.html", "HTML (StarWriter)")
    convert(here / "docx/libreoffice-sections.docx", "html:HTML (StarWriter)", "html/libreoffice-sections.html")
    book = Workbook()
    sheet = book.active
    sheet.title = "Reply"
    for cells in table:
        sheet.append([cell or None for cell in cells])
    for line in sheet.iter_rows():
        for cell in line:
            cell.number_format = "@"
    book.save(source / "status.xlsx")
    convert(source / "status.xlsx", "ods", "ods/libreoffice-status.ods")
    widths = [max(len(cells[index]) for cells in table) + 2 for index in range(5)]
    text = "".join("".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip() + "\n" for cells in table)
    (here / "text/columns.txt").write_text("Dear Detective,\n\nplease find the results of our review below.\n\n" + text)
