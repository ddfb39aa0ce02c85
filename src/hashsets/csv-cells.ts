/**
 * Spreadsheet programs run a cell that begins with `=`, `+`, `-`, `@`, TAB or CR as a formula. Such a cell is written with
 * an apostrophe in front, which is taken away on reading. A cell that has apostrophes before such a character already gets
 * one more, so that every text comes back as it was.
 */
const formulaLike = /^'*[=+\-@\t\r]/;
const guarded = /^'+[=+\-@\t\r]/;
const apostrophe = 0x27;
const equalsSign = 0x3d;

/** A text as a cell of comma-separated values (RFC 4180), or of a table with another delimiter. */
export function formatCell(text: string, delimiter = ','): string {
  const safe = formulaLike.test(text) ? `'${text}` : text;
  return /["\r\n]/.test(safe) || safe.includes(delimiter) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A text in quotation marks, for formats whose readers know nothing of apostrophes. */
export function formatQuoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The text of a cell: without the apostrophe of `formatCell`, and without Excel's `="…"` around it. */
export function parseCell(cell: string): string {
  const first = cell.charCodeAt(0);
  if (first === apostrophe) return guarded.test(cell) ? cell.slice(1) : cell;
  return first === equalsSign && /^="[^"]*"$/.test(cell) ? cell.slice(2, -1) : cell;
}

/** One text as it is; several, or one that would be taken for several, as a JSON list. */
export function formatList(texts: readonly string[]): string {
  const [only] = texts;
  return texts.length === 1 && only !== undefined && !only.startsWith('[') ? only : JSON.stringify(texts);
}

/** What `formatList` wrote; text that is no JSON list of texts is one text. */
export function parseList(text: string): readonly string[] {
  const value = text.startsWith('[') ? parseJson(text) : undefined;
  return Array.isArray(value) && value.every((element) => typeof element === 'string') ? value : [text];
}

/** Members by name as a JSON object. Built by hand, so that `__proto__` is a name like any other. */
export function formatMembers(members: ReadonlyMap<string, unknown>): string {
  const texts = [...members].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value ?? null)}`);
  return `{${texts.join(',')}}`;
}

/** What `formatMembers` wrote; undefined where the text is no JSON object. */
export function parseMembers(text: string): ReadonlyMap<string, unknown> | undefined {
  const value = text.startsWith('{') ? parseJson(text) : undefined;
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
