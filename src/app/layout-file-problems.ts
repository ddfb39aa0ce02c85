import { containers } from '../containers/lookup.ts';
import { algorithms } from '../core/digest.ts';
import type { Outcome } from '../core/outcome.ts';
import { excerpt } from '../core/printable.ts';
import { suggest } from '../core/suggestion.ts';
import { parseTemplate, type Placeholder, placeholdersOf } from '../reports/line-template.ts';
import { headingKey } from '../reports/row-text.ts';
import { extendVocabulary, faultOfWord, type Vocabulary } from '../reports/vocabulary.ts';
import { listOf, referenceOf } from './layout-file-columns.ts';
import type { RawColumn, RawLayout } from './layout-file-schema.ts';
import type { SettingsProblem } from './settings-problems.ts';

/** What the shape of a layout's file alone cannot say. */
export function layoutProblems(raw: RawLayout, vocabulary: Vocabulary): readonly SettingsProblem[] {
  return [
    ...containerProblems(raw),
    ...(raw.lines === undefined ? tableProblems(raw) : linesProblems(raw)),
    ...wordProblems(raw, vocabulary),
  ];
}

function containerProblems({ fingerprint: { container } }: RawLayout): readonly SettingsProblem[] {
  const ids = containers.map(({ id }) => id);
  if (container === undefined || ids.includes(container)) return [];
  const near = suggest(container, ids);
  return [
    {
      keyPath: ['fingerprint', 'container'],
      message: `criskit reads no container "${excerpt(container)}".`,
      hint: near === undefined ? `Containers: ${ids.join(', ')}.` : `Did you mean "${near}"?`,
    },
  ];
}

function tableProblems(raw: RawLayout): readonly SettingsProblem[] {
  const { columns, fingerprint, sections } = raw;
  if (columns === undefined) return [problem([], 'the layout has neither [columns] nor [lines].')];
  const problems: SettingsProblem[] = [];
  const hasHeader = fingerprint.header !== undefined && fingerprint.header.some((one) => one.trim() !== '');
  if (hasHeader === (fingerprint.width !== undefined)) {
    const what = 'a table has either the texts of its header row, or a width where it has no header.';
    problems.push(problem(['fingerprint'], what));
  }
  if (columns.digests === undefined && columns.name === undefined) {
    problems.push(problem(['columns'], '[columns] names no column for the digest and none for the name.'));
  }
  if (columns.outcome === undefined && sections !== true) {
    problems.push(problem(['columns'], '[columns] names none for the outcome, and sections is not true.'));
  }
  return [...problems, ...columnProblems(raw)];
}

function columnProblems({ columns = {}, fingerprint: { header = [], width } }: RawLayout): readonly SettingsProblem[] {
  const { digests = [], ...others } = columns;
  const named: readonly (readonly [readonly PropertyKey[], RawColumn])[] = [
    ...digests.map(({ column }, index) => [['columns', 'digests', index], column] as const),
    ...Object.entries(others).flatMap(([role, raw]) => listOf(raw).map((one) => [['columns', role], one] as const)),
  ];
  const keys = header.map(headingKey);
  return named.flatMap(([keyPath, raw]) => {
    const reference = referenceOf(raw);
    if (reference.kind === 'index') {
      const count = width ?? header.length;
      const message = `the fingerprint has ${count} columns, and none with the number ${reference.columnIndex + 1}.`;
      return reference.columnIndex < count ? [] : [problem(keyPath, message)];
    }
    if (keys.includes(headingKey(reference.heading))) return [];
    const near = suggest(reference.heading, header);
    const message = `the heading "${excerpt(reference.heading)}" is not in [fingerprint] header.`;
    return [{ ...problem(keyPath, message), ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }) }];
  });
}

function linesProblems(raw: RawLayout): readonly SettingsProblem[] {
  const { columns, fingerprint, lines = { records: [] } } = raw;
  const { records, headings = [] } = lines;
  const problems: SettingsProblem[] = [];
  if (columns !== undefined) problems.push(problem(['columns'], 'a layout has [columns] or [lines], not both.'));
  if (fingerprint.header !== undefined || fingerprint.width !== undefined) {
    problems.push(problem(['fingerprint'], '[lines] needs no header and no width.'));
  }
  if ((fingerprint.texts ?? []).length === 0) {
    const what = 'for [lines] the fingerprint needs texts that occur in every document of this kind.';
    problems.push(problem(['fingerprint'], what));
  }
  const hasHeadings = headings.length > 0 || raw.sections === true;
  return [
    ...problems,
    ...records.flatMap((text) => templateProblems('records', text, (held) => faultOfRecord(held, hasHeadings))),
    ...headings.flatMap((text) => templateProblems('headings', text, faultOfHeading)),
  ];
}

function templateProblems(
  key: 'records' | 'headings',
  text: string,
  faultOf: (held: readonly Placeholder[]) => string | undefined,
): readonly SettingsProblem[] {
  const template = parseTemplate(text);
  const fault = 'fault' in template ? template.fault : faultOf(placeholdersOf(template));
  return fault === undefined ? [] : [problem(['lines', key], `the template "${excerpt(text)}" ${fault}.`)];
}

/** Why a template cannot be one of a record, as the end of a sentence. `hasHeadings`: outcomes may stand above the lines. */
export function faultOfRecord(held: readonly Placeholder[], hasHeadings: boolean): string | undefined {
  const identifying: readonly Placeholder[] = ['digest', 'name', ...algorithms];
  if (!held.some((one) => identifying.includes(one))) return 'holds neither {digest} nor {name}';
  if (hasHeadings || held.includes('outcome')) return undefined;
  return 'holds no {outcome}, and no heading states it';
}

/** Why a template cannot be one of a heading. */
export function faultOfHeading(held: readonly Placeholder[]): string | undefined {
  if (!held.includes('outcome')) return 'holds no {outcome}';
  return held.every((one) => one === 'outcome' || one === 'any') ? undefined : 'may hold only {outcome} and {any}';
}

function wordProblems({ outcomes = {} }: RawLayout, vocabulary: Vocabulary): readonly SettingsProblem[] {
  const before = new Map<string, Outcome>();
  return Object.entries(outcomes).flatMap(([word, outcome]) => {
    const fault = faultOfWord(extendVocabulary(vocabulary, before), word, outcome);
    before.set(word, outcome);
    return fault === undefined ? [] : [problem(['outcomes', word], `the outcome word "${excerpt(word)}" ${fault}.`)];
  });
}

function problem(keyPath: readonly PropertyKey[], message: string): SettingsProblem {
  return { keyPath, message };
}
