import { readFile } from 'node:fs/promises';

/** From package.json, which stands two folders above, in a checkout as in an installed package. */
export async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}
