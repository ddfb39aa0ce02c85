/**
 * The first bytes of a SQLite file as text, in which its CREATE statements stand as they are: the schema of a hash set
 * lies on its first pages. Without NUL, so that a file in UTF-16 says the same.
 */
export function schemaText(head: Uint8Array): string {
  return Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1').replaceAll('\0', '');
}
