/**
 * The bytes of a path, each as the character of its number (Latin-1). Names of files need not be UTF-8; as text of this kind
 * they are compared, joined and kept at a fraction of the cost of a `Buffer` each.
 */
export type RawPath = string & { readonly [rawPathBrand]: true };

declare const rawPathBrand: unique symbol;

export function rawPathOf(bytes: Uint8Array): RawPath {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') as RawPath;
}

export function bytesOfRawPath(path: RawPath): Buffer<ArrayBuffer> {
  return Buffer.from(path, 'latin1');
}
