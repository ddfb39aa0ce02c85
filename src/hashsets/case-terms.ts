/**
 * Names in a JSON-LD document of CASE mean what its context says. They are known here by module and name (`observable:hash`),
 * whatever prefixes the document uses, in the namespaces of UCO 1 and of the releases before it.
 */

const ucoName =
  /^https:\/\/(?:ontology\.unifiedcyberontology\.org\/uco\/([a-z-]+)\/|unifiedcyberontology\.org\/ontology\/uco\/([a-z-]+)#)(\w+)$/;

/** Documents use some hundreds of names; one that is made of others without end shall not fill the memory. */
const mostNamesKept = 10_000;

/** What a name of the document means: a term of UCO such as `core:hasFacet`, a keyword such as `@id`, or undefined. */
export type TermOf = (name: string) => string | undefined;

/** By the objects of a context. Contexts that are addresses are not fetched, and say nothing here. */
export function termsOfContext(context: unknown): TermOf {
  const meanings = new Map<string, string>();
  for (const part of Array.isArray(context) ? context : [context]) {
    if (typeof part !== 'object' || part === null) continue;
    for (const [name, definition] of Object.entries(part as Readonly<Record<string, unknown>>)) {
      const meaning: unknown =
        typeof definition === 'object' && definition !== null && '@id' in definition ? definition['@id'] : definition;
      if (typeof meaning === 'string') meanings.set(name, meaning);
    }
  }
  const known = new Map<string, string | undefined>();
  return (name) => {
    if (known.has(name)) return known.get(name);
    const term = termOfIri(expand(name, meanings));
    if (known.size >= mostNamesKept) known.clear();
    known.set(name, term);
    return term;
  };
}

/** True where a member that is a digest stands anywhere in the value. */
export function holdsDigest(value: unknown, termOf: TermOf): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((element) => holdsDigest(element, termOf));
  return Object.entries(value).some(([name, member]) => digestTerms.has(termOf(name)) || holdsDigest(member, termOf));
}

const digestTerms: ReadonlySet<string | undefined> = new Set(['observable:hash', 'types:hash', 'types:hashValue']);

/** As far as names of UCO need it: a term, a prefix with a term defined by another prefix, or the vocabulary. */
function expand(name: string, meanings: ReadonlyMap<string, string>, depth = 0): string {
  if (name.startsWith('@') || depth > 4) return name;
  const meaning = meanings.get(name);
  if (meaning !== undefined && meaning !== name) return expand(meaning, meanings, depth + 1);
  const colon = name.indexOf(':');
  if (colon < 0) return `${meanings.get('@vocab') ?? ''}${name}`;
  const prefix = meanings.get(name.slice(0, colon));
  if (prefix === undefined || name.startsWith('//', colon + 1)) return name;
  return `${expand(prefix, meanings, depth + 1)}${name.slice(colon + 1)}`;
}

function termOfIri(iri: string): string | undefined {
  if (iri.startsWith('@')) return iri;
  const parts = ucoName.exec(iri);
  return parts === null ? undefined : `${parts[1] ?? parts[2]}:${parts[3]}`;
}
