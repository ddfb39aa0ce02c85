// Writes the tables of README.md that registries hold anew: node scripts/readme-table.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { containers } from '../src/containers/lookup.ts';
import { algorithmTitle } from '../src/core/digest.ts';
import { canRead, canWrite } from '../src/hashsets/hash-set-source.ts';
import { listFormats } from '../src/hashsets/lookup.ts';
import { layouts } from '../src/reports/lookup.ts';

const readme = new URL('../README.md', import.meta.url);

/** By the name that stands in the marks around each table. */
const tables: Readonly<Record<string, () => readonly (readonly string[])[]>> = {
  formats: formatTable,
  documents: documentTable,
  layouts: () => [['layout', 'what'], ...layouts.map(({ id, title }) => [`\`${id}\``, title])],
};

/** The text of README.md with the tables as the registries have them. */
export function readmeWithTables(text: string): string {
  return Object.entries(tables).reduce((changed, [name, rows]) => withTable(changed, name, rows()), text);
}

function withTable(text: string, name: string, [head = [], ...rows]: readonly (readonly string[])[]): string {
  const [start, end] = [`<!-- ${name}: made by scripts/readme-table.ts -->`, `<!-- end of ${name} -->`];
  const before = text.indexOf(start);
  const after = text.indexOf(end);
  if (before === -1 || after === -1) throw new Error(`README.md has lost the marks around its table of ${name}.`);
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${text.slice(0, before + start.length)}\n${lines.join('\n')}\n${text.slice(after)}`;
}

function formatTable(): readonly (readonly string[])[] {
  const rows = listFormats().map((format) => [
    `\`${format.id}\``,
    format.title,
    canRead(format) ? 'yes' : 'no',
    canWrite(format) ? 'yes' : 'no',
    [...format.algorithms.map((algorithm) => algorithmTitle[algorithm]), ...format.carries].join(', '),
    format.checkedBy === undefined ? '' : format.checkedBy,
  ]);
  return [['format', 'what', 'read', 'write', 'carries', 'checked by'], ...rows];
}

function documentTable(): readonly (readonly string[])[] {
  const rows = containers.map((container) => [
    container.title,
    container.endings.map((ending) => `\`${ending}\``).join(' '),
    'open' in container ? 'what it carries, up to five deep' : 'its text, row by row',
  ]);
  return [['document', 'usual names', 'what is read'], ...rows];
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(readme, readmeWithTables(readFileSync(readme, 'utf8')));
}
