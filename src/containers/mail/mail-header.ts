import type { simpleParser } from 'mailparser';
import { CriskitError } from '../../core/errors.ts';
import { formatBytes } from '../../core/units.ts';

/** The longest header that is read. Those of large mail systems, with all their stations, have some tens of KiB. */
const largestHeaderBytes = 256 * 1024;

/** The header of a message or of one of its parts, with what is needed of it decoded (RFC 2045, 2047, 2231). */
export interface MailHeader {
  /** Lower case, such as `text/plain`; undefined where it is not stated. */
  readonly contentType: string | undefined;
  readonly boundary: string | undefined;
  readonly charset: string | undefined;
  readonly isFlowed: boolean;
  readonly deletesSpace: boolean;
  readonly isAttachment: boolean;
  /** Untrusted text. */
  readonly fileName: string | undefined;
  /** Lower case, such as `base64`; `7bit` where it is not stated. */
  readonly transferEncoding: string;
  readonly contentId: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly cc: string | undefined;
  readonly subject: string | undefined;
  readonly messageId: string | undefined;
  /** As written. */
  readonly date: string | undefined;
  /** Names of fields that are stated more than once and may not be, such as `from`. The first one is taken. */
  readonly repeated: readonly string[];
}

/** A header apart from what it heads, as bytes. */
export interface HeadAndBody {
  readonly head: Buffer;
  readonly body: Buffer;
}

const colon = 0x3a;
const lineFeed = 0x0a;

/**
 * At the first blank line, or at the first line that cannot stand in a header: then that line is the body's. Throws
 * `INPUT_TOO_LARGE`.
 */
export function splitHeader(entity: Buffer, name: string): HeadAndBody {
  let offset = 0;
  while (offset < entity.length) {
    const end = entity.indexOf(lineFeed, offset);
    const next = end < 0 ? entity.length : end + 1;
    const line = entity.subarray(offset, next);
    if (isBlank(line)) return { head: entity.subarray(0, offset), body: entity.subarray(next) };
    const continues = offset > 0 && (line[0] === 0x20 || line[0] === 0x09);
    if (!continues && !isField(line)) break;
    offset = next;
    if (offset > largestHeaderBytes) {
      throw new CriskitError(
        'INPUT_TOO_LARGE',
        `${name} has a header of more than ${formatBytes(largestHeaderBytes)}`,
        {
          path: name,
          hint: 'No mail program writes such a header. Save the attached report from the message and import that.',
        },
      );
    }
  }
  return { head: entity.subarray(0, offset), body: entity.subarray(offset) };
}

function isBlank(line: Buffer): boolean {
  return line[0] === lineFeed || (line[0] === 0x0d && line[1] === lineFeed);
}

/** A name of printable characters, blanks perhaps, and a colon (RFC 5322, 2.2 and 4.5). */
function isField(line: Buffer): boolean {
  const end = line.indexOf(colon);
  if (end <= 0) return false;
  return /^[!-9;-~]+[ \t]*$/.test(line.subarray(0, Math.min(end, 200)).toString('latin1'));
}

/** Fields that RFC 5322 and 2045 allow once, and that this program believes. */
const fieldsThatStandOnce = [
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'content-type',
  'content-disposition',
  'content-transfer-encoding',
  'content-id',
];

/** Decodes the fields that are needed. Never throws for what they hold. */
export async function readMailHeader(head: Buffer): Promise<MailHeader> {
  const { fields, repeated } = firstFields(head);
  const date = fields.get('date')?.replace(/^[^:]*:/, '');
  // The library takes the present time for a date that it cannot read, so that it is not given any.
  fields.delete('date');
  const parsed = await parseFields([...fields.values()]);
  const type = structured(parsed.get('content-type'));
  const disposition = structured(parsed.get('content-disposition'));
  return {
    contentType: type.value?.toLowerCase(),
    boundary: type.parameter('boundary'),
    charset: type.parameter('charset'),
    isFlowed: type.parameter('format')?.toLowerCase() === 'flowed',
    deletesSpace: type.parameter('delsp')?.toLowerCase() === 'yes',
    isAttachment: disposition.value?.toLowerCase() === 'attachment',
    fileName: disposition.parameter('filename') ?? type.parameter('name'),
    transferEncoding:
      /^[^\s;(]+/.exec(textOf(parsed.get('content-transfer-encoding')) ?? '')?.[0].toLowerCase() ?? '7bit',
    contentId: textOf(parsed.get('content-id')),
    from: textOf(parsed.get('from')),
    to: textOf(parsed.get('to')),
    cc: textOf(parsed.get('cc')),
    subject: textOf(parsed.get('subject')),
    messageId: textOf(parsed.get('message-id')),
    date: date?.replaceAll(/\s+/g, ' ').trim(),
    repeated,
  };
}

/** The first field of each name that matters, as written, by its name in lower case. */
function firstFields(head: Buffer): { readonly fields: Map<string, string>; readonly repeated: readonly string[] } {
  const fields = new Map<string, string>();
  const repeated = new Set<string>();
  for (const field of head.toString('latin1').split(/\r?\n(?![ \t])/)) {
    const name = /^[^:\s]+/.exec(field)?.[0].toLowerCase() ?? '';
    if (!fieldsThatStandOnce.includes(name)) continue;
    if (fields.has(name)) repeated.add(name);
    else fields.set(name, field);
  }
  return { fields, repeated: [...repeated] };
}

async function parseFields(fields: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  const { simpleParser: parse }: { readonly simpleParser: typeof simpleParser } = await import('mailparser');
  const { headers } = await parse(Buffer.from(`${fields.join('\r\n')}\r\n\r\n`, 'latin1'), {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  return headers;
}

/** A value with parameters, such as that of Content-Type. */
function structured(field: unknown): {
  readonly value: string | undefined;
  readonly parameter: (name: string) => string | undefined;
} {
  const { value, params } = (typeof field === 'object' && field !== null ? field : {}) as {
    readonly value?: unknown;
    readonly params?: Readonly<Record<string, unknown>>;
  };
  return {
    value: typeof value === 'string' && value !== '' ? value.trim() : undefined,
    parameter: (name) => {
      const found = params !== undefined && Object.hasOwn(params, name) ? params[name] : undefined;
      return typeof found === 'string' && found !== '' ? found : undefined;
    },
  };
}

/** The text of a plain field, and of one with addresses. */
function textOf(field: unknown): string | undefined {
  if (typeof field === 'string') return field === '' ? undefined : field;
  if (typeof field !== 'object' || field === null || !('text' in field)) return undefined;
  return typeof field.text === 'string' && field.text !== '' ? field.text : undefined;
}
