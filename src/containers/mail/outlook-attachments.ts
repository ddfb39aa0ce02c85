import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { excerpt } from '../../core/printable.ts';
import { formatBytes, formatCount } from '../../core/units.ts';
import { writeCompoundFile } from '../office/compound-writer.ts';
import type { Part } from '../contract.ts';
import { OutlookProperties, type Streams } from './outlook-properties.ts';
import { shownName } from '../shown-name.ts';

/** An attachment as a part, as an issue where it is not whole, or as both. */
export interface OutlookAttachment {
  readonly part?: Part;
  readonly issue?: Issue;
}

/** Ids of the properties that matter ([MS-OXPROPS]). */
const property = {
  displayName: 0x3001,
  data: 0x3701,
  shortName: 0x3704,
  method: 0x3705,
  longName: 0x3707,
  link: 0x370d,
} as const;

/** How an attachment is carried ([MS-OXCMSG] 2.2.2.9). Those between are references to files elsewhere. */
const attachMethod = { byValue: 1, embeddedMessage: 5, object: 6 } as const;

const attachmentFolder = /^(\/__attach_version1\.0_#[0-9A-Fa-f]{8})\//;

/** As many as packed documents may hold in all, and more. */
const mostAttachments = 1000;

/** All attachments, in the order of their numbers. Throws `INPUT_TOO_LARGE`. */
export function readAttachments(
  streams: Streams,
  { codePage, name }: { readonly codePage: number; readonly name: string },
): readonly OutlookAttachment[] {
  const folders = new Set<string>();
  for (const path of streams.keys()) {
    const folder = attachmentFolder.exec(path)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  if (folders.size > mostAttachments) {
    throw new CriskitError('INPUT_TOO_LARGE', `${name} has more than ${formatCount(mostAttachments)} attachments`, {
      path: name,
      hint: 'Save the report from it and import that.',
    });
  }
  return [...folders].sort().map((folder, index) => {
    const properties = new OutlookProperties(streams, folder, 8);
    const text = (id: number): string | undefined => properties.text(id, codePage);
    const named = shownName(text(property.longName) ?? text(property.displayName) ?? text(property.shortName));
    return readAttachment(streams, folder, properties, named ?? `attachment ${index + 1}`);
  });
}

function readAttachment(
  streams: Streams,
  folder: string,
  properties: OutlookProperties,
  name: string,
): OutlookAttachment {
  const method = properties.number(property.method) ?? attachMethod.byValue;
  if (method === attachMethod.embeddedMessage) {
    const bytes = embeddedMessage(streams, `${folder}/__substg1.0_3701000D`);
    if (bytes !== undefined) return { part: { name, role: 'attachment', bytes } };
  }
  if (method === attachMethod.object)
    return { issue: issue('part-unreadable', name, 'is an object of another program') };
  if (method !== attachMethod.byValue) {
    const link = properties.text(property.link, 1252);
    const where = link === undefined ? 'lies elsewhere' : `lies at ${excerpt(link, 100)}`;
    return { issue: issue('attachment-elsewhere', name, where) };
  }
  const data = properties.binary(property.data);
  if (data === undefined) return { issue: issue('attachment-missing', name, 'is named, and its content is missing') };
  const part: Part = { name, role: 'attachment', bytes: data.bytes };
  if (data.isWhole) return { part };
  const lengths = `has ${formatBytes(data.bytes.length)} where the message states ${formatBytes(data.statedBytes)}`;
  return { part, issue: issue('attachment-cut-off', name, lengths) };
}

const advice: Readonly<Record<string, string>> = {
  'part-unreadable': 'Save it from Outlook and import that.',
  'attachment-elsewhere': 'Fetch it, and import it if it is a report.',
};

function issue(code: string, part: string, what: string): Issue {
  return { code, message: `The attachment ${what}. ${advice[code] ?? 'Ask for the message again.'}`, place: { part } };
}

const innerHeaderBytes = 24;
const fillBytes = 8;

/**
 * A message inside a message as a file of its own ([MS-OXMSG] 2.4.1): its streams, the list of property names, which only
 * the outermost message has, and a property list whose header is that of a file. Undefined where there is none.
 */
function embeddedMessage(streams: Streams, folder: string): Uint8Array | undefined {
  const list = streams.get(`${folder}/__properties_version1.0`);
  if (list === undefined) return undefined;
  const inner = new Map<string, Uint8Array>();
  for (const [path, bytes] of streams) {
    if (path.startsWith(`${folder}/`)) inner.set(path.slice(folder.length), bytes);
    else if (path.startsWith('/__nameid_version1.0/')) inner.set(path, bytes);
  }
  const fill = Buffer.alloc(fillBytes);
  const whole = Buffer.concat([list.subarray(0, innerHeaderBytes), fill, list.subarray(innerHeaderBytes)]);
  return writeCompoundFile(inner.set('/__properties_version1.0', whole));
}
