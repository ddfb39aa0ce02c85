import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parcel } from '../../../src/containers/contract.ts';
import { recogniseContainer } from '../../../src/containers/lookup.ts';
import { mail } from '../../../src/containers/mail/mail.ts';
import { failureOf } from '../failure.ts';

const samples = join(import.meta.dirname, '../samples/mail');

/** What Python's email library finds in the samples: type, length and SHA-256 of each part. */
const expected = JSON.parse(readFileSync(join(samples, 'expected.json'), 'utf8')) as Readonly<
  Record<string, readonly (readonly [type: string, length: number | null, sha256: string | null])[]>
>;

function sample(name: string): Uint8Array {
  return readFileSync(join(samples, name));
}

/** A message from its lines, or as it is. */
function open(message: string | Uint8Array): Promise<Parcel> {
  const bytes = typeof message === 'string' ? Buffer.from(message.replaceAll(/\r?\n/g, '\r\n'), 'latin1') : message;
  return mail.open({ bytes, name: 'reply.eml' });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function textOf(parcel: Parcel, index = 0): string {
  return Buffer.from(parcel.parts[index]?.bytes ?? []).toString();
}

function codesOf(parcel: Parcel): readonly string[] {
  return parcel.issues.map(({ code, place }) => (place.part === undefined ? code : `${code} in ${place.part}`));
}

const header = 'From: a@example.org\nTo: b@example.org\nSubject: x\nMIME-Version: 1.0\n';

describe('a message', () => {
  it('is told by its header', () => {
    for (const name of readdirSync(samples).filter((one) => one.endsWith('.eml'))) {
      expect([name, recogniseContainer({ bytes: sample(name), name: 'reply.csv' }).id]).toEqual([name, 'mail']);
    }
    const idOf = (text: string): string => recogniseContainer({ bytes: Buffer.from(text), name: 'a.eml' }).id;
    expect(idOf('From: a@b\r\nSubject: x\r\n\r\ntext')).toBe('mail');
    expect(idOf('Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n')).toBe('mail');
    expect(idOf('\ufeffFrom: a@b\r\nMessage-ID: <1>\r\n\r\ntext')).toBe('mail');
    expect(idOf('From a@b Tue Nov  3 10:15:30 2026\nReceived: x\n\tby y\nX-Mailer: z\n\ntext')).toBe('mail');
  });

  it.each([
    ['a CSV text with the words of a header', 'From,Subject,Date\na,b,c\n'],
    ['a CSV text with colons', 'From: x,Subject: y\na,b\n'],
    ['a memo with a total among its heads', 'From: NCMEC\nSubject: CRIS\nIdentified: 5\n\ntext\n'],
    ['heads that run into text', 'From: NCMEC\nSubject: CRIS\nThe report follows\n'],
    ['a list of words and values', 'Case: 24-1\nIdentified: 5\n\ntext\n'],
  ])('is not seen in %s', (_title, text) => {
    expect(recogniseContainer({ bytes: Buffer.from(text), name: 'a.eml' }).id).not.toBe('mail');
  });

  it.each(
    Object.entries(expected).filter(([name]) => !/html-report|alternative|delivery/.test(name)),
  )('of the samples carries what Python finds in it: %s', async (name, found) => {
    const parcel = await open(sample(name));
    // The blank text beside a winmail.dat and a signature are no parts.
    const wanted = found.filter(([type, length]) => length !== 0 && type !== 'application/pkcs7-signature');
    expect(parcel.parts.length).toBe(wanted.length);
    for (const [index, [, length, digest]] of wanted.entries()) {
      const { bytes, role } = parcel.parts[index] ?? { bytes: Buffer.alloc(0), role: 'none' };
      const hasMark = role === 'body' && bytes[0] === 0xef;
      const sent = hasMark ? bytes.subarray(3) : bytes;
      expect([sent.length, sha256(sent)]).toEqual([length, digest]);
    }
  });

  it('gives its text and its HTML text, decoded, both where there are both', async () => {
    const alternative = await open(sample('alternative.eml'));
    expect(alternative.parts.map(({ name, role, container }) => [name, role, container])).toEqual([
      ['message text', 'body', 'plain-text'],
      ['message HTML', 'body', 'html'],
    ]);
    expect(textOf(alternative, 1)).toContain('Prüfbericht');
    const html = await open(sample('html-report.eml'));
    expect(textOf(html)).toMatch(/^\ufeff<html><meta charset="iso-8859-1">.*Prüfbericht/);
    expect(alternative.issues).toEqual([]);
    expect(html.issues).toEqual([]);
  });

  it('tells where it comes from', async () => {
    const { traits } = await open(sample('body-report.eml'));
    expect(Object.fromEntries(traits)).toEqual({
      from: '"Analyst Ärmel" <analyst@example.org>',
      to: 'lab@example.com',
      cc: '"Unit, Supervisor" <unit@example.com>',
      subject: 'CRIS review – Fall 24-0001',
      'sent at': 'Tue, 03 Nov 2026 10:15:30 -0500',
      'sent at (UTC)': '2026-11-03T15:15:30Z',
      'message id': '<sample-1@example.org>',
    });
  });

  it('keeps a message inside it whole, to be opened in its turn', async () => {
    const { parts } = await open(sample('forwarded.eml'));
    expect(parts.map(({ name }) => name)).toEqual(['message text', 'attachment 1']);
    const inner = parts[1] ?? { bytes: Buffer.alloc(0), name: '' };
    expect(recogniseContainer(inner).id).toBe('mail');
    const opened = await open(inner.bytes);
    expect(opened.traits.get('message id')).toBe('<sample-60@example.org>');
    expect(opened.parts.map(({ name }) => name)).toEqual(['message text', 'report.csv']);
  });

  it('keeps a message inside it that was encoded against the rules', async () => {
    const inner = Buffer.from('From: c@d\r\nMessage-ID: <2>\r\n\r\ninner');
    const parcel = await open(
      `${header}Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${inner.toString('base64')}\n`,
    );
    expect(Buffer.compare(parcel.parts[0]?.bytes ?? Buffer.alloc(0), inner)).toBe(0);
  });

  it('names its parts apart and safely', async () => {
    const reports = await open(sample('two-reports.eml'));
    const namesOf = ({ parts }: Parcel): readonly string[] => parts.map(({ name }) => name);
    expect(namesOf(reports)).toEqual(['message text', 'report.csv', 'report.csv (2)', 'attachment 3']);
    expect(namesOf(await open(sample('names.eml')))).toEqual([
      'message text',
      'Prüfbericht € 1.csv',
      'etc/passwd',
      'Windows/_NUL.csv',
      'attachment 4',
      `${'x'.repeat(120)}…`,
    ]);
    const escape = await open(
      `${header}Content-Type: text/csv; name="=?utf-8?q?=1B=5B2Ja=00b?="\nContent-Disposition: attachment\n\nx\n`,
    );
    expect(namesOf(escape)).toEqual(['\\x1b[2Ja\\x00b']);
  });

  it.each<readonly [string, readonly string[]]>([
    ['promised', ['attachment-missing']],
    ['broken-quoted', ['attachment-missing', 'transfer-encoding-broken in message text']],
    ['broken-base64', ['transfer-encoding-broken in report.csv']],
    ['forged-type', ['content-type-differs in report.pdf']],
    ['truncated', ['message-cut-off in report.csv', 'transfer-encoding-broken in report.csv']],
    ['delivery-report', ['delivery-report']],
    ['attachments', []],
    ['forwarded', []],
    ['inline-picture', []],
    ['two-reports', []],
    ['winmail', []],
    ['signed', []],
  ])('of the samples says what is wrong with it: %s', async (name, codes) => {
    const parcel = await open(sample(`${name}.eml`));
    expect(codesOf(parcel)).toEqual(codes);
    for (const { message } of parcel.issues) expect(message).toMatch(/[.]$/);
  });

  it('cut off anywhere behind its header says so or gives less, and never more', async () => {
    const whole = Buffer.from(sample('two-reports.eml'));
    const start = whole.indexOf('--=_two');
    for (let length = start + 30; length < whole.length - 4; length += 37) {
      const parcel = await open(whole.subarray(0, length));
      expect(codesOf(parcel).some((code) => code.startsWith('message-cut-off'))).toBe(true);
    }
  });

  it('that is signed is read, and its signature told', async () => {
    const { parts, traits } = await open(sample('signed.eml'));
    expect(parts.map(({ name }) => name)).toEqual(['message text']);
    expect(traits.get('signature, not verified')).toBe('smime.p7s');
  });

  it('cannot hide a report as a signature', async () => {
    const hidden = `${header}Content-Type: multipart/signed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: application/pgp-signature; name=report.csv\n\nMD5,Result\n--b--\n`;
    expect((await open(hidden)).parts.map(({ name }) => name)).toEqual(['message text', 'report.csv']);
  });

  it.each([
    ['with S/MIME', sample('encrypted.eml')],
    [
      'with PGP',
      Buffer.from(
        `${header}Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n\nhQ\n--b--\n`,
      ),
    ],
    ['with PGP in its text', Buffer.from(`${header}\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n`)],
  ])('that is encrypted %s is one part, which is refused', async (_title, bytes) => {
    const { parts } = await open(bytes);
    expect(parts.length).toBe(1);
    expect(parts[0]?.container).toBeUndefined();
    expect(() => recogniseContainer(parts[0] ?? { bytes, name: '' })).toThrow(
      expect.objectContaining({ code: 'INPUT_ENCRYPTED' }),
    );
  });

  it('joins lines that were broken for display, where it says so', async () => {
    const flowed = await open(
      `${header}Content-Type: text/plain; format=flowed\n\n0123456789abcdef \nIdentified\n> quoted \n> too\n-- \nName\n`,
    );
    expect(textOf(flowed)).toBe('0123456789abcdef Identified\r\n> quoted too\r\n-- \r\nName\r\n');
    const deleting = await open(`${header}Content-Type: text/plain; format=flowed; delsp=yes\n\n0123 \n4567\n`);
    expect(textOf(deleting)).toBe('01234567\r\n');
  });

  it.each([
    ['iso-2022-jp', '\u001b$B4A;z\u001b(B', '\ufeff漢字'],
    ['windows-1252', 'Gr\xfc\xdfe \x80', '\ufeffGrüße €'],
    ['utf-8', 'Gr\xc3\xbc\xc3\x9fe', '\ufeffGrüße'],
    ['us-ascii', 'plain', 'plain'],
  ])('decodes text in %s', async (charset, text, decoded) => {
    const parcel = await open(`${header}Content-Type: text/plain; charset="${charset}"\n\n${text}`);
    expect(textOf(parcel)).toBe(decoded);
    expect(parcel.issues).toEqual([]);
  });

  it.each([
    ['utf-8', 'Gr\xfc\xdfe'],
    ['no-such', 'Gr\xfc\xdfe'],
  ])('that is not in the character set it states (%s) is left as it is, and says so', async (charset, text) => {
    const parcel = await open(`${header}Content-Type: text/plain; charset=${charset}\n\n${text}`);
    expect(Buffer.from(parcel.parts[0]?.bytes ?? []).toString('latin1')).toBe(text);
    expect(codesOf(parcel)).toEqual(['charset-differs in message text']);
  });
});

describe('a message of odd build', () => {
  const mixed = (body: string): string => `${header}Content-Type: multipart/mixed; boundary="b"\n\n${body}`;
  const csvPart = 'Content-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\nMD5,Result\n';

  it.each<readonly [string, string, readonly string[], readonly string[]]>([
    ['without a boundary line', mixed('only text\n'), ['message text'], ['message-cut-off in message text']],
    [
      'without a boundary',
      `${header}Content-Type: multipart/mixed\n\ntext\n`,
      ['message text'],
      ['message-cut-off in message text'],
    ],
    ['with text behind its end', mixed(`--b\n${csvPart}--b--\nabc,Identified\n`), ['a.csv'], ['text-after-end']],
    ['with a longer boundary inside', mixed(`--b\n${csvPart}--bc\nmore\n--b--\n`), ['a.csv'], []],
    ['with boundaries that carry blanks', mixed(`--b \t\n${csvPart}--b-- \n`), ['a.csv'], []],
    [
      'with an inner multipart that is not closed',
      mixed(`--b\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\ntext\n--b\n${csvPart}--b--\n`),
      ['message text', 'a.csv'],
      ['message-cut-off in message text'],
    ],
    [
      'with a digest of messages',
      `${header}Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: c@d\nMessage-ID: <2>\n\ninner\n--b--\n`,
      ['attachment 1'],
      [],
    ],
    [
      'with two subjects and two types',
      `${header}Subject: y\nContent-Type: text/plain\nContent-Type: text/html\n\ntext`,
      ['message text'],
      ['header-repeated', 'header-repeated'],
    ],
    [
      'with an encoding that does not exist',
      `${header}Content-Transfer-Encoding: x-uuencode\n\nbegin\n`,
      [],
      ['transfer-encoding-broken in message text'],
    ],
    [
      'with an attachment elsewhere',
      mixed(
        '--b\nContent-Type: message/external-body; access-type=URL; URL="https://x"\n\nContent-Type: text/csv\n\n--b--\n',
      ),
      [],
      ['attachment-elsewhere in attachment 1'],
    ],
    [
      'with a link to shared files',
      `${header}\nGet it at https://lab-my.sharepoint.com/x?y\n`,
      ['message text'],
      ['attachment-elsewhere'],
    ],
    [
      'that is a piece of one',
      `${header}Content-Type: message/partial; number=1; total=2; id=x\n\npiece`,
      [],
      ['message-cut-off in attachment 1'],
    ],
    ['with a header that runs into text', `${header}MD5 Result\nabc Identified\n`, ['message text'], []],
    ['with only a header', header.trimEnd(), [], []],
    [
      'that promises nothing',
      `${header}\nThis message and any attachments are confidential.\n> see attached\n`,
      ['message text'],
      [],
    ],
    [
      'that promises in its markup alone',
      `${header}Content-Type: text/html\n\n<p class="attachment">text</p>\n`,
      ['message HTML'],
      [],
    ],
    ['with HTML that is called text', `${header}\n<html><body>x</body></html>\n`, ['message HTML'], []],
  ])('%s', async (_title, message, names, codes) => {
    const parcel = await open(message);
    expect(parcel.parts.map(({ name }) => name)).toEqual(names);
    expect(codesOf(parcel)).toEqual(codes);
  });

  it('with a body that is no text is an attachment, taken for what it is', async () => {
    const pdf = Buffer.from('%PDF-1.4\n%âãÏÓ').toString('base64');
    const parcel = await open(`${header}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${pdf}\n`);
    expect(parcel.parts).toMatchObject([{ name: 'attachment 1', role: 'attachment' }]);
    expect(codesOf(parcel)).toEqual(['content-type-differs in attachment 1']);
  });

  it('keeps every byte of an attachment that is not encoded', async () => {
    const run = fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (content) => {
      const head = `${header}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: binary\r\n\r\n`;
      const parcel = await open(Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--b--\r\n')]));
      expect(Buffer.compare(parcel.parts[0]?.bytes ?? Buffer.alloc(0), content)).toBe(0);
    });
    await fc.assert(run, { numRuns: 300 });
  });

  it('is refused as a mailbox where several follow one another', async () => {
    const one = `From a@b Tue Nov  3 10:15:30 2026\n${header}\ntext\n\n`;
    expect((await open(one)).parts.length).toBe(1);
    await expect(open(one + one)).rejects.toMatchObject({
      code: 'FORMAT_CANNOT',
      hint: expect.stringMatching(/\.eml/),
    });
  });
});

describe('a hostile message', () => {
  const nested = (depth: number): string => {
    let body = 'innermost';
    for (let level = depth; level > 0; level -= 1) {
      body = `Content-Type: multipart/mixed; boundary=b${level}x\n\n--b${level}x\n${body}\n--b${level}x--\n`;
    }
    return `${header}${body}`;
  };

  it.each<readonly [string, () => string, string]>([
    ['of 300 levels', () => nested(300), 'INPUT_HOSTILE'],
    [
      'of 50,000 parts',
      () => `${header}Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(50_000)}--b--\n`,
      'INPUT_TOO_LARGE',
    ],
    ['with a header of 1 MB', () => `${header}X-Long: ${'x'.repeat(1_000_000)}\n\ntext`, 'INPUT_TOO_LARGE'],
    ['with a header of 100,000 lines', () => `${header}${'X-Line: x\n'.repeat(100_000)}\ntext`, 'INPUT_TOO_LARGE'],
  ])('%s is refused in time', async (_title, message, code) => {
    const startedAt = performance.now();
    await expect(open(message())).rejects.toMatchObject({ code, hint: expect.stringMatching(/\.$/) });
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it.each<readonly [string, () => string]>([
    ['of 30 levels', () => nested(30)],
    [
      'with 2 million boundaries that are none',
      () => `${header}Content-Type: multipart/mixed; boundary=b\n\n${' --b'.repeat(2_000_000)}`,
    ],
    ['with a text of one line of 20 MB', () => `${header}\n${'x'.repeat(20_000_000)}`],
    ['with 100,000 encoded words', () => `${header}Subject: ${'=?utf-8?q?a?= '.repeat(15_000)}\n\ntext`],
    [
      'with a parameter in 9,000 pieces',
      () =>
        `${header}Content-Type: text/plain;${Array.from({ length: 9000 }, (_, n) => ` name*${n}*=%aa;`).join('')}\n\ntext`,
    ],
    ['with 5 million unclosed tags', () => `${header}Content-Type: text/html\n\n<${'<a '.repeat(5_000_000)}`],
    [
      'with 5 million equal signs',
      () => `${header}Content-Transfer-Encoding: quoted-printable\n\n${'='.repeat(5_000_000)}`,
    ],
    [
      'with 5 million blanks',
      () => `${header}Content-Transfer-Encoding: quoted-printable\n\n${' '.repeat(5_000_000)}x`,
    ],
    [
      'with a boundary of every character',
      () => `${header}Content-Type: multipart/mixed; boundary="=?utf-8?q?=41?="\n\n--=?utf-8?q?=41?=\n\nx\n`,
    ],
  ])('%s is read in time', async (_title, message) => {
    const startedAt = performance.now();
    await open(message());
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('that is damaged gives parts or a typed error, and no letter to the terminal', async () => {
    const whole = Buffer.concat([sample('attachments.eml')]);
    const run = fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      async (damage) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of damage) bytes[at] = value;
        expect(await open(bytes).then(() => 'opened', failureOf)).toMatch(/^(opened|(INPUT|FORMAT)_[A-Z]+)$/);
      },
    );
    await fc.assert(run, { numRuns: 300 });
  });
});
