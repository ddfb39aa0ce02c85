import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readmeWithTables } from '../scripts/readme-table.ts';
import { registry } from '../src/cli/registry.ts';

const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('README.md', () => {
  it('has the tables of formats, of replies and of their layouts that the registries have (else: node scripts/readme-table.ts)', () => {
    expect(readmeWithTables(readme)).toBe(readme);
  });

  it('names every command, and none that does not exist', () => {
    const names = registry.map(({ name }) => name);
    const table = readme.slice(readme.indexOf('## Commands'), readme.indexOf('## Hash-set formats'));
    const named = [...table.matchAll(/^\| `([a-z -]+)`/gm)].map((match) => match[1]);
    expect(named.toSorted()).toEqual(names.toSorted());
  });
});

describe('db/README.md', () => {
  it('explains every table', () => {
    const folder = join(root, 'db/migrations/sqlite');
    const sql = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    const tables = [...sql.matchAll(/^CREATE TABLE (\w+)/gm)].map((match) => match[1] ?? '');
    const text = readFileSync(join(root, 'db/README.md'), 'utf8');
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter((table) => !text.includes(`**\`${table}\`**`))).toEqual([]);
  });
});
