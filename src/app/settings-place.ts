/**
 * Where a key stands in the text of criskit.toml. The TOML reader tells places only for mistakes of syntax; this finds
 * the line of a key that is well formed and wrong. It reads headings and the beginnings of lines, nothing within values.
 */

/** The 1-based line of the key, else of the section it belongs to; undefined where neither is found. */
export function findKeyLine(text: string, path: readonly PropertyKey[]): number | undefined {
  const wanted = path.map(String);
  const repeated = new Map<string, number>();
  let section: readonly string[] = [];
  let best: { readonly depth: number; readonly lineNumber: number } | undefined;
  const consider = (found: readonly string[], lineNumber: number) => {
    const fits = found.every((part, index) => part === wanted[index]);
    if (fits && found.length > (best?.depth ?? 0)) best = { depth: found.length, lineNumber };
  };
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const heading = /^\s*(\[\[?)(.*?)\]/.exec(line);
    if (heading !== null) {
      section = splitKey(heading[2] ?? '');
      if (heading[1] === '[[') section = [...section, String(nextIndex(repeated, section.join('.')))];
      consider(section, index + 1);
      continue;
    }
    const key = /^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=/.exec(line);
    if (key !== null) consider([...section, ...splitKey(key[1] ?? '')], index + 1);
  }
  return best?.lineNumber;
}

function nextIndex(counts: Map<string, number>, name: string): number {
  const index = counts.get(name) ?? 0;
  counts.set(name, index + 1);
  return index;
}

function splitKey(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map((part) => part[1] ?? part[2] ?? part[3] ?? '');
}
