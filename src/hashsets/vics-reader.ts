import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import type { HashSetBatch, PackedBatch, ReadOptions } from './contract.ts';
import { JsonStream } from './json-stream.ts';
import { VicsEntryReader, type VicsTarget } from './vics-entry-reader.ts';
import { mediaMemberOf } from './vics-members.ts';
import { parseContext, unstatedScheme, type VicsContext } from './vics-schemes.ts';
import { VicsColumns, VicsObjects } from './vics-targets.ts';

/** Which documents are read. */
export interface VicsRule {
  /** The scheme of the category numbers in a document of this context (undefined: it has none); undefined: it is not read. */
  schemeOf(context: VicsContext | undefined): string | undefined;
  /** What its context should be, for the message. */
  readonly expected: string;
}

const anyVersion: VicsRule = {
  schemeOf: (context) => context?.scheme ?? unstatedScheme,
  expected: 'that of VICS 1 or 2',
};

/**
 * The media entries of a VICS document, streamed: of its list, or of the cases in its list. Members of the document and
 * of cases are passed over; they say nothing of a media. What version and region it is, its context says. Throws
 * `FORMAT_UNKNOWN` where the JSON is no VICS document, and `INPUT_DAMAGED` where it is cut off: whoever imports must then
 * keep nothing of what came before.
 */
export function readVics(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  rule: VicsRule = anyVersion,
): AsyncGenerator<HashSetBatch> {
  return readDocument(bytes, options, rule, (scheme) => new VicsObjects(scheme));
}

/** The same, packed. */
export function readPackedVics(bytes: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncGenerator<PackedBatch> {
  return readDocument(bytes, options, anyVersion, (scheme) => new VicsColumns(scheme));
}

async function* readDocument<L, B>(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  rule: VicsRule,
  targetFor: (scheme: string) => VicsTarget<L, B>,
): AsyncGenerator<B> {
  const stream = new JsonStream(bytes, options);
  if (!(await stream.take((cursor) => cursor.accept('{')))) throw notVics(options, 'it is no JSON object');
  let context: VicsContext | undefined;
  let target: VicsTarget<L, B> | undefined;
  let more = !(await stream.take((cursor) => cursor.accept('}')));
  while (more) {
    const name = await stream.take((cursor) => cursor.readName());
    if (name === 'value') {
      if (target !== undefined) throw stream.damaged('"value" stands twice');
      const scheme = rule.schemeOf(context);
      if (scheme === undefined) throw notVics(options, `its context is not ${rule.expected}`);
      target = targetFor(scheme);
      if (context === undefined) target.add(noContext);
      yield* batchOf(target);
      yield* readList(stream, new VicsEntryReader(scheme, target), context);
    } else {
      const value = await stream.take((cursor) => cursor.readValue());
      if (/^@?odata\.(?:context|metadata)$/i.test(name)) context = readContext(value, context, options);
    }
    more = await stream.take((cursor) => cursor.accept(','));
    if (!more) await stream.take((cursor) => cursor.expect('}'));
  }
  await stream.expectEnd();
  if (target === undefined) throw notVics(options, 'it has no member "value"');
  const rest = target.rest();
  if (rest !== undefined) yield rest;
}

function readContext(value: unknown, earlier: VicsContext | undefined, options: ReadOptions): VicsContext {
  const context = typeof value === 'string' ? parseContext(value) : undefined;
  if (context === undefined) throw notVics(options, `its context is not ${anyVersion.expected}`);
  if (earlier !== undefined && earlier.scheme !== context.scheme)
    throw notVics(options, 'it has two different contexts');
  return context;
}

async function* readList<L, B>(
  stream: JsonStream,
  entries: VicsEntryReader<L, B>,
  context: VicsContext | undefined,
): AsyncGenerator<B> {
  if ((await stream.take((cursor) => cursor.peek())) !== '[') throw stream.damaged('"value" is no list');
  if (context?.shape === 'media') {
    yield* readMedia(stream, entries);
    return;
  }
  await stream.take((cursor) => cursor.expect('['));
  let more = !(await stream.take((cursor) => cursor.accept(']')));
  while (more) {
    yield* readCaseOrMedia(stream, entries);
    more = await stream.take((cursor) => cursor.accept(','));
    if (!more) await stream.take((cursor) => cursor.expect(']'));
  }
}

async function* readMedia<L, B>(stream: JsonStream, entries: VicsEntryReader<L, B>): AsyncGenerator<B> {
  const keep = entries.keep.bind(entries);
  for await (const _ of stream.eachElement(entries.read.bind(entries), keep)) yield* batchOf(entries.target);
}

/** An object that has a list `Media` is a case; any other is a media entry, as is a case that has a digest of its own. */
async function* readCaseOrMedia<L, B>(stream: JsonStream, entries: VicsEntryReader<L, B>): AsyncGenerator<B> {
  const members = new Map<string, unknown>();
  let repeated: string | undefined;
  let isCase = false;
  let heldBytes = 0;
  await stream.take((cursor) => cursor.expect('{'));
  let more = !(await stream.take((cursor) => cursor.accept('}')));
  while (more) {
    const start = stream.position;
    const name = await stream.take((cursor) => cursor.readName());
    if (name.toLowerCase() === 'media' && (await stream.take((cursor) => cursor.peek())) === '[') {
      isCase = true;
      yield* readMedia(stream, entries);
    } else {
      const value = await stream.take((cursor) => cursor.readValue());
      heldBytes += stream.position - start;
      stream.checkSize(heldBytes);
      if (members.has(name)) repeated ??= name;
      members.set(name, value);
    }
    more = await stream.take((cursor) => cursor.accept(','));
    if (!more) await stream.take((cursor) => cursor.expect('}'));
  }
  if (isCase && ![...members.keys()].some((name) => mediaMemberOf(name).algorithm !== undefined)) return;
  const entry = repeated === undefined ? { members } : { members, repeated };
  entries.keep(entries.judge(entry));
  yield* batchOf(entries.target);
}

function* batchOf<L, B>(target: VicsTarget<L, B>): Generator<B> {
  const batch = target.batch();
  if (batch !== undefined) yield batch;
}

const noContext: Issue = {
  code: 'context-missing',
  message: `No context stands before the list, so its category numbers are kept under the scheme ${unstatedScheme}.`,
  place: {},
};

function notVics(options: ReadOptions, why: string): CriskitError {
  return new CriskitError('FORMAT_UNKNOWN', `${options.name} is no VICS document: ${why}.`, { path: options.name });
}
