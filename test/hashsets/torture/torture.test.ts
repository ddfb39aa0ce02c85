import { describe, expect, it } from 'vitest';
import { CriskitError } from '../../../src/core/errors.ts';
import { getFormat } from '../../../src/hashsets/lookup.ts';
import { tempLab } from '../../cli/temp-lab.ts';
import { codes, readWhole } from '../reading.ts';
import { csv } from './csv.ts';
import { manifests } from './manifests.ts';
import { plain } from './plain.ts';
import { lines, nothing, type TortureRow } from './row.ts';
import { vics2 } from './vics-2.ts';

/** One file for each format; a new one is added here. */
const rows: readonly TortureRow[] = [...plain, ...csv, ...manifests, ...vics2];
const table = rows.map((row) => [`${row.format}: ${row.title}`, row] as const);

/** Formats in which every line is one thing. */
const byLine = new Set(['plain', 'sum', 'hashdeep']);

const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'a byte order mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16 with mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16 without mark': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 of the other order, with mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'UTF-16 of the other order, without mark': (text) => Buffer.from(text, 'utf16le').swap16(),
  'line ends of Windows': (text) => Buffer.from(text.replaceAll('\n', '\r\n')),
  'line ends of old Macs': (text) => Buffer.from(text.replaceAll('\n', '\r')),
};

/** What a reading comes to: the code of the error with which it stops, or what it holds. */
async function outcomeOf({ format, content: original }: TortureRow, content: string | Buffer) {
  try {
    const { records, issues, headings, blanks } = await readWhole(getFormat(format), content);
    const accounted = records.length + issues.length + headings + blanks;
    const isComplete = !byLine.has(format) || accounted === lineCount(original.toString('latin1'));
    return { kept: records, issues: codes(issues), isComplete };
  } catch (error) {
    return error instanceof CriskitError ? { fails: error.code } : error;
  }
}

function lineCount(text: string): number {
  return text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/).length;
}

function expected({ kept, issues = [], fails }: TortureRow): object {
  return fails === undefined ? { kept, issues, isComplete: true } : { fails };
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
    for (const { format, content } of rows.filter((row) => row.fails === undefined)) {
      const { issues } = await readWhole(getFormat(format), content);
      expect(issues.filter(({ message }) => /[0-9a-f]{12}/i.test(message))).toEqual([]);
    }
  });
});

describe('hashset import of the torture list', () => {
  it.each(table.filter(([, { imported }]) => imported !== undefined))('%s', async (_, {
    format,
    content,
    imported,
  }) => {
    const lab = await tempLab();
    lab.write('list', content);
    const argv = ['hashset', 'import', 'list', '--category', 'unidentified'];
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
