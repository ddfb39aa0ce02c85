// Reads a CSV file with the bare library and counts its rows: FILE.
import { createReadStream } from 'node:fs';
import { parse } from 'fast-csv';

const [, , path = ''] = process.argv;
let rows = 0;
for await (const _row of createReadStream(path).pipe(parse({ headers: false }))) rows += 1;
process.stdout.write(`${rows}\n`);
