import type { JsonMembers } from './json-cursor.ts';
import type { JsonStream } from './json-stream.ts';

/** A part of a document that is one object: a member of it, or elements of its list, as many at a time as are there. */
export type JsonDocumentPart =
  | { readonly kind: 'member'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'elements'; readonly elements: readonly JsonMembers[] };

/**
 * The members of a document that is one object, in their order, and after them nothing. The member called `list`, where
 * it is an array, comes as its elements, each an object; none at first, so that an empty list shows too. Throws what `JsonStream` does, and `INPUT_DAMAGED` where the list
 * stands twice or an element is no object.
 */
export async function* readJsonDocument(stream: JsonStream, list: string): AsyncGenerator<JsonDocumentPart> {
  let listed = false;
  await stream.take((cursor) => cursor.expect('{'));
  let more = !(await stream.take((cursor) => cursor.accept('}')));
  while (more) {
    const name = await stream.take((cursor) => cursor.readName());
    if (name === list && listed) throw stream.damaged(`"${list}" stands twice`);
    if (name === list && (await stream.take((cursor) => cursor.peek())) === '[') {
      listed = true;
      yield { kind: 'elements', elements: [] };
      for await (const elements of stream.elements((cursor) => cursor.readMembers()))
        yield { kind: 'elements', elements };
    } else {
      yield { kind: 'member', name, value: await stream.take((cursor) => cursor.readValue()) };
    }
    more = await stream.take((cursor) => cursor.accept(','));
    if (!more) await stream.take((cursor) => cursor.expect('}'));
  }
  await stream.expectEnd();
}
