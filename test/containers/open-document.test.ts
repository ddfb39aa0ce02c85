import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Leaf, openDocument, packingLimits } from '../../src/containers/open-document.ts';
import { writeMsg } from './mail/msg-file.ts';
import { writeWorkbook } from './reading.ts';
import { entryOf, zipOf } from './archives/zip-bytes.ts';

const csv = 'MD5,Result\n0123456789abcdef0123456789abcdef,Identified\n';

/** A message with attachments and no text. */
function messageWith(...attachments: readonly (readonly [name: string, bytes: Uint8Array])[]): Buffer {
  const parts = attachments.map(
    ([name, bytes]) =>
      `--b\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64')}\r\n`,
  );
  const head = 'From: a@b\r\nMessage-ID: <1@b>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
  return Buffer.from(`${head}${parts.join('')}--b--\r\n`);
}

/** An archive in an archive, `depth` times over. */
function packed(content: Uint8Array, depth: number): Uint8Array {
  return depth === 0 ? content : packed(zipOf([entryOf(`${depth}`, content)]), depth - 1);
}

function open(bytes: Uint8Array): ReturnType<typeof openDocument> {
  return openDocument({ bytes, name: 'reply' });
}

/** What became of a part: the container that read it, or the code with which it was refused. */
function fateOf({ path, content }: Leaf): string {
  const fate = content.kind === 'document' ? content.document.container : content.error.code;
  return [...path, fate].join(' › ');
}

describe('what came', () => {
  it('is one document with an empty path where it carries nothing', async () => {
    const { leaves, carriers, issues } = await open(Buffer.from(csv));
    expect(leaves.map(({ path, role }) => [path, role])).toEqual([[[], 'whole']]);
    expect(fateOf(leaves[0] as Leaf)).toBe('delimited-text');
    expect([carriers, issues]).toEqual([[], []]);
  });

  it('is opened through messages and archives of every kind, in order', async () => {
    const workbook = writeWorkbook({ S: [['MD5', 'Result']] });
    const archive = zipOf([entryOf('b/report.xlsx', workbook), entryOf('c.csv', csv)]);
    const outlook = writeMsg({ attachments: [{ name: 'inner.zip', bytes: archive }] });
    const message = messageWith(['a.csv', Buffer.from(csv)], ['fwd.msg', outlook], ['d.csv.gz', gzipSync(csv)]);
    const { leaves, carriers, issues } = await open(message);
    expect(leaves.map(fateOf)).toEqual([
      'a.csv › delimited-text',
      'fwd.msg › inner.zip › b/report.xlsx › workbook',
      'fwd.msg › inner.zip › c.csv › delimited-text',
      'd.csv.gz › d.csv › delimited-text',
    ]);
    expect(leaves.map(({ role }) => role)).toEqual(['attachment', 'attachment', 'attachment', 'attachment']);
    expect(Buffer.compare(leaves[1]?.bytes ?? Buffer.alloc(0), workbook)).toBe(0);
    expect(carriers.map(({ path, container }) => [path.join(' › '), container])).toEqual([
      ['', 'mail'],
      ['fwd.msg', 'outlook-mail'],
      ['fwd.msg › inner.zip', 'zip'],
      ['d.csv.gz', 'gzip'],
    ]);
    expect(carriers[0]?.traits.get('message id')).toBe('<1@b>');
    expect(issues).toEqual([]);
  });

  it('names the parts that its issues are about, from the outside in', async () => {
    const archive = zipOf([{ ...entryOf('secret.csv', csv), flags: 1 }, entryOf('open.csv', csv)]);
    const { issues } = await open(messageWith(['a.zip', archive]));
    expect(issues.map(({ code, place }) => [code, place])).toEqual([
      ['part-encrypted', { part: 'a.zip › secret.csv' }],
    ]);
    const promise = Buffer.from(
      'From: a@b\r\nMessage-ID: <1>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n',
    );
    const within = await open(zipOf([entryOf('empty.eml', promise), entryOf('a.csv', csv)]));
    expect(within.issues.map(({ code, place }) => [code, place])).toEqual([
      ['attachment-missing', { part: 'empty.eml' }],
    ]);
  });

  it('refuses a part that cannot be read, and reads the others', async () => {
    const encrypted = zipOf([{ ...entryOf('r.csv', csv), flags: 1 }]);
    const { leaves } = await open(
      messageWith(
        ['logo.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
        ['empty.csv', Buffer.alloc(0)],
        ['cut.zip', zipOf([entryOf('r.csv', csv)]).subarray(0, 60)],
        ['secret.zip', encrypted],
        ['cut.xlsx', writeWorkbook({ S: [['MD5']] }).subarray(0, 900)],
        ['report.csv', Buffer.from(csv)],
      ),
    );
    expect(leaves.map(fateOf)).toEqual([
      'logo.png › FORMAT_UNKNOWN',
      'empty.csv › INPUT_EMPTY',
      'cut.zip › INPUT_DAMAGED',
      'secret.zip › INPUT_ENCRYPTED',
      'cut.xlsx › INPUT_DAMAGED',
      'report.csv › delimited-text',
    ]);
  });

  it('is refused itself where it cannot be opened', async () => {
    await expect(open(Buffer.alloc(0))).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
    await expect(open(zipOf([entryOf('r.csv', csv)]).subarray(0, 60))).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });

  it('is opened as deep as the limit, and no deeper', async () => {
    const deepest = await open(packed(Buffer.from(csv), packingLimits.depth));
    expect(deepest.leaves.map(fateOf)).toEqual(['1 › 2 › 3 › 4 › 5 › delimited-text']);
    const deeper = await open(packed(Buffer.from(csv), packingLimits.depth + 1));
    expect(deeper.leaves.map(fateOf)).toEqual(['1 › 2 › 3 › 4 › 5 › INPUT_HOSTILE']);
    const beside = messageWith(['deep.zip', packed(Buffer.from(csv), 9)], ['report.csv', Buffer.from(csv)]);
    expect((await open(beside)).leaves.map(fateOf)).toEqual([
      'deep.zip › 1 › 2 › 3 › 4 › INPUT_HOSTILE',
      'report.csv › delimited-text',
    ]);
  });

  it('is refused whole where all parts together are too many, before the rest is opened', async () => {
    const archive = zipOf(Array.from({ length: 300 }, (_, index) => entryOf(`${index}.csv`, csv)));
    const message = messageWith(['a.zip', archive], ['b.zip', archive], ['c.csv', Buffer.from(csv)]);
    await expect(open(message)).rejects.toMatchObject({
      code: 'INPUT_TOO_LARGE',
      path: 'reply',
      hint: expect.stringContaining('Take the report out'),
    });
  });

  it('is refused whole where all parts together are too large, in bounded memory and time', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024), { level: 1 });
    const message = messageWith(...Array.from({ length: 9 }, (_, index) => [`${index}.gz`, bomb] as const));
    const startedAt = performance.now();
    await expect(open(message)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE', path: 'reply' });
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('is left where the examiner interrupts', async () => {
    const signal = AbortSignal.abort();
    const message = messageWith(['a.csv', Buffer.from(csv)]);
    await expect(openDocument({ bytes: message, name: 'reply' }, { signal })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });
});
