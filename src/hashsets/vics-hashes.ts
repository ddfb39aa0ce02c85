/** AlternativeHash entries of VICS: digests and PhotoDNA beside those that have members of their own. */
export interface AlternativeHash {
  readonly name: string;
  readonly value: string;
}

/** Undefined where name or value is no text. */
export function parseAlternativeHash(element: unknown): AlternativeHash | undefined {
  if (typeof element !== 'object' || element === null) return undefined;
  const { HashName: name, HashValue: value } = element as Readonly<Record<string, unknown>>;
  return typeof name === 'string' && typeof value === 'string' ? { name, value } : undefined;
}

export function isPhotoDna({ name }: AlternativeHash): boolean {
  return name.toLowerCase() === 'photodna';
}

/** What a reader takes for the PhotoDNA of the media. */
export function firstPhotoDna(elements: readonly unknown[]): string | undefined {
  for (const element of elements) {
    const hash = parseAlternativeHash(element);
    if (hash !== undefined && isPhotoDna(hash)) return hash.value;
  }
  return undefined;
}
