# Prints a CSV file as the table of a PDF with ReportLab, some fifty rows a page: FILE.csv FILE.pdf
import csv
import sys

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen import canvas

columns = (40, 200, 400, 560, 660, 740)
width, height = landscape(A4)
with open(sys.argv[1], newline='', encoding='utf-8') as source:
    heading, *rows = csv.reader(source)
page = canvas.Canvas(sys.argv[2], pagesize=(width, height), invariant=1, pageCompression=1)
for start in range(0, len(rows), 50):
    page.setFont('Helvetica', 7)
    page.drawString(40, height - 30, 'Initial Hash Value Comparison Report')
    page.drawRightString(width - 40, 20, f'Page {start // 50 + 1}')
    for index, row in enumerate([heading, *rows[start : start + 50]]):
        for x, text in zip(columns, row):
            page.drawString(x, height - 50 - index * 9.5, text)
    page.showPage()
page.save()
