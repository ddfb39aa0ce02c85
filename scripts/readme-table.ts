// Writes the table of hash-set formats in README.md anew from the registry: node scripts/readme-table.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { algorithmTitle } from '../src/core/digest.ts';
import { listFormats } from '../src/hashsets/lookup.ts';

const readme = new URL('../README.md', import.meta.url);
const [start, end] = ['<!-- formats: made by scripts/readme-table.ts -->', '<!-- end of formats -->'];

/** The text of README.md with the table as the registry has it. */
export function readmeWithTable(text: string): string {
  const before = text.indexOf(start);
  const after = text.indexOf(end);
  if (before === -1 || after === -1) throw new Error('README.md has lost the marks around its table of formats.');
  return `${text.slice(0, before + start.length)}\n${formatTable()}\n${text.slice(after)}`;
}

function formatTable(): string {
  const rows = listFormats().map((format) => [
    `\`${format.id}\``,
    format.title,
    format.read === undefined ? 'no' : 'yes',
    format.write === undefined ? 'no' : 'yes',
    [...format.algorithms.map((algorithm) => algorithmTitle[algorithm]), ...format.carries].join(', '),
    format.checkedBy === undefined ? '' : format.checkedBy,
  ]);
  const lines = [
    ['format', 'what', 'read', 'write', 'carries', 'checked by'],
    ['---', '---', '---', '---', '---', '---'],
    ...rows,
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(readme, readmeWithTable(readFileSync(readme, 'utf8')));
}
