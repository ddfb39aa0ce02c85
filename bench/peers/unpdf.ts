// Takes the text out of a PDF with the bare library, page by page, and counts its lines: FILE.
import { readFileSync } from 'node:fs';
import { extractText, getDocumentProxy } from 'unpdf';

const [, , path = ''] = process.argv;
const document = await getDocumentProxy(new Uint8Array(readFileSync(path)), { verbosity: 0 });
const { text } = await extractText(document);
const lines = text.reduce((sum, page) => sum + page.split('\n').length, 0);
process.stdout.write(`${lines}\n`);
