// Reads a workbook with the bare library, counts its rows, and writes it again where a target is named: FILE [TARGET].
import { readFileSync, writeFileSync } from 'node:fs';
import { read, utils, write } from 'xlsx';

const [, , path = '', target] = process.argv;
const workbook = read(readFileSync(path), { dense: true, cellStyles: target !== undefined });
const [sheet] = Object.values(workbook.Sheets);
const rows = sheet === undefined ? [] : utils.sheet_to_json(sheet, { header: 1 });
if (target !== undefined) {
  writeFileSync(target, write(workbook, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer);
}
process.stdout.write(`${rows.length}\n`);
