import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Which release of the package computes BLAKE3. Version null where the package cannot be read. */
export function readBlake3Package(): { readonly name: string; readonly version: string | null } {
  const name = '@napi-rs/blake-hash';
  try {
    return { name, version: (require(`${name}/package.json`) as { readonly version: string }).version };
  } catch {
    return { name, version: null };
  }
}
