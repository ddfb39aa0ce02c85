import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');

/** ARCHITECTURE.md, "Who may import whom". Besides itself and node:. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  hashing: ['core'],
  files: ['core'],
  containers: ['core'],
  store: ['core'],
  reconcile: ['core'],
  reports: ['core', 'containers', 'files'],
  hashsets: ['core', 'containers', 'files'],
  tracker: ['core', 'containers', 'files'],
  render: ['core', 'reconcile', 'containers', 'files'],
  app: ['core', 'hashing', 'files', 'containers', 'store', 'reconcile', 'reports', 'hashsets', 'tracker', 'render'],
  cli: ['app', 'core'],
};

/** Each third-party package behind its one door (a folder or a file). */
const doors: Readonly<Record<string, readonly string[]>> = {
  '@napi-rs/blake-hash': ['hashing/algorithms/'],
  'better-sqlite3': ['store/sqlite/', 'hashsets/sqlite-file.ts'],
  commander: ['cli/'],
  'fast-csv': ['containers/text/'],
  'file-type': ['files/media-kind.ts'],
  mailparser: ['containers/mail/mail-header.ts'],
  htmlparser2: ['containers/html/'],
  saxes: ['containers/xml/'],
  'smol-toml': ['app/settings'],
  unpdf: ['containers/pdf/'],
  xlsx: ['containers/office/'],
  zod: ['app/settings', 'app/layout-file'],
};

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.split(sep).join('/'));

const imports = files.flatMap((file) => {
  const text = readFileSync(join(source, file), 'utf8');
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|import\(\s*'([^']+)'|import\s+'([^']+)'/g),
  ];
  return found.map((match) => ({ file, target: match[1] ?? match[2] ?? match[3] ?? '' }));
});

function folderOf(path: string): string {
  return path.split('/')[0] ?? '';
}

describe('the house', () => {
  it('is read: more than a few files and imports', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('imports only what the table allows', () => {
    const wrong = imports.flatMap(({ file, target }) => {
      if (!target.startsWith('.')) return [];
      const path = relative(source, resolve(source, file, '..', target))
        .split(sep)
        .join('/');
      const from = folderOf(file);
      const to = folderOf(path);
      return to === from || mayImport[from]?.includes(to) === true ? [] : [`${file} -> ${path}`];
    });
    expect(wrong).toEqual([]);
  });

  it('reaches each third-party package through its one door', () => {
    const wrong = imports.flatMap(({ file, target }) => {
      if (target.startsWith('.') || target.startsWith('node:')) return [];
      const name = target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/');
      return doors[name]?.some((door) => file.startsWith(door)) === true ? [] : [`${file} -> ${target}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps entries of a registry apart: none imports another', () => {
    const entry = /^(hashing\/algorithms|reports\/layouts|hashsets\/formats|cli\/commands)\//;
    const wrong = imports.flatMap(({ file, target }) => {
      if (!target.startsWith('.') || !entry.test(file)) return [];
      const path = relative(source, resolve(source, file, '..', target))
        .split(sep)
        .join('/');
      return entry.exec(path)?.[1] === entry.exec(file)?.[1] ? [`${file} -> ${path}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('touches the process only in cli, the clock and randomness in one file each', () => {
    const wrong = files.flatMap((file) => {
      const text = readFileSync(join(source, file), 'utf8');
      const found: string[] = [];
      if (folderOf(file) !== 'cli' && /\bconsole\.|process\.(exit|argv|env|stdout|stderr|stdin)\b/.test(text)) {
        found.push(`${file}: console or process`);
      }
      if (file !== 'app/clock.ts' && /\bDate\.now\(|new Date\(\)/.test(text)) found.push(`${file}: clock`);
      if (file !== 'files/random-name.ts' && /Math\.random|randomBytes|randomUUID/.test(text))
        found.push(`${file}: randomness`);
      return found;
    });
    expect(wrong).toEqual([]);
  });

  it('has no drawer for odds and ends and no file that re-exports a folder', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|index)(\/|\.ts$)/.test(file))).toEqual([]);
  });
});
