import type { CarrierContainer, ContainerInput, Parcel, ReadingOptions, Recognition } from '../contract.ts';

/** Fields that mail systems write and people do not: one of them is enough. */
const machineFields = ['received', 'return-path', 'delivered-to', 'message-id', 'mime-version', 'dkim-signature'];

/** Fields that people write above a memo as well: mail only where nothing else stands among them. */
const letterFields = ['from', 'to', 'cc', 'bcc', 'subject', 'date', 'sender', 'reply-to', 'content-type', 'importance'];

/** Where a mail program of Unix saved the message: one line of a mailbox before the header. */
export const mailboxLine = /^From \S+ [^\r\n]{0,200}\d{4}[^\r\n]{0,80}\r?\n/;

/** E-mail messages as text (RFC 5322, MIME). The library behind it is loaded when the first one is opened. */
export const mail: CarrierContainer = {
  id: 'mail',
  title: 'e-mail message (EML)',
  endings: ['.eml'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65_536)).toString('latin1');
    const message = text.replace(/^\xef\xbb\xbf/, '').replace(mailboxLine, '');
    const header = readFieldNames(message);
    if (/^content-type:\s{0,3}multipart\//i.test(message))
      return { confidence: 0.9, reason: 'the text begins as MIME parts' };
    if (header.names.size < 2) return undefined;
    const names = [...header.names];
    const isLetter = header.isEnded && header.names.has('from') && names.every((name) => letterFields.includes(name));
    if (!isLetter && !names.some((name) => machineFields.includes(name))) return undefined;
    return { confidence: 0.9, reason: 'the text begins with the header of a message' };
  },

  async open(input: ContainerInput, options: ReadingOptions = {}): Promise<Parcel> {
    const { openMail } = await import('./mail-reading.ts');
    return openMail(input, options.signal);
  },
};

/** `isEnded`: a blank line follows, or nothing. */
function readFieldNames(text: string): { readonly names: ReadonlySet<string>; readonly isEnded: boolean } {
  const names = new Set<string>();
  for (const line of text.split('\n')) {
    if (line === '' || line === '\r') return { names, isEnded: true };
    if (names.size > 0 && /^[ \t]/.test(line)) continue;
    const name = /^([A-Za-z][A-Za-z0-9-]{0,75})[ \t]*:/.exec(line)?.[1];
    if (name === undefined) return { names, isEnded: false };
    names.add(name.toLowerCase());
  }
  return { names, isEnded: true };
}
