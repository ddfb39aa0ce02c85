import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import type { ReadOptions } from './contract.ts';
import type { JsonCursor, JsonMembers } from './json-cursor.ts';
import { JsonStream } from './json-stream.ts';
import { parseContext, unstatedScheme, type VicsContext } from './vics-schemes.ts';

/** Media entries that stand side by side in a document. */
export interface VicsEntries {
  readonly entries: readonly JsonMembers[];
  /** What gives their category numbers a meaning. */
  readonly scheme: string;
  /** About the document. */
  readonly issues: readonly Issue[];
}

/**
 * The media entries of a VICS document, streamed: of its list, or of the cases in its list. Members of the document and
 * of cases are passed over; they say nothing of a media. Throws `FORMAT_UNKNOWN` where the JSON is no VICS document, and
 * `INPUT_DAMAGED` where it is cut off: whoever imports must then keep nothing of what came before.
 */
export async function* readVicsEntries(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<VicsEntries> {
  const stream = new JsonStream(bytes, options);
  if (!(await stream.take((cursor) => cursor.accept('{')))) throw notVics(options, 'it is no JSON object');
  let context: VicsContext | undefined;
  let listed = false;
  let more = !(await stream.take((cursor) => cursor.accept('}')));
  while (more) {
    const name = await stream.take((cursor) => cursor.readName());
    if (name === 'value') {
      if (listed) throw stream.damaged('"value" stands twice');
      listed = true;
      yield* readList(stream, context);
    } else {
      const value = await stream.take((cursor) => cursor.readValue());
      if (/^@?odata\.(?:context|metadata)$/i.test(name)) context = readContext(value, context, options);
    }
    more = await stream.take((cursor) => cursor.accept(','));
    if (!more) await stream.take((cursor) => cursor.expect('}'));
  }
  await stream.expectEnd();
  if (!listed) throw notVics(options, 'it has no member "value"');
}

function readContext(value: unknown, earlier: VicsContext | undefined, options: ReadOptions): VicsContext {
  const context = typeof value === 'string' ? parseContext(value) : undefined;
  if (context === undefined) throw notVics(options, 'its context is none of VICS 1 or 2');
  if (earlier !== undefined && earlier.scheme !== context.scheme)
    throw notVics(options, 'it has two different contexts');
  return context;
}

async function* readList(stream: JsonStream, context: VicsContext | undefined): AsyncGenerator<VicsEntries> {
  const scheme = context?.scheme ?? unstatedScheme;
  if (context === undefined) yield { entries: [], scheme, issues: [noContext] };
  if (context?.shape === 'media') {
    for await (const entries of stream.elements(readEntry)) yield { entries, scheme, issues: [] };
    return;
  }
  await stream.take((cursor) => cursor.expect('['));
  let more = !(await stream.take((cursor) => cursor.accept(']')));
  while (more) {
    yield* readCaseOrMedia(stream, scheme);
    more = await stream.take((cursor) => cursor.accept(','));
    if (!more) await stream.take((cursor) => cursor.expect(']'));
  }
}

/** An object that has a list `Media` is a case; any other is a media entry. */
async function* readCaseOrMedia(stream: JsonStream, scheme: string): AsyncGenerator<VicsEntries> {
  const members = new Map<string, unknown>();
  let repeated: string | undefined;
  let isCase = false;
  await stream.take((cursor) => cursor.expect('{'));
  let more = !(await stream.take((cursor) => cursor.accept('}')));
  while (more) {
    const name = await stream.take((cursor) => cursor.readName());
    if (name.toLowerCase() === 'media' && (await stream.take((cursor) => cursor.peek())) === '[') {
      isCase = true;
      for await (const entries of stream.elements(readEntry)) yield { entries, scheme, issues: [] };
    } else {
      const value = await stream.take((cursor) => cursor.readValue());
      if (members.has(name)) repeated ??= name;
      members.set(name, value);
    }
    more = await stream.take((cursor) => cursor.accept(','));
    if (!more) await stream.take((cursor) => cursor.expect('}'));
  }
  if (isCase) return;
  const entry = repeated === undefined ? { members } : { members, repeated };
  yield { entries: [entry], scheme, issues: [] };
}

function readEntry(cursor: JsonCursor): JsonMembers {
  return cursor.readMembers();
}

const noContext: Issue = {
  code: 'context-missing',
  message: `No context stands before the list, so its category numbers are kept under the scheme ${unstatedScheme}.`,
  place: {},
};

function notVics(options: ReadOptions, why: string): CriskitError {
  return new CriskitError('FORMAT_UNKNOWN', `${options.name} is no VICS document: ${why}.`, { path: options.name });
}
