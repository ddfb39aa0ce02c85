import { Readable, Writable } from 'node:stream';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutput, formatJson, showDocument } from '../../src/cli/output.ts';
import { createProgressLine, formatProgress } from '../../src/cli/progress-line.ts';
import { readLines } from '../../src/cli/read-lines.ts';
import { asCriskitError, errorAsLines } from '../../src/cli/report-error.ts';
import { formatTextTable } from '../../src/core/text-table.ts';
import { formatCsv } from '../../src/cli/csv.ts';

function failing(code: string): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });
}

describe('output', () => {
  it('shows control characters of text escaped, and keeps line ends', async () => {
    let written = '';
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written += chunk.toString();
        done();
      },
    });
    await createOutput(stream, 'test').lines(['a\u001b[2Jb', 'two\nlines', 'r\u202etl']);
    expect(written).toBe('a\\x1b[2Jb\ntwo\nlines\nr\\u202etl\n');
  });

  it('is quiet after its reader left, and an error on a full disk', async () => {
    const left = createOutput(failing('EPIPE'), 'standard output');
    await left.lines(['x']);
    await left.lines(['y']);
    expect(left.closed).toBe(true);
    await expect(createOutput(failing('ENOSPC'), 'standard output').raw('x')).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
    });
  });

  it('as JSON holds nothing that a terminal obeys, and reads back the same', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const json = formatJson({ text }, false);
        expect(JSON.parse(json)).toEqual({ text });
        expect(json.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/);
      }),
    );
  });

  it('shows a document on a terminal without its control characters, whatever the pieces', async () => {
    const bytes = Buffer.from('ü\u001b[31m\r\nb\n');
    async function* pieces() {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    let shown = '';
    for await (const text of showDocument(pieces())) shown += text;
    expect(shown.replaceAll('\\r\n', '\n')).toBe('ü\\x1b[31m\nb\n');
  });
});

describe('readLines', () => {
  async function linesOf(chunks: readonly (string | Uint8Array)[], signal = new AbortController().signal) {
    const lines: string[] = [];
    const input = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
    for await (const batch of readLines(input, signal)) {
      expect(batch.firstLine).toBe(lines.length + 1);
      for (const line of batch.lines) lines.push(line);
    }
    return lines;
  }

  it('gives the same lines however the text is cut, with either line end', async () => {
    const text = 'eins\r\nzwei ü\n\n drei';
    const expected = ['eins', 'zwei ü', '', ' drei'];
    expect(await linesOf([text])).toEqual(expected);
    expect(await linesOf([...Buffer.from(text)].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  it('counts lines over batches', async () => {
    const many = Array.from({ length: 200_000 }, (_, index) => String(index));
    expect(await linesOf([`${many.join('\n')}\n`])).toEqual(many);
  });

  it('gives nothing for nothing, and refuses a line without end', async () => {
    expect(await linesOf([])).toEqual([]);
    await expect(linesOf(['a\n', 'x'.repeat(70_000), 'x'])).rejects.toMatchObject({
      code: 'INPUT_TOO_LARGE',
      place: { line: 2 },
    });
  });

  it('stops when interrupted, though nothing comes', async () => {
    const controller = new AbortController();
    const waiting = new Readable({ read: () => undefined });
    setTimeout(() => controller.abort(), 20);
    const read = async () => {
      for await (const _ of readLines(waiting, controller.signal)) throw new Error('nothing was expected');
    };
    await expect(read()).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe('errors', () => {
  it('of the system are failures outside; what is in no way expected is a fault of criskit', () => {
    const system = (code: string) => asCriskitError(Object.assign(new Error(code), { code, path: '/x' }), false);
    expect(system('ENOSPC')).toMatchObject({ code: 'OUTPUT_FAILED', exitCode: 3, path: '/x' });
    expect(system('EACCES')).toMatchObject({ code: 'INPUT_UNREADABLE', exitCode: 3 });
    expect(asCriskitError(new TypeError('x is not a function'), false)).toMatchObject({
      code: 'INTERNAL',
      exitCode: 70,
    });
    expect(asCriskitError('thrown text', false).message).toContain('thrown text');
    const aborted = Object.assign(new Error('x'), { name: 'AbortError' });
    expect(asCriskitError(aborted, true)).toMatchObject({ code: 'INTERRUPTED', exitCode: 130 });
    expect(asCriskitError(aborted, false)).toMatchObject({ code: 'INTERNAL' });
  });

  it('show where they come from only when asked', () => {
    const fault = asCriskitError(new TypeError('boom'), false);
    expect(errorAsLines(fault, false).join('\n')).not.toMatch(/ at .*:\d+:\d+/);
    expect(errorAsLines(fault, true).join('\n')).toMatch(/TypeError: boom\n +at /);
  });
});

describe('progress', () => {
  it('shows rate and time left', () => {
    const done = { label: 'hashing', total: { bytes: 1 << 30, items: 8000 }, bytes: 1 << 28, items: 2000 };
    expect(formatProgress(done, 4000)).toBe(
      'hashing  2,000 of 8,000 files  256.0 MiB of 1.00 GiB  64.0 MiB/s  12 s left',
    );
    const records = { label: 'exporting', total: { unit: 'records' }, bytes: 0, items: 500 };
    expect(formatProgress(records, 1000)).toBe('exporting  500 records  500 records/s');
  });

  it('draws nothing for short work', () => {
    const drawn: string[] = [];
    const progress = createProgressLine((text) => drawn.push(text), 80);
    progress.start('hashing');
    progress.advance({ items: 1 });
    progress.end();
    expect(drawn).toEqual([]);
  });
});

describe('tables', () => {
  it('align their columns and escape what they show', () => {
    const columns = [{ title: 'name' }, { title: 'n', align: 'right' }] as const;
    expect(
      formatTextTable(columns, [
        ['a\u0007', '7'],
        ['bcdefg', '1,000'],
      ]),
    ).toEqual(['name        n', 'a\\x07       7', 'bcdefg  1,000']);
  });

  it('as CSV hold no formula, and quote what has to be', () => {
    expect(formatCsv([['=1+1', 'a,b', 'say "x"', 7, '\u001b']])).toBe(`'=1+1,"a,b","say ""x""",7,\\x1b\r\n`);
  });
});
