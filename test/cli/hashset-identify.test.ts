import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { entryOf, zipOf } from '../containers/archives/zip-bytes.ts';
import { runMain } from './run-main.ts';
import { md5, tempFolder } from './temp-lab.ts';

const digests = Array.from({ length: 40 }, (_, index) => md5(Buffer.from(`media ${index}`)));
const list = `${digests.join('\r\n')}\r\n`;

async function identify(content: Uint8Array | string, ...options: readonly string[]) {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'a'), content);
  const { code, stdout } = await runMain(['hashset', 'identify', 'a', '--json', ...options], { cwd });
  const { files = [] } = JSON.parse(stdout) as { files?: Record<string, unknown>[] };
  return { code, ...files[0] };
}

describe('hashset identify', () => {
  it.each([
    ['UTF-8 and CR LF', Buffer.from(list), { encoding: 'ASCII', byteOrderMark: false, lineEnds: ['CR LF'] }],
    [
      'a byte order mark and a name',
      `\ufeffMD5,Name\n${digests[0]},ü.jpg\n`,
      { encoding: 'UTF-8', byteOrderMark: true, lineEnds: ['LF'] },
    ],
    [
      'UTF-16',
      Buffer.from(`\ufeff${list}`, 'utf16le'),
      { encoding: 'UTF-16 little-endian', byteOrderMark: true, lineEnds: ['CR LF'] },
    ],
    [
      'Windows-1252 and mixed ends',
      Buffer.from(`MD5,Name\r\n${digests[0]},\xfc.jpg\n${digests[1]},b\n`, 'latin1'),
      { encoding: 'Windows-1252', byteOrderMark: false, lineEnds: ['LF', 'CR LF'] },
    ],
  ])('says how a text is written: %s', async (_, content, text) => {
    expect(await identify(content)).toMatchObject({ code: 0, verdict: 'known', medium: 'text', text, packed: [] });
  });

  it('says which digests the first records have, and what could not be read', async () => {
    const rows = digests.map((digest) => `${digest},x.jpg`);
    expect(await identify(['MD5,File Name', ...rows, 'abc,y.jpg', ''].join('\n'))).toMatchObject({
      code: 0,
      format: 'csv',
      confidence: expect.any(Number),
      reason: expect.any(String),
      beginning: {
        records: 40,
        algorithms: { md5: 40 },
        issues: 1,
        firstIssues: [{ place: expect.stringContaining('42') }],
        isWhole: true,
      },
      advice: null,
    });
  });

  it('reads no further than the beginning', async () => {
    const many = Array.from({ length: 60_000 }, (_, index) => index.toString(16).padStart(32, 'a')).join('\n');
    const found = await identify(`${many}\n`);
    expect(found).toMatchObject({ format: 'plain', beginning: { isWhole: false } });
  });

  it('takes off what it is packed in', async () => {
    const packed = [
      { kind: 'zip', name: 'x/list.gz' },
      { kind: 'gzip', name: 'x/list' },
    ];
    expect(await identify(zipOf([entryOf('x/list.gz', gzipSync(list))]))).toMatchObject({ format: 'plain', packed });
  });

  it.each([
    ['prose', 'Dear colleague,\nplease find attached.\n', 'unknown', 'FORMAT_UNKNOWN'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'unknown', 'FORMAT_UNKNOWN'],
    ['nothing', '', 'unreadable', 'INPUT_EMPTY'],
    ['two sets in one archive', zipOf([entryOf('a', list), entryOf('b', list)]), 'ambiguous', 'FORMAT_AMBIGUOUS'],
    ['a cut off archive', zipOf([entryOf('a', list)]).subarray(0, 50), 'unreadable', 'INPUT_DAMAGED'],
    ['a list in a cut off gzip file', gzipSync(list).subarray(0, -4), 'unreadable', 'INPUT_DAMAGED'],
  ])('answers %s with what to do, and exit code 1', async (_, content, verdict, code) => {
    const found = await identify(content);
    expect(found).toMatchObject({ code: 1, verdict, format: null, failure: { code } });
    expect('advice' in found).toBe(true);
  });

  it('tells where a known format cannot be read on', async () => {
    const long = `${digests.join('\n')}\n${'a'.repeat(3_000_000)}`;
    expect(await identify(long)).toMatchObject({ code: 1, verdict: 'known', failure: { code: 'INPUT_TOO_LARGE' } });
  });

  it('reads standard input, and prints a page for people', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'b.txt'), 'prose\n');
    const { code, stdout } = await runMain(['hashset', 'identify', '-', 'b.txt', 'missing'], { cwd, input: list });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^-\n {2}format: +plain/);
    expect(stdout).toMatch(/medium: +text, ASCII, lines end with CR LF/);
    expect(stdout).toMatch(/holds: +40 records \(MD5 of 40\), 0 issues/);
    expect(stdout).toMatch(/b\.txt\n {2}format: +unknown/);
    expect(stdout).toMatch(/missing\n {2}format: +unreadable/);
  });
});
