import type { Outcome } from '../core/outcome.ts';
import { type LineTemplate, parseTemplate } from '../reports/line-template.ts';
import type { ColumnReference, TaughtLayout, TaughtLines, TaughtTable } from '../reports/taught-layout.ts';
import type { Vocabulary } from '../reports/vocabulary.ts';
import { listOf, referenceOf } from './layout-file-columns.ts';
import { layoutProblems } from './layout-file-problems.ts';
import { layoutFileSchema, type RawColumn, type RawLayout } from './layout-file-schema.ts';
import { parseTomlFile } from './settings-toml.ts';

/** A taught layout, and what its file says of it besides. */
export interface DescribedLayout {
  readonly layout: TaughtLayout;
  readonly author: string | undefined;
  readonly date: string | undefined;
}

/**
 * `path` is for messages; `vocabulary` the one that the layout's own words are added to. Throws SETTINGS_INVALID with
 * every mistake and its line.
 */
export function parseLayoutFile(
  text: string,
  { path, name, vocabulary }: { readonly path: string; readonly name: string; readonly vocabulary: Vocabulary },
): DescribedLayout {
  const raw = parseTomlFile(text, path, layoutFileSchema, (content) => layoutProblems(content, vocabulary));
  const { fingerprint, ignore } = raw;
  return {
    author: raw.author,
    date: raw.date,
    layout: {
      name,
      title: raw.title,
      fingerprint: { container: fingerprint.container, texts: fingerprint.texts ?? [] },
      words: new Map<string, Outcome>(Object.entries(raw.outcomes ?? {})),
      ignored: { texts: ignore?.texts ?? [], prefixes: ignore?.prefixes ?? [] },
      hasSections: raw.sections ?? false,
      reading: raw.lines === undefined ? tableOf(raw) : linesOf(raw.lines),
    },
  };
}

function tableOf({ fingerprint, columns = {} }: RawLayout): TaughtTable {
  return {
    kind: 'table',
    header: fingerprint.header ?? [],
    width: fingerprint.width,
    digests: (columns.digests ?? []).map(({ column, algorithm }) => ({
      column: referenceOf(column),
      label: algorithm ?? 'any',
    })),
    names: referencesOf(columns.name),
    outcomes: referencesOf(columns.outcome),
    series: referencesOf(columns.series),
    contacts: referencesOf(columns.contact),
    kinds: referencesOf(columns.kind),
  };
}

function linesOf({ records, headings = [] }: NonNullable<RawLayout['lines']>): TaughtLines {
  return { kind: 'lines', records: records.flatMap(templateOf), headings: headings.flatMap(templateOf) };
}

/** Faults were told before. */
function templateOf(text: string): readonly LineTemplate[] {
  const template = parseTemplate(text);
  return 'fault' in template ? [] : [template];
}

function referencesOf(raw: RawColumn | readonly RawColumn[] | undefined): readonly ColumnReference[] {
  return listOf(raw).map(referenceOf);
}
