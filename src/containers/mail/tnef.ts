import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import type { CarrierContainer, ContainerInput, Parcel, Part, Recognition } from '../contract.ts';
import { decodeCodePage, rtfOnlyIssue } from './mapi-text.ts';
import { distinctNames, shownName } from '../shown-name.ts';
import { readTnefAttributes, readTnefProperties, TnefDamage, tnefSignature } from './tnef-stream.ts';

/** What Outlook attaches as `winmail.dat` to messages that it does not send as MIME ([MS-OXTNEF]). */
export const tnef: CarrierContainer = {
  id: 'tnef',
  title: 'Outlook attachment (winmail.dat)',
  endings: ['winmail.dat'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (content.length < 6 || content.readUInt32LE(0) !== tnefSignature) return undefined;
    return { confidence: 1, reason: 'the bytes begin as winmail.dat' };
  },

  async open({ bytes, name }: ContainerInput): Promise<Parcel> {
    try {
      return parcelOf(readMessage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
    } catch (error) {
      if (!(error instanceof TnefDamage)) throw error;
      throw new CriskitError('INPUT_DAMAGED', `${name} is a damaged winmail.dat: ${error.message}`, {
        path: name,
        hint: 'Ask the sender to send the message again as plain text or HTML, not as rich text, with the report attached.',
        cause: error,
      });
    }
  },
};

/** Attributes that matter ([MS-OXTNEF] 2.1.3.2). */
const attribute = {
  subject: 0x00018004,
  body: 0x0002800c,
  messageProperties: 0x00069003,
  codePage: 0x00069007,
  attachmentBegins: 0x00069002,
  attachmentTitle: 0x00018010,
  attachmentData: 0x0006800f,
  attachmentProperties: 0x00069005,
} as const;

/** Properties that matter, by tag ([MS-OXPROPS]). */
const property = {
  subject: 0x0037001f,
  text: 0x1000001f,
  textInCodePage: 0x1000001e,
  html: 0x10130102,
  rtf: 0x10090102,
  internetCodePage: 0x3fde0003,
  longName: 0x3707001f,
  longNameInCodePage: 0x3707001e,
  displayName: 0x3001001f,
  data: 0x37010102,
  object: 0x3701000d,
} as const;

type Properties = ReadonlyMap<number, Buffer>;

interface TnefMessage {
  readonly texts: Map<number, Buffer>;
  codePage: number;
  properties: Properties;
  readonly attachments: { title?: Buffer; data?: Buffer; properties?: Properties }[];
}

function readMessage(stream: Buffer): TnefMessage {
  const message: TnefMessage = { texts: new Map(), codePage: 1252, properties: new Map(), attachments: [] };
  for (const { id, data } of readTnefAttributes(stream)) {
    const attachment = message.attachments.at(-1) ?? {};
    if (id === attribute.subject || id === attribute.body) message.texts.set(id, data);
    else if (id === attribute.codePage && data.length >= 4) message.codePage = data.readUInt32LE(0);
    else if (id === attribute.messageProperties) message.properties = readTnefProperties(data);
    else if (id === attribute.attachmentBegins) message.attachments.push({});
    else if (id === attribute.attachmentTitle) attachment.title = data;
    else if (id === attribute.attachmentData) attachment.data = data;
    else if (id === attribute.attachmentProperties) attachment.properties = readTnefProperties(data);
  }
  return message;
}

function parcelOf(message: TnefMessage): Parcel {
  const parts = [...bodiesOf(message), ...attachmentsOf(message)];
  const names = distinctNames(parts.map(({ name }) => name));
  const isRtfOnly = parts.every(({ role }) => role !== 'body') && message.properties.has(property.rtf);
  const issues: Issue[] = isRtfOnly ? [rtfOnlyIssue] : [];
  const subject = textOf(message.properties.get(property.subject)) ?? codedText(message, attribute.subject);
  return {
    container: 'tnef',
    parts: parts.map((part, index) => ({ ...part, name: names[index] ?? part.name })),
    issues,
    traits: new Map(subject === undefined || subject === '' ? [] : [['subject', subject]]),
  };
}

function* bodiesOf(message: TnefMessage): Generator<Part> {
  const { properties, codePage } = message;
  const inCodePage = properties.get(property.textInCodePage);
  const text =
    textOf(properties.get(property.text)) ??
    (inCodePage === undefined ? undefined : decodeCodePage(inCodePage, codePage)) ??
    codedText(message, attribute.body);
  if (text !== undefined && text.trim() !== '') {
    yield { name: 'message text', role: 'body', container: 'plain-text', bytes: Buffer.from(`\ufeff${text}`) };
  }
  const html = properties.get(property.html);
  if (html === undefined || html.length === 0) return;
  const htmlCodePage = properties.get(property.internetCodePage)?.readUInt32LE(0);
  const bytes = htmlCodePage === undefined ? html : Buffer.from(`\ufeff${decodeCodePage(html, htmlCodePage)}`);
  yield { name: 'message HTML', role: 'body', container: 'html', bytes };
}

function* attachmentsOf({ attachments, codePage }: TnefMessage): Generator<Part> {
  for (const [index, { title, data, properties }] of attachments.entries()) {
    const coded = properties?.get(property.longNameInCodePage) ?? title;
    const name =
      textOf(properties?.get(property.longName)) ??
      textOf(properties?.get(property.displayName)) ??
      (coded === undefined ? undefined : decodeCodePage(coded, codePage));
    // A message or an OLE object follows the identifier of its interface, of 16 bytes.
    const bytes = properties?.get(property.data) ?? properties?.get(property.object)?.subarray(16) ?? data;
    yield {
      name: shownName(name) ?? `attachment ${index + 1}`,
      role: 'attachment',
      bytes: bytes ?? Buffer.alloc(0),
    };
  }
}

function codedText({ texts, codePage }: TnefMessage, id: number): string | undefined {
  const data = texts.get(id);
  return data === undefined ? undefined : decodeCodePage(data, codePage);
}

/** UTF-16 up to a NUL. */
function textOf(value: Buffer | undefined): string | undefined {
  return value?.toString('utf16le').replace(/\0.*$/s, '');
}
