import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { countOf, formatBytes } from '../../core/units.ts';
import type { ContainerInput, Parcel, Part } from '../contract.ts';
import { mailboxLine } from './mail.ts';
import { mailDateToUtc } from './mail-date.ts';
import type { MailHeader } from './mail-header.ts';
import { issuesOfLeaf, issuesOfMessage } from './mail-issues.ts';
import { leavesOf, type MailLeaf } from './mail-leaves.ts';
import { type MailEntity, readMailStructure } from './mail-structure.ts';
import { decodeMessageText, unwrapFlowed } from './message-text.ts';

/** The largest message that is opened. Mail systems stop at 25 to 150 MB. */
const largestMessageBytes = 150 * 1024 * 1024;

/** Longer values of headers are cut: they are shown to people. */
const longestTrait = 1000;

/** Everything that a message carries, each part with the bytes that were sent. */
export async function openMail(input: ContainerInput, signal?: AbortSignal): Promise<Parcel> {
  const message = await readMailStructure(messageBytes(input), input.name, signal);
  const leaves = leavesOf(message);
  const bodies = new Map<MailLeaf, Body>();
  for (const leaf of leaves) {
    if (leaf.bytes !== undefined && (leaf.use === 'text' || leaf.use === 'HTML'))
      bodies.set(leaf, bodyOf(leaf, leaf.bytes));
  }
  const texts = [...bodies.values()].map(({ bytes }) => Buffer.from(bytes).toString());
  return {
    container: 'mail',
    parts: leaves.flatMap((leaf) => partOf(leaf, bodies.get(leaf)) ?? []),
    issues: [
      ...issuesOfMessage(message, leaves, texts),
      ...leaves.flatMap((leaf) => [...issuesOfLeaf(leaf), ...(bodies.get(leaf)?.issues ?? [])]),
    ],
    traits: new Map([...traitsOfHeader(message.header), ...traitsOfParts(message, leaves, bodies)]),
  };
}

/** The message without what may stand before it in a file. */
function messageBytes({ bytes, name }: ContainerInput): Buffer {
  if (bytes.length > largestMessageBytes) {
    throw new CriskitError('INPUT_TOO_LARGE', `${name} is a message of ${formatBytes(bytes.length)}`, {
      path: name,
      hint: `Messages of up to ${formatBytes(largestMessageBytes)} are opened. Save the report from it and import that.`,
    });
  }
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = content.subarray(0, 3).toString('latin1') === '\xef\xbb\xbf' ? 3 : 0;
  const first = mailboxLine.exec(content.toString('latin1', start, start + 600))?.[0];
  if (first === undefined) return content.subarray(start);
  refuseMailbox(content, start + first.length, name);
  return content.subarray(start + first.length);
}

/** A file that begins with the line of a mailbox may hold more messages, which would be taken for the text of the first. */
function refuseMailbox(content: Buffer, start: number, name: string): void {
  for (let at = content.indexOf('\nFrom ', start); at >= 0; at = content.indexOf('\nFrom ', at + 6)) {
    const isAfterBlankLine = content[at - 1] === 0x0a || (content[at - 1] === 0x0d && content[at - 2] === 0x0a);
    if (!isAfterBlankLine || !mailboxLine.test(content.toString('latin1', at + 1, at + 600))) continue;
    throw new CriskitError('FORMAT_CANNOT', `${name} is a mailbox with several messages`, {
      path: name,
      hint: 'Save the message with the report by itself (.eml) and import that.',
    });
  }
}

/** The text of a message, ready to be read as a document. */
interface Body {
  readonly bytes: Uint8Array;
  readonly isBlank: boolean;
  readonly issues: readonly Issue[];
}

function bodyOf({ entity, use, name }: MailLeaf, sent: Uint8Array): Body {
  const { isFlowed, deletesSpace, charset } = entity.header;
  const whole = isFlowed && use === 'text' ? unwrapFlowed(sent, deletesSpace) : sent;
  const { bytes, isMisstated } = decodeMessageText(whole, charset);
  const message = 'The text is not in the character set that it states; letters beyond a to z may be wrong.';
  const issues: Issue[] = isMisstated ? [{ code: 'charset-differs', message, place: { part: name } }] : [];
  return { bytes, isBlank: sent.every((byte) => byte <= 0x20), issues };
}

/** Undefined for what is told elsewhere: in a trait or in an issue. */
function partOf({ use, name, bytes }: MailLeaf, body: Body | undefined): Part | undefined {
  if (body !== undefined) {
    const container = use === 'HTML' ? 'html' : 'plain-text';
    return body.isBlank ? undefined : { name, role: 'body', container, bytes: body.bytes };
  }
  return use === 'attachment' && bytes !== undefined ? { name, role: 'attachment', bytes } : undefined;
}

function* traitsOfHeader(header: MailHeader): Generator<readonly [string, string]> {
  const { from, to, cc, subject, date, messageId } = header;
  const sentAtUtc = date === undefined ? undefined : mailDateToUtc(date);
  const all = { from, to, cc, subject, 'sent at': date, 'sent at (UTC)': sentAtUtc, 'message id': messageId };
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) yield [name, value.slice(0, longestTrait)];
  }
}

function* traitsOfParts(
  message: MailEntity,
  leaves: readonly MailLeaf[],
  bodies: ReadonlyMap<MailLeaf, Body>,
): Generator<readonly [string, string]> {
  const before = message.before.length;
  if (before > 0) yield ['text before the parts', formatBytes(before)];
  const blank = leaves.filter((leaf) => bodies.get(leaf)?.isBlank === true).map(({ name }) => name);
  if (blank.length > 0) yield ['blank', blank.join(', ')];
  const signatures = leaves.filter(({ use }) => use === 'signature').map(({ name }) => name);
  if (signatures.length > 0) yield ['signature, not verified', signatures.join(', ')];
  const markers = leaves.filter(({ use }) => use === 'encryption marker').length;
  if (markers > 0) yield ['encrypted', countOf(markers, 'part')];
}
