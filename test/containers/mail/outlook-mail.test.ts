import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCompoundFile } from '../../../src/containers/office/compound-writer.ts';
import type { Parcel } from '../../../src/containers/contract.ts';
import { recogniseContainer } from '../../../src/containers/lookup.ts';
import { mail } from '../../../src/containers/mail/mail.ts';
import { outlookMail } from '../../../src/containers/mail/outlook-mail.ts';
import { itWith } from '../../peer-program.ts';
import { failureOf } from '../failure.ts';
import { writeMsg, type MsgMessage } from './msg-file.ts';
import { writeWorkbook } from '../reading.ts';

const csv = Buffer.from('MD5,Result\r\n0123456789abcdef0123456789abcdef,Identified\r\n');
const large = Buffer.alloc(70_000, 'MD5,Result\r\n');

const usual: MsgMessage = {
  subject: 'CRIS review – Fall 24',
  senderName: 'Analyst',
  senderAddress: 'analyst@example.org',
  to: 'Lab',
  sentAt: new Date('2026-11-03T15:15:30Z'),
  messageId: '<1@example.org>',
  text: 'The report is attached.\r\nGrüße',
  html: Buffer.from('<html><body>Grüße</body></html>', 'latin1'),
  htmlCodePage: 1252,
  attachments: [
    { name: 'report.csv', bytes: csv },
    { name: 'report.csv', bytes: large },
  ],
};

function open(message: MsgMessage | Uint8Array): Promise<Parcel> {
  const bytes = message instanceof Uint8Array ? message : writeMsg(message);
  return outlookMail.open({ bytes, name: 'reply.msg' });
}

function sha256(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}

describe('a message of Outlook', () => {
  it('gives its texts, its attachments and where it comes from', async () => {
    const { parts, issues, traits, container } = await open(usual);
    expect(container).toBe('outlook-mail');
    expect(parts.map(({ name, role, container }) => [name, role, container])).toEqual([
      ['message text', 'body', 'plain-text'],
      ['message HTML', 'body', 'html'],
      ['report.csv', 'attachment', undefined],
      ['report.csv (2)', 'attachment', undefined],
    ]);
    expect(textOf(parts[0]?.bytes)).toBe('\ufeffThe report is attached.\r\nGrüße');
    expect(textOf(parts[1]?.bytes)).toBe('\ufeff<html><body>Grüße</body></html>');
    expect(parts.slice(2).map(({ bytes }) => sha256(bytes))).toEqual([sha256(csv), sha256(large)]);
    expect(issues).toEqual([]);
    expect(Object.fromEntries(traits)).toEqual({
      from: 'Analyst <analyst@example.org>',
      to: 'Lab',
      subject: 'CRIS review – Fall 24',
      'sent at (UTC)': '2026-11-03T15:15:30Z',
      'message id': '<1@example.org>',
    });
  });

  it('is told by the streams at its root', () => {
    const workbook = Buffer.from(writeWorkbook({ S: [['MD5']] }, 'biff8'));
    const withWorkbook = writeMsg({ ...usual, attachments: [{ name: 'report.xls', bytes: workbook }] });
    expect(recogniseContainer({ bytes: withWorkbook, name: 'a.xls' }).id).toBe('outlook-mail');
    expect(recogniseContainer({ bytes: workbook, name: 'a.msg' }).id).toBe('workbook');
  });

  it('in a code page instead of Unicode is decoded by it', async () => {
    const { parts, traits } = await open({ subject: 'Prüfung', text: 'Grüße', codePage: 1252 });
    expect(traits.get('subject')).toBe('Prüfung');
    expect(textOf(parts[0]?.bytes)).toBe('\ufeffGrüße');
  });

  it('inside another one is a part that is a message in its turn', async () => {
    const inner = { ...usual, subject: 'inner' };
    const outer = await open({
      subject: 'outer',
      text: 'Forwarded.',
      attachments: [{ name: 'inner', message: inner }],
    });
    const part = outer.parts[1];
    expect(part?.name).toBe('inner');
    expect(recogniseContainer({ bytes: part?.bytes ?? csv, name: 'x' }).id).toBe('outlook-mail');
    const opened = await open(part?.bytes ?? csv);
    expect(opened).toEqual(await open(inner));
    expect(outer.issues).toEqual([]);
  });

  it('three deep keeps what is attached innermost', async () => {
    const innermost: MsgMessage = { text: 'c', attachments: [{ name: 'report.csv', bytes: large }] };
    const middle: MsgMessage = { text: 'b', attachments: [{ name: 'c', message: innermost }] };
    const outer = await open({ text: 'a', attachments: [{ name: 'b', message: middle }] });
    const second = await open(outer.parts[1]?.bytes ?? csv);
    const third = await open(second.parts[1]?.bytes ?? csv);
    expect(sha256(third.parts[1]?.bytes)).toBe(sha256(large));
  });

  it.each<readonly [string, MsgMessage, string, RegExp]>([
    ['promises an attachment', { text: 'Please see the attached report.' }, 'attachment-missing', /Ask for it again/],
    [
      'states another length of an attachment',
      { text: 'a', attachments: [{ name: 'report.csv', bytes: csv, statedBytes: 999_999 }] },
      'attachment-cut-off',
      /states 976\.6 KiB/,
    ],
    ['names an attachment without content', { attachments: [{ name: 'report.csv' }] }, 'attachment-missing', /missing/],
    [
      'links to an attachment',
      { attachments: [{ name: 'report.csv', method: 7, link: 'https://files.example.org/x' }] },
      'attachment-elsewhere',
      /files\.example\.org/,
    ],
    ['carries an object', { attachments: [{ name: 'chart', method: 6 }] }, 'part-unreadable', /object/],
    ['has its text as RTF alone', { rtf: Buffer.alloc(40) }, 'text-not-read', /RTF/],
    ['reports a delivery', { messageClass: 'REPORT.IPM.Note.NDR', text: 'x' }, 'delivery-report', /not a reply/],
  ])('that %s says so', async (_title, message, code, text) => {
    const { issues } = await open(message);
    expect(issues.map((issue) => issue.code)).toEqual([code]);
    expect(issues[0]?.message).toMatch(text);
  });

  it('whose names are traps shows them safely', async () => {
    const names = ['../../etc/passwd', 'C:\\NUL.csv', '\u001b[2Jx.csv', '\u0000', `${'x'.repeat(9000)}.csv`];
    const { parts } = await open({ attachments: names.map((name) => ({ name, bytes: csv })) });
    expect(parts.map(({ name }) => name)).toEqual([
      'etc/passwd',
      '_NUL.csv',
      '\\x1b[2Jx.csv',
      'attachment 4',
      `${'x'.repeat(120)}…`,
    ]);
  });

  it.each([
    ['of no class', { messageClass: '' }],
    ['of a foreign class', { messageClass: 'Evil\u001b[2J' }],
  ])('%s is refused', async (_title, message) => {
    await expect(open(message)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN', hint: expect.stringMatching(/\.$/) });
  });

  it('with attachments without end is refused in time', async () => {
    const folder = (index: number): string => `/__attach_version1.0_#${index.toString(16).padStart(8, '0')}`;
    const streams = new Map(Array.from({ length: 3000 }, (_, index) => [`${folder(index)}/x`, csv] as const));
    const list = Buffer.concat([Buffer.alloc(32), Buffer.from('1f001a00060000001200000000000000', 'hex')]);
    const message = new Map<string, Uint8Array>(streams)
      .set('/__properties_version1.0', list)
      .set('/__substg1.0_001A001F', Buffer.from('IPM.Note', 'utf16le'));
    await expect(open(writeCompoundFile(message))).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
  });

  it('that is cut off is refused, wherever it is', async () => {
    const whole = writeMsg(usual);
    for (let length = 512; length < whole.length; length += 1500) {
      const bytes = whole.subarray(0, length);
      await expect(open(bytes)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
    }
  });

  it('that is damaged gives nothing but typed errors', async () => {
    const whole = writeMsg(usual);
    const run = fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      async (damage) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of damage) bytes[at] = value;
        expect(await open(bytes).then(() => 'opened', failureOf)).toMatch(/^(opened|(INPUT|FORMAT)_[A-Z]+)$/);
      },
    );
    await fc.assert(run, { numRuns: 1500 });
  });
});

describe('the messages of the tests', () => {
  it('are read the same by msgreader', async () => {
    const { default: library } = (await import('@kenjiuno/msgreader')) as unknown as { readonly default: MsgLibrary };
    const Reader = 'default' in library ? library.default : library;
    const outer = await open({ subject: 'outer', attachments: [{ name: 'inner', message: usual }] });
    // As written by the tests, and as written anew by the code under test.
    for (const bytes of [writeMsg(usual), outer.parts[0]?.bytes ?? csv]) {
      const reader = new Reader(Uint8Array.from(bytes).buffer);
      const data = reader.getFileData();
      expect(data).toMatchObject({ subject: usual.subject, body: usual.text, senderName: 'Analyst' });
      expect(data.attachments.map((_, index) => sha256(reader.getAttachment(index).content))).toEqual([
        sha256(csv),
        sha256(large),
      ]);
    }
  });

  itWith('msgconvert')(
    'are read the same by msgconvert',
    async () => {
      const outer = await open({ subject: 'outer', attachments: [{ name: 'inner', message: usual }] });
      const folder = mkdtempSync(join(tmpdir(), 'criskit-msg-'));
      try {
        for (const bytes of [writeMsg(usual), outer.parts[0]?.bytes ?? csv]) {
          writeFileSync(join(folder, 'reply.msg'), bytes);
          const run = spawnSync('msgconvert', ['--outfile', 'reply.eml', 'reply.msg'], { cwd: folder });
          expect(run.status).toBe(0);
          const converted = await mail.open({ bytes: readFileSync(join(folder, 'reply.eml')), name: 'reply.eml' });
          expect(converted.traits.get('subject')).toBe(usual.subject);
          const attachments = converted.parts.filter(({ role }) => role === 'attachment');
          expect(attachments.map(({ name }) => name)).toEqual(['report.csv', 'report.csv (2)']);
          expect(attachments.map(({ bytes }) => sha256(bytes))).toEqual([sha256(csv), sha256(large)]);
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    30_000,
  );
});

type MsgReaderClass = new (bytes: ArrayBuffer) => MsgReader;

/** The class itself, or the module around it: that depends on who loads it. */
type MsgLibrary = MsgReaderClass | { readonly default: MsgReaderClass };

interface MsgReader {
  getFileData(): { readonly attachments: readonly unknown[] };
  getAttachment(index: number): { readonly content: Uint8Array };
}
