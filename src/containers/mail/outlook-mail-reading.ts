import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { excerpt } from '../../core/printable.ts';
import { formatBytes } from '../../core/units.ts';
import { CompoundDamage, readCompoundStreams } from '../office/compound-file.ts';
import type { ContainerInput, Parcel, Part } from '../contract.ts';
import { absenceIssues } from './mail-issues.ts';
import { codePageName, rtfOnlyIssue } from './mapi-text.ts';
import { decodeMessageText } from './message-text.ts';
import { readAttachments } from './outlook-attachments.ts';
import { OutlookProperties, type Streams } from './outlook-properties.ts';
import { distinctNames } from '../shown-name.ts';

/** The largest message that is opened. */
const largestMessageBytes = 150 * 1024 * 1024;

/** Ids of the properties that matter ([MS-OXPROPS]). */
const property = {
  messageClass: 0x001a,
  subject: 0x0037,
  sentAt: 0x0039,
  senderName: 0x0c1a,
  senderAddress: 0x0c1f,
  senderSmtpAddress: 0x5d01,
  displayTo: 0x0e04,
  displayCc: 0x0e03,
  text: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  messageId: 0x1035,
  internetCodePage: 0x3fde,
  messageCodePage: 0x3ffd,
} as const;

const westernEurope = 1252;

/** Everything that a message of Outlook carries. Throws `INPUT_TOO_LARGE`, `INPUT_DAMAGED` and `FORMAT_UNKNOWN`. */
export function openOutlookMail(input: ContainerInput): Parcel {
  const streams = readStreams(input);
  const message = new OutlookProperties(streams, '', 32);
  const codePage = message.number(property.messageCodePage) ?? westernEurope;
  const messageClass = message.text(property.messageClass, codePage) ?? '';
  if (!/^(?:IPM|REPORT)(?:\.|$)/i.test(messageClass)) throw noMessage(input, messageClass);
  const bodies = bodiesOf(message, codePage);
  const attachments = readAttachments(streams, { codePage, name: input.name });
  const parts = [...bodies, ...attachments.flatMap(({ part }) => part ?? [])];
  const names = distinctNames(parts.map(({ name }) => name));
  const texts = bodies.map(({ bytes }) => Buffer.from(bytes).toString());
  return {
    container: 'outlook-mail',
    parts: parts.map((part, index) => ({ ...part, name: names[index] ?? part.name })),
    issues: [
      ...issuesOfText(message, bodies),
      ...issuesOfClass(messageClass),
      ...absenceIssues({ texts, hasAttachments: attachments.length > 0, isForAttachments: false }),
      ...attachments.flatMap(({ issue }) => issue ?? []),
    ],
    traits: traitsOf(message, codePage),
  };
}

function readStreams({ bytes, name }: ContainerInput): Streams {
  if (bytes.length > largestMessageBytes) {
    throw new CriskitError('INPUT_TOO_LARGE', `${name} is a message of ${formatBytes(bytes.length)}`, {
      path: name,
      hint: 'Save the report from it and import that.',
    });
  }
  try {
    return readCompoundStreams(bytes);
  } catch (error) {
    if (!(error instanceof CompoundDamage)) throw error;
    throw new CriskitError('INPUT_DAMAGED', `${name} is a damaged Outlook message: ${error.message}`, {
      path: name,
      hint: 'Save it again from Outlook, or ask for the message again.',
      cause: error,
    });
  }
}

function noMessage({ name }: ContainerInput, messageClass: string): CriskitError {
  const what = messageClass === '' ? 'does not say what it is' : `is an item of the class "${excerpt(messageClass)}"`;
  return new CriskitError('FORMAT_UNKNOWN', `${name} is a file of Outlook, but no message: it ${what}`, {
    path: name,
    hint: 'Save the message with the report from Outlook, and import that.',
  });
}

function bodiesOf(message: OutlookProperties, codePage: number): readonly Part[] {
  const parts: Part[] = [];
  const text = message.text(property.text, codePage);
  if (text !== undefined && text.trim() !== '') {
    parts.push({ name: 'message text', role: 'body', container: 'plain-text', bytes: marked(text) });
  }
  const html = message.binary(property.html)?.bytes;
  const htmlText = html === undefined ? message.text(property.html, codePage) : undefined;
  const bytes =
    html === undefined ? htmlText && marked(htmlText) : decodedHtml(html, message.number(property.internetCodePage));
  if (bytes !== undefined && bytes !== '' && bytes.length > 0) {
    parts.push({ name: 'message HTML', role: 'body', container: 'html', bytes });
  }
  return parts;
}

/** With a byte order mark, which tells the reader that no other statement of an encoding holds. */
function marked(text: string): Uint8Array {
  return Buffer.from(`\ufeff${text}`);
}

function decodedHtml(html: Uint8Array, codePage: number | undefined): Uint8Array {
  return codePage === undefined ? html : decodeMessageText(html, codePageName(codePage)).bytes;
}

function issuesOfText(message: OutlookProperties, bodies: readonly Part[]): readonly Issue[] {
  const issues: Issue[] = [];
  for (const [id, part] of [
    [property.text, 'message text'],
    [property.html, 'message HTML'],
  ] as const) {
    if (!message.isCut(id)) continue;
    const text =
      'The message states another length for this part: it is cut off or damaged. Ask for the message again.';
    issues.push({ code: 'message-cut-off', message: text, place: { part } });
  }
  if (bodies.length === 0 && message.binary(property.rtf) !== undefined) issues.push(rtfOnlyIssue);
  return issues;
}

function issuesOfClass(messageClass: string): readonly Issue[] {
  if (!/^REPORT\./i.test(messageClass)) return [];
  const message =
    'This is an automatic report on the delivery of a message, not a reply. Look whether the message that it speaks of has to be sent again.';
  return [{ code: 'delivery-report', message, place: {} }];
}

function traitsOf(message: OutlookProperties, codePage: number): ReadonlyMap<string, string> {
  const text = (id: number): string | undefined => message.text(id, codePage);
  const address = text(property.senderSmtpAddress) ?? text(property.senderAddress);
  const name = text(property.senderName);
  const all = {
    from: [name, address === undefined ? undefined : `<${address}>`].filter((one) => one !== undefined).join(' '),
    to: text(property.displayTo),
    cc: text(property.displayCc),
    subject: text(property.subject),
    'sent at (UTC)': message.time(property.sentAt),
    'message id': text(property.messageId),
  };
  return new Map(Object.entries(all).flatMap(([key, value]) => (value ? [[key, value.slice(0, 1000)] as const] : [])));
}
