import { CriskitError } from '../core/errors.ts';
import { headText } from './head-lines.ts';
import { incomplete, JsonCursor, type JsonMembers } from './json-cursor.ts';
import { textBytesOfHead } from './text-bytes.ts';
import { parseContext, type VicsContext } from './vics-schemes.ts';

/** What the first bytes of a file that may be VICS tell. */
export interface VicsHead {
  readonly text: string;
  /** Undefined where none stands in the head. */
  readonly context?: VicsContext;
}

const contextMember = /"@?odata\.(?:context|metadata)"\s*:\s*"((?:[^"\\]|\\.)*)"/i;

/** Undefined where the head is no JSON object, or its context is none of VICS 1 or 2. */
export function headOfVics(head: Uint8Array): VicsHead | undefined {
  const text = headText(head);
  if (!/^\s*\{/.test(text)) return undefined;
  const found = contextMember.exec(text)?.[1];
  if (found === undefined) return { text };
  const context = parseContext(found.replaceAll('\\/', '/'));
  return context === undefined ? undefined : { text, context };
}

/** The media entries of a hash set that the first bytes of its file hold in whole; none where they are no sound JSON. */
export function entriesOfHead(head: Uint8Array): readonly JsonMembers[] {
  const cursor = new JsonCursor('The head of the file');
  cursor.append(textBytesOfHead(head));
  const entries: JsonMembers[] = [];
  try {
    cursor.expect('{');
    while (cursor.readName() !== 'value') {
      cursor.readValue();
      cursor.expect(',');
    }
    cursor.expect('[');
    if (cursor.accept(']')) return [];
    do entries.push(cursor.readMembers());
    while (cursor.accept(','));
    return entries;
  } catch (error) {
    if (error === incomplete) return entries;
    if (error instanceof CriskitError) return [];
    throw error;
  }
}
