import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CriskitError } from '../../../src/core/errors.ts';
import { canRead } from '../../../src/hashsets/hash-set-source.ts';
import { getFormat, headSizeBytes, listFormats, rankFormats } from '../../../src/hashsets/lookup.ts';
import { labAfter, type TempLab, tempLab } from '../../cli/temp-lab.ts';
import { codes, readWhole, type WholeReading } from '../reading.ts';
import { lines, nothing, type TortureRow } from './row.ts';
import { rows } from './rows.ts';

const table = rows.map((row) => [`${row.format}: ${row.title}`, row] as const);

/** Formats in which every line is one thing. */
const byLine = new Set(['plain', 'sum', 'bsd-tag', 'hashdeep', 'tsk-idx', 'ilook', 'hashlookup']);

const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'a byte order mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16 with mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16 without mark': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 of the other order, with mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'UTF-16 of the other order, without mark': (text) => Buffer.from(text, 'utf16le').swap16(),
  'line ends of Windows': (text) => Buffer.from(text.replaceAll('\n', '\r\n')),
  'line ends of old Macs': (text) => Buffer.from(text.replaceAll('\n', '\r')),
};

async function read({ format, beside }: TortureRow, content: string | Buffer): Promise<WholeReading> {
  const companion = async () => (beside === undefined ? undefined : Buffer.from(beside));
  return readWhole(getFormat(format), content, { companion });
}

/** What a reading comes to: the code of the error with which it stops, or what it holds. */
async function outcomeOf(row: TortureRow, content: string | Buffer) {
  try {
    const { records, issues, headings, blanks, removals = [] } = await read(row, content);
    const accounted = records.length + issues.length + headings + blanks;
    const isComplete = !byLine.has(row.format) || accounted === lineCount(row.content.toString('latin1'));
    return { kept: records, removed: removals, issues: codes(issues), isComplete };
  } catch (error) {
    return error instanceof CriskitError ? { fails: error.code } : error;
  }
}

function lineCount(text: string): number {
  return text === '' ? 0 : text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/).length;
}

function expected({ kept, removed = [], issues = [], fails }: TortureRow): object {
  return fails === undefined ? { kept, removed, issues, isComplete: true } : { fails };
}

describe('the torture list', () => {
  it.each(table)('%s', async (_, row) => {
    expect(await outcomeOf(row, row.content)).toMatchObject(expected(row));
  });

  it.each(
    table.filter(([, { content, asItIs }]) => typeof content === 'string' && asItIs !== true),
  )('%s, in every encoding and with every line end', async (_, row) => {
    for (const encode of Object.values(encodings)) {
      expect(await outcomeOf(row, encode(row.content.toString()))).toMatchObject(expected(row));
    }
  });

  it('says nothing of the list in its messages', async () => {
    for (const row of rows.filter(({ fails }) => fails === undefined)) {
      const { issues } = await read(row, row.content);
      expect(issues.filter(({ message }) => /[0-9a-f]{12}/i.test(message))).toEqual([]);
    }
  });
});

describe('what a file is', () => {
  it.each([
    '<!---->',
    '<?a>',
    'INTO FILE(',
    'FROM FILE WHERE ',
    'CREATE TABLE FILE(',
    '<queryResult ',
    '"',
    ',',
  ])('is not told of %j over and over, which takes no time without end', (text) => {
    const head = Buffer.from(text.repeat(headSizeBytes).slice(0, headSizeBytes));
    expect(rankFormats(head)).toEqual([]);
  });
});

/** Lists of known files go nowhere else. */
const harmless = '\n[[categories]]\nid = "harmless"\ntitle = "Harmless"\nkind = "ignorable"\n';

async function addHarmless(lab: TempLab): Promise<void> {
  lab.write('Lab/criskit.toml', readFileSync(join(lab.folder, 'criskit.toml'), 'utf8') + harmless);
}

describe('hashset import of the torture list', () => {
  it.each(table.filter(([, { imported }]) => imported !== undefined))('%s', async (_, {
    format,
    content,
    imported,
  }) => {
    const lab = await labAfter(addHarmless);
    lab.write('list', content);
    const category = getFormat(format).listsKnownFiles === true ? 'harmless' : 'unidentified';
    const argv = ['hashset', 'import', 'list', '--category', category];
    const named = imported?.isNamed === true ? ['--format', format] : [];
    expect(await lab.json([...argv, ...named], imported?.exit)).toMatchObject(imported?.answer ?? {});
  });

  it('files digests of nothing and of zeros nowhere', async () => {
    const lab = await tempLab();
    const digests = [...Object.values(nothing), '0'.repeat(32), '0'.repeat(40), '0'.repeat(64)];
    lab.write('list', lines(...digests));
    expect(await lab.json(['hashset', 'import', 'list', '--category', 'known-victim'])).toMatchObject({ records: 6 });
    const answers = (await lab.json(['lookup', ...digests])) as unknown as { categories: string[] }[];
    expect(answers.flatMap(({ categories }) => categories)).toEqual([]);
  });
});

describe('the torture list holds of every format that is read', () => {
  const formats = listFormats().filter(canRead);
  const of = (id: string, fits: (row: TortureRow) => boolean) => rows.some((row) => row.format === id && fits(row));

  it.each(formats.map(({ id }) => id))('%s: no record, which is an error, and a file that is cut off', (id) => {
    expect(of(id, ({ imported }) => JSON.stringify(imported ?? {}).includes('NO_RECORDS'))).toBe(true);
    expect(of(id, ({ title }) => /cut off|less than it had|may have cut/.test(title))).toBe(true);
  });
});
