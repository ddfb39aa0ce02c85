import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { writeMsg } from '../../containers/mail/msg-file.ts';
import { entryOf, zipOf } from '../../containers/archives/zip-bytes.ts';
import { docx, html } from './markup.ts';
import { pdf } from './pdf.ts';
import { plainText } from './text.ts';
import { word } from './words.ts';

const document: fc.Arbitrary<Uint8Array> = fc.oneof(plainText, plainText, html, pdf, docx);

const entryName = fc.oneof(
  fc.constantFrom(
    'report.csv',
    '../../report.pdf',
    '/etc/passwd',
    'C:\\a\\b.csv',
    'a/',
    '__proto__',
    '',
    '\0',
    'x'.repeat(300),
  ),
  word,
);

const flatZip: fc.Arbitrary<Uint8Array> = fc
  .array(fc.tuple(entryName, document), { maxLength: 4 })
  .map((entries) => zipOf(entries.map(([name, content]) => entryOf(name, content))));

/** Zip archives, nested up to seven times. */
export const zip: fc.Arbitrary<Uint8Array> = fc
  .tuple(flatZip, fc.constantFrom(0, 0, 0, 1, 2, 7), entryName)
  .map(([inner, times, name]) => {
    let bytes = inner;
    for (let depth = 0; depth < times; depth += 1) bytes = zipOf([entryOf(name, bytes)]);
    return bytes;
  });

export const gzip: fc.Arbitrary<Uint8Array> = fc.oneof(document, zip).map((inner) => gzipSync(inner));

const contentType = fc.constantFrom(
  'text/plain',
  'text/plain; charset=utf-8',
  'text/plain; charset="no-such-charset"',
  'text/html; charset=utf-8',
  'application/pdf; name="report.pdf"',
  "application/octet-stream; name*=utf-8''%E2%80%AE%00",
  'application/ms-tnef; name="winmail.dat"',
  'image/png',
  '',
);
const disposition = fc.constantFrom(
  '',
  'inline',
  'attachment',
  'attachment; filename="../../x.csv"',
  'attachment; filename=""',
);
const coding = fc.constantFrom('base64', 'quoted-printable', '7bit', '8bit', 'binary', 'no-such-coding', '');

function encoded(content: Uint8Array, coding: string): Buffer {
  const bytes = Buffer.from(content);
  if (coding === 'base64') return Buffer.from((bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n'));
  if (coding !== 'quoted-printable') return bytes;
  const quoted = bytes.toString('latin1').replaceAll(/[^\n -<>-~]/g, (character) => {
    return `=${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return Buffer.from(quoted.replaceAll(/[^\n]{70}/g, '$&=\n'), 'latin1');
}

function partOf(type: string, disposition: string, coding: string, body: Uint8Array): Buffer {
  const fields = [
    ...(type === '' ? [] : [`Content-Type: ${type}`]),
    ...(disposition === '' ? [] : [`Content-Disposition: ${disposition}`]),
    ...(coding === '' ? [] : [`Content-Transfer-Encoding: ${coding}`]),
  ];
  return Buffer.concat([Buffer.from(`${fields.join('\r\n')}\r\n\r\n`), body]);
}

const leafPart = fc
  .tuple(contentType, disposition, coding, fc.oneof(document, zip))
  .map(([type, disposition, coding, content]) => partOf(type, disposition, coding, encoded(content, coding)));

const multipart = fc.constantFrom('mixed', 'alternative', 'related', 'report', 'no-such-kind');
const boundary = fc.constantFrom('b', '=_x', '', '--', 'b b');

const { mailPart } = fc.letrec<{ mailPart: Buffer }>((tie) => ({
  mailPart: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 3, arbitrary: leafPart },
    {
      weight: 2,
      arbitrary: fc
        .tuple(multipart, boundary, fc.array(tie('mailPart'), { maxLength: 3 }), fc.boolean())
        .map(([kind, mark, parts, isClosed]) => {
          const between = Buffer.from(`\r\n--${mark}\r\n`);
          const end = Buffer.from(isClosed ? `\r\n--${mark}--\r\n` : '');
          const body = Buffer.concat([...parts.flatMap((part) => [between, part]), end]);
          return partOf(`multipart/${kind}; boundary="${mark}"`, '', '', body);
        }),
    },
    {
      weight: 1,
      arbitrary: tie('mailPart').map((part) =>
        partOf('message/rfc822', '', '', Buffer.concat([Buffer.from('Subject: inner\r\nFrom: a@b\r\n'), part])),
      ),
    },
  ),
}));

/** Messages of nested parts, whose codings and types may be lies. */
export const mail: fc.Arbitrary<Uint8Array> = fc.tuple(word, word, mailPart).map(([subject, sender, part]) => {
  const line = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ').slice(0, 900);
  const head = `From: ${line(sender)} <a@b.example>\r\nTo: lab@agency.example\r\nSubject: ${line(subject)}\r\nDate: Fri, 20 Nov 2026 14:30:00 +0000\r\nMIME-Version: 1.0\r\n`;
  return Buffer.concat([Buffer.from(head), part]);
});

const msgAttachment = fc.oneof(
  fc.tuple(entryName, fc.oneof(document, zip)).map(([name, bytes]) => ({ name, bytes })),
  fc.tuple(entryName, document, fc.nat(0xffff)).map(([name, bytes, statedBytes]) => ({ name, bytes, statedBytes })),
  fc.tuple(word, fc.integer({ min: 0, max: 8 })).map(([link, method]) => ({ link, method })),
  word.map((text) => ({ message: { subject: 'inner', text } })),
);

/** Messages as Outlook saves them. */
export const outlookMessage: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    word,
    plainText,
    html,
    fc.array(msgAttachment, { maxLength: 3 }),
    fc.constantFrom('text', 'html', 'rtf', 'none'),
  )
  .map(([subject, text, page, attachments, body]) =>
    writeMsg({
      subject,
      senderName: subject,
      attachments,
      ...(body === 'text' ? { text: Buffer.from(text).toString() } : {}),
      ...(body === 'html' ? { html: page } : {}),
      ...(body === 'rtf' ? { rtf: text } : {}),
    }),
  );
