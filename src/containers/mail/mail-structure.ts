import { CriskitError } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import { formatCount } from '../../core/units.ts';
import { type MailHeader, readMailHeader, splitHeader } from './mail-header.ts';

/** How a message may be built. Mail programs nest two to five levels; a message with 50 parts is a large one. */
const mailLimits = {
  entities: 1000,
  depth: 32,
} as const;

/** A message, or a part of one: RFC 2045 calls both an entity. */
export interface MailEntity {
  readonly header: MailHeader;
  /** Never undefined: `text/plain` where nothing is stated, `message/rfc822` in a digest. */
  readonly contentType: string;
  /** The body as it was transferred; for an entity with parts, all of them together. */
  readonly body: Buffer;
  readonly children: readonly MailEntity[];
  /** Bytes before the first part and behind the last one that are not blank; mail programs show neither. */
  readonly before: Buffer;
  readonly after: Buffer;
  /** True where the parts are not closed: something of the message is missing. */
  readonly isUnclosed: boolean;
}

/**
 * A message taken apart by its boundaries (RFC 2046, 5.1), so that every byte is part of something. Messages inside it
 * are left whole. Throws `INPUT_TOO_LARGE` and `INPUT_HOSTILE` beyond `mailLimits`.
 */
export async function readMailStructure(message: Buffer, name: string, signal?: AbortSignal): Promise<MailEntity> {
  return new StructureReading(name, signal).read(message, 0, 'text/plain');
}

class StructureReading {
  readonly #name: string;
  readonly #signal: AbortSignal | undefined;
  #entities = 0;

  constructor(name: string, signal: AbortSignal | undefined) {
    this.#name = name;
    this.#signal = signal;
  }

  async read(bytes: Buffer, depth: number, usualType: string): Promise<MailEntity> {
    throwIfInterrupted(this.#signal);
    this.#count(depth);
    const { head, body } = splitHeader(bytes, this.#name);
    const header = await readMailHeader(head);
    const contentType = header.contentType ?? usualType;
    const whole: MailEntity = {
      header,
      contentType,
      body,
      children: [],
      before: nothing,
      after: nothing,
      isUnclosed: false,
    };
    if (!contentType.startsWith('multipart/')) return whole;
    const split = header.boundary === undefined ? undefined : splitAtBoundary(body, header.boundary);
    // Without any boundary the parts cannot be told apart; what is there is text.
    if (split === undefined) return { ...whole, contentType: 'text/plain', isUnclosed: true };
    const typeWithin = contentType === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
    const children: MailEntity[] = [];
    for (const section of split.sections) children.push(await this.read(section, depth + 1, typeWithin));
    return { ...whole, children, before: split.before, after: split.after, isUnclosed: split.isUnclosed };
  }

  #count(depth: number): void {
    this.#entities += 1;
    const details = { path: this.#name, hint: 'Save the report from the message and import that.' };
    if (depth > mailLimits.depth) {
      throw new CriskitError('INPUT_HOSTILE', `${this.#name} nests parts more than ${mailLimits.depth} deep`, details);
    }
    if (this.#entities > mailLimits.entities) {
      const limit = formatCount(mailLimits.entities);
      throw new CriskitError('INPUT_TOO_LARGE', `${this.#name} has more than ${limit} parts`, details);
    }
  }
}

interface Sections {
  readonly before: Buffer;
  readonly sections: readonly Buffer[];
  readonly after: Buffer;
  readonly isUnclosed: boolean;
}

const nothing = Buffer.alloc(0);

/** Undefined where no line of the body is the boundary. */
function splitAtBoundary(body: Buffer, boundary: string): Sections | undefined {
  const sections: Buffer[] = [];
  let before: Buffer | undefined;
  let start = 0;
  for (const delimiter of delimitersIn(body, boundary)) {
    const section = withoutLineEnd(body.subarray(start, Math.max(start, delimiter.start)));
    if (before === undefined) before = section;
    else sections.push(section);
    start = delimiter.end;
    if (!delimiter.closes) continue;
    return { before, sections, after: orNothing(body.subarray(start)), isUnclosed: false };
  }
  if (before === undefined) return undefined;
  const last = body.subarray(start);
  if (last.length > 0) sections.push(last);
  return { before: orNothing(before), sections, after: nothing, isUnclosed: true };
}

interface Delimiter {
  readonly start: number;
  readonly end: number;
  readonly closes: boolean;
}

/** Lines that are `--boundary` or `--boundary--`, with blanks behind perhaps. A longer boundary is another one. */
function* delimitersIn(body: Buffer, boundary: string): Generator<Delimiter> {
  const dashed = Buffer.from(`--${boundary}`);
  for (let start = body.indexOf(dashed); start >= 0; start = body.indexOf(dashed, start + dashed.length)) {
    if (start > 0 && body[start - 1] !== 0x0a) continue;
    const lineEnd = body.indexOf(0x0a, start);
    const end = lineEnd < 0 ? body.length : lineEnd + 1;
    const rest = body.toString('latin1', start + dashed.length, Math.min(end, start + dashed.length + 1000));
    const closes = /^(--)?[ \t]*\r?\n?$/.exec(rest);
    if (closes !== null) yield { start, end, closes: closes[1] !== undefined };
  }
}

/** The line end before a boundary is the boundary's. */
function withoutLineEnd(section: Buffer): Buffer {
  if (section.at(-1) !== 0x0a) return section;
  return section.subarray(0, section.at(-2) === 0x0d ? -2 : -1);
}

function orNothing(bytes: Buffer): Buffer {
  return bytes.every((byte) => byte <= 0x20) ? nothing : bytes;
}
