import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../src/core/errors.ts';

const root = resolve(import.meta.dirname, '../..');
const codes = Object.keys(errorCatalogue).toSorted();
const document = readFileSync(join(root, 'docs/errors.md'), 'utf8');

const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('errors.ts'))
  .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
  .join('\n');

describe('the catalogue of errors', () => {
  it('is documented code by code, and nothing else is', () => {
    const documented = [...document.matchAll(/^## ([A-Z_]+)$/gm)].map((match) => match[1] ?? '');
    expect(documented.toSorted()).toEqual(codes);
  });

  it('is documented with the exit codes that are returned', () => {
    for (const [code, { exitCode }] of Object.entries(errorCatalogue)) {
      expect(document).toMatch(new RegExp(`^## ${code}\n\nExit code ${exitCode}\\.`, 'm'));
    }
  });

  it('holds no code that nothing throws', () => {
    expect(codes.filter((code) => !new RegExp(`'${code}'`).test(source))).toEqual([]);
  });
});
