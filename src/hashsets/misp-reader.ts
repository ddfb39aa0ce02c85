import type { JsonCursor, JsonMembers } from './json-cursor.ts';
import type { JsonStream } from './json-stream.ts';

/** What a MISP document holds of media: objects, attributes that stand in no object, and what an event is called. */
export type MispPart =
  | { readonly kind: 'object' | 'attribute'; readonly entries: readonly JsonMembers[] }
  | { readonly kind: 'info'; readonly value: unknown };

/** An event in a response in a list. */
const deepestContainer = 6;

/**
 * The parts of a document in any of the shapes in which MISP gives them out: an event, a response of events, a list of
 * these, an object or a list of objects. All else in it is passed over.
 */
export async function* readMispDocument(stream: JsonStream, depth = 0): AsyncGenerator<MispPart> {
  if (depth > deepestContainer) throw stream.damaged('its lists and events are nested too deep');
  const first = await stream.take((cursor) => cursor.peek());
  if (first === '[') yield* readList(stream, depth);
  else if (first === '{') yield* readContainer(stream, depth);
  else await stream.take((cursor) => cursor.readValue());
}

async function* readList(stream: JsonStream, depth: number): AsyncGenerator<MispPart> {
  await stream.take((cursor) => cursor.expect('['));
  let more = !(await stream.take((cursor) => cursor.accept(']')));
  while (more) {
    yield* readMispDocument(stream, depth + 1);
    more = await stream.take((cursor) => cursor.accept(','));
    if (!more) await stream.take((cursor) => cursor.expect(']'));
  }
}

async function* readContainer(stream: JsonStream, depth: number): AsyncGenerator<MispPart> {
  await stream.take((cursor) => cursor.expect('{'));
  let more = !(await stream.take((cursor) => cursor.accept('}')));
  while (more) {
    const name = await stream.take((cursor) => cursor.readName());
    if (name === 'Object') yield* readEntries(stream, 'object');
    else if (name === 'Attribute') yield* readEntries(stream, 'attribute');
    else if (name === 'Event' || name === 'response') yield* readMispDocument(stream, depth + 1);
    else {
      const value = await stream.take((cursor) => cursor.readValue());
      if (name === 'info') yield { kind: 'info', value };
    }
    more = await stream.take((cursor) => cursor.accept(','));
    if (!more) await stream.take((cursor) => cursor.expect('}'));
  }
}

async function* readEntries(stream: JsonStream, kind: 'object' | 'attribute'): AsyncGenerator<MispPart> {
  const readEntry = (cursor: JsonCursor) => cursor.readMembers();
  yield { kind, entries: [] };
  if ((await stream.take((cursor) => cursor.peek())) === '[') {
    for await (const entries of stream.elements(readEntry)) yield { kind, entries };
  } else yield { kind, entries: [await stream.take(readEntry)] };
}
