#!/bin/sh
# Makes the workbooks of this folder anew. Needs LibreOffice and openpyxl.
set -eu
cd "$(dirname "$0")"
office() { soffice "-env:UserInstallation=file://$(mktemp -d)" --headless --convert-to 'xlsx:Calc MS Excel 2007 XML' "$@"; }
python3 make_libreoffice.py
office lab-tracker.fods && rm lab-tracker.fods
python3 make_openpyxl.py
folder=$(mktemp -d)
office --outdir "$folder" table-tracker.xlsx
mv "$folder/table-tracker.xlsx" resaved-tracker.xlsx
