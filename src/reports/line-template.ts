import { singleBlanks } from './row-text.ts';

/** What a template leaves open: `digest` is told by its length, `any` is passed over. */
export const placeholders = [
  'digest',
  'md5',
  'sha1',
  'sha256',
  'blake3',
  'name',
  'outcome',
  'series',
  'contact',
  'kind',
  'any',
] as const;
export type Placeholder = (typeof placeholders)[number];

/**
 * How a line is written: literal texts with placeholders between them, such as `{digest} - {outcome} [{series}]`. Never
 * a regular expression: layouts are shared between labs, and none can make the reader slow.
 */
export interface LineTemplate {
  /** As it was written. */
  readonly text: string;
  readonly parts: readonly TemplatePart[];
}

type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: Placeholder };

const longestTemplate = 200;
/** Longer lines fit no template. */
const longestLine = 4000;

/** `{{` and `}}` stand for the braces themselves. What is wrong comes back as the end of a sentence about the template. */
export function parseTemplate(text: string): LineTemplate | { readonly fault: string } {
  const parts: TemplatePart[] = [];
  if (text.length > longestTemplate) return { fault: `must have at most ${longestTemplate} characters` };
  const tokens = singleBlanks(text).matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g);
  for (const [token, name] of tokens) {
    if (token === '{' || token === '}') return { fault: `has a "${token}" without its other half` };
    if (name === undefined) {
      const literal = token === '{{' ? '{' : token === '}}' ? '}' : token;
      const before = parts.at(-1);
      if (before?.kind === 'literal') parts[parts.length - 1] = { kind: 'literal', text: before.text + literal };
      else parts.push({ kind: 'literal', text: literal });
      continue;
    }
    const placeholder = placeholders.find((one) => one === name.trim());
    if (placeholder === undefined) {
      return { fault: `has the placeholder {${name}}; there are ${placeholders.map((one) => `{${one}}`).join(', ')}` };
    }
    parts.push({ kind: 'placeholder', name: placeholder });
  }
  const fault = faultOfParts(parts);
  return fault === undefined ? { text, parts } : { fault };
}

function faultOfParts(parts: readonly TemplatePart[]): string | undefined {
  const names = parts.flatMap((part) => (part.kind === 'placeholder' ? [part.name] : []));
  const repeated = names.find((name, index) => name !== 'any' && names.indexOf(name) !== index);
  if (repeated !== undefined) return `names {${repeated}} twice`;
  const touching = parts.findIndex((part, index) => index > 0 && part.kind === parts[index - 1]?.kind);
  return touching < 0 ? undefined : 'has two placeholders with nothing between them, so where one ends cannot be told';
}

/** The placeholders that a template holds. */
export function placeholdersOf({ parts }: LineTemplate): readonly Placeholder[] {
  return parts.flatMap((part) => (part.kind === 'placeholder' ? [part.name] : []));
}

/**
 * What stands in a line in the place of each placeholder; undefined where the line is not written like the template,
 * from its beginning to its end. A placeholder ends where the text behind it occurs for the first time, and the last one
 * takes the rest; so the work grows with the length of the line and no faster. What several `{any}` pass over comes as one
 * text. `line` has single blanks.
 */
export function matchTemplate(template: LineTemplate, line: string): ReadonlyMap<Placeholder, string> | undefined {
  if (line.length > longestLine) return undefined;
  const found = new Map<Placeholder, string>();
  let position = 0;
  for (const [index, part] of template.parts.entries()) {
    if (part.kind === 'literal') {
      if (!line.startsWith(part.text, position)) return undefined;
      position += part.text.length;
      continue;
    }
    const next = template.parts[index + 1];
    const end = next?.kind === 'literal' ? line.indexOf(next.text, position) : line.length;
    if (end < 0) return undefined;
    const before = part.name === 'any' ? found.get('any') : undefined;
    found.set(part.name, `${before ?? ''} ${line.slice(position, end)}`.trim());
    position = end;
  }
  return position === line.length ? found : undefined;
}
