import { basename } from 'node:path';

/** A hash set as it is given: a file by its absolute path, or bytes that come once, such as standard input. */
export type HashSetInput =
  | { readonly path: string }
  | { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> };

/** Without folders. */
export function nameOfInput(input: HashSetInput): string {
  return 'path' in input ? basename(input.path) : input.name;
}

/** With the whole path, where there is one. */
export function whereOfInput(input: HashSetInput): string {
  return 'path' in input ? input.path : input.name;
}
