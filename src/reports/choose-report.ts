import type { Leaf, OpenedDocument } from '../containers/open-document.ts';
import { isPicture } from '../containers/foreign-content.ts';
import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import { excerpt } from '../core/printable.ts';
import { countOf } from '../core/units.ts';
import { comparePart, digestsNamedIn, type PartComparison } from './compare-parts.ts';
import type { ReadingContext, Report } from './contract.ts';
import { readReport, type ReadReportOptions } from './lookup.ts';

export interface ChooseOptions extends ReadReportOptions {
  /** The name of the part that is the report, alone or with those around it; undefined: found by what the parts hold. */
  readonly part?: string | undefined;
}

/** The report in what came, and what became of everything else in it. */
export interface ChosenReport {
  readonly report: Report;
  /** The document that it was read from. */
  readonly leaf: Leaf;
  /** Every document that came, in order, the report among them; empty where what came is the report itself. */
  readonly parts: readonly PartVerdict[];
  /** What has to be looked at besides the report: parts that could not be read, or name media of their own. */
  readonly issues: readonly Issue[];
}

export interface PartVerdict {
  /** Names of the parts that lead to it, from the outside in. Untrusted text. */
  readonly path: readonly string[];
  readonly sizeBytes: number;
  /**
   * `report`: this is it. `agrees`: says of the same media the same, or less. `names-no-media`: a covering letter.
   * `picture`: not looked at. `differs`: names media that the report does not, or cannot be read.
   */
  readonly taken: 'report' | 'agrees' | 'names-no-media' | 'picture' | 'differs';
  /** One sentence for people. */
  readonly message: string;
}

/**
 * Finds the report among the documents that came. Several that can be read must agree, or the examiner has to say which
 * one it is. Throws as `readReport`; `NOT_FOUND` for a part that does not exist; `FORMAT_AMBIGUOUS` naming both parts.
 */
export function chooseReport(
  opened: OpenedDocument,
  context: ReadingContext,
  options: ChooseOptions = {},
): ChosenReport {
  const [first] = opened.leaves;
  if (opened.carriers.length === 0 && first !== undefined && options.part === undefined) {
    return { report: readLeaf(first, context, options), leaf: first, parts: [], issues: opened.issues };
  }
  const attempts = opened.leaves.map((leaf): Attempt => attempt(leaf, context, options));
  const chosen = options.part === undefined ? onlyReadable(attempts) : namedPart(attempts, options.part);
  const verdicts = attempts.map((one) => (one === chosen ? verdictOnReport(chosen) : judge(one, chosen, options)));
  return {
    report: chosen.report,
    leaf: chosen.leaf,
    parts: verdicts.map(({ issue: _, ...verdict }) => verdict),
    issues: [...opened.issues, ...verdicts.flatMap(({ issue }) => (issue === undefined ? [] : [issue]))],
  };
}

/** A part that was tried: with the report that it is, or with the reason why it is none. */
type Attempt =
  | { readonly leaf: Leaf; readonly report: Report; readonly error?: undefined }
  | { readonly leaf: Leaf; readonly report?: undefined; readonly error: CriskitError };
type ReadPart = Attempt & { readonly report: Report };

function attempt(leaf: Leaf, context: ReadingContext, options: ReadReportOptions): Attempt {
  try {
    return { leaf, report: readLeaf(leaf, context, options) };
  } catch (error) {
    if (!(error instanceof CriskitError) || error.code === 'INTERNAL' || error.code === 'USAGE') throw error;
    return { leaf, error };
  }
}

function readLeaf({ content }: Leaf, context: ReadingContext, options: ReadReportOptions): Report {
  if (content.kind === 'refused') throw content.error;
  return readReport(content.document, context, options);
}

/** The part that can be read; of several, the one that says most, which all others must agree with. */
function onlyReadable(attempts: readonly Attempt[]): ReadPart {
  const readable = attempts.filter((one): one is ReadPart => one.report !== undefined);
  const [best, ...others] = readable.toSorted((a, b) => weightOf(b) - weightOf(a));
  if (best === undefined) throw nothingReadable(attempts);
  for (const other of others) {
    const { contradicts, namesMore } = comparePart(other.leaf, other.report, best);
    if (!contradicts && !namesMore) continue;
    const what = contradicts ? 'say different things of the same media' : 'speak of different media';
    throw new CriskitError(
      'FORMAT_AMBIGUOUS',
      `two reports came, ${partName(best.leaf)} (${countOf(best.report.records.length, 'record')}) and ${partName(other.leaf)} (${countOf(other.report.records.length, 'record')}), which ${what}`,
      { hint: `Say which it is with --part ${partName(best.leaf)}, then import the other one in the same way.` },
    );
  }
  return best;
}

/** Records first; then what is said beyond outcomes; attachments before the text that announces them. */
function weightOf({ leaf, report }: ReadPart): number {
  const told = report.records.filter(({ series, contact }) => series !== undefined || contact !== undefined).length;
  return report.records.length * 4 + told * 2 + (leaf.role === 'attachment' ? 1 : 0);
}

function nothingReadable(attempts: readonly Attempt[]): CriskitError {
  const telling = attempts.find(({ leaf }) => digestsNamedIn(leaf).size > 0) ?? attempts.find(isTelling) ?? attempts[0];
  const error = telling?.error;
  if (telling === undefined || error === undefined) {
    return new CriskitError('INPUT_EMPTY', 'What came carries no document.', { hint: 'Ask for the report again.' });
  }
  const others = attempts.filter((one) => one !== telling).map(({ leaf }) => partName(leaf));
  const rest =
    others.length === 0 ? '' : ` Nor is it in ${others.slice(0, 8).join(', ')}${others.length > 8 ? ', …' : ''}.`;
  return new CriskitError(error.code, `in ${partName(telling.leaf)}: ${error.message}.${rest}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}

/** A part that somebody may have meant as the report. */
function isTelling({ leaf }: Attempt): boolean {
  return leaf.role === 'attachment' && !isPicture(leaf.bytes);
}

function namedPart(attempts: readonly Attempt[], name: string): ReadPart {
  const whole = attempts.filter(({ leaf }) => leaf.path.join(' › ') === name);
  const found = whole.length > 0 ? whole : attempts.filter(({ leaf }) => leaf.path.at(-1) === name);
  const [one, another] = found;
  if (one === undefined || another !== undefined) {
    const names = attempts.map(({ leaf }) => partName(leaf));
    throw new CriskitError(
      'NOT_FOUND',
      one === undefined
        ? `no part is called "${excerpt(name)}"`
        : `${countOf(found.length, 'part')} are called "${excerpt(name)}"`,
      { hint: `Parts: ${names.slice(0, 20).join(', ')}.` },
    );
  }
  if (one.report === undefined) throw one.error;
  return one;
}

type Verdict = PartVerdict & { readonly issue?: Issue };

function verdictOnReport({ leaf, report }: ReadPart): Verdict {
  return { ...factsOf(leaf), taken: 'report', message: `the report: ${countOf(report.records.length, 'record')}` };
}

/** What became of a part that is not the report. */
function judge(other: Attempt, chosen: ReadPart, options: ChooseOptions): Verdict {
  const { leaf, report, error } = other;
  const facts = factsOf(leaf);
  if (isPicture(leaf.bytes)) return { ...facts, taken: 'picture', message: 'a picture; not looked at' };
  if (leaf.content.kind === 'refused') return differs(leaf, `It could not be read: ${leaf.content.error.message}.`);
  const comparison = comparePart(leaf, report, chosen);
  if (comparison.names === 0 && report === undefined) {
    const isSilent = error?.code === 'FORMAT_UNKNOWN' || error?.code === 'NO_RECORDS' || error?.code === 'INPUT_EMPTY';
    if (isSilent) return { ...facts, taken: 'names-no-media', message: 'names no media' };
    return differs(leaf, `It could not be read: ${error?.message ?? ''}.`);
  }
  if (!comparison.contradicts && !comparison.namesMore) {
    return { ...facts, taken: 'agrees', message: 'names the same media as the report, and contradicts nothing' };
  }
  return differs(leaf, describeDifference(comparison, options));
}

function describeDifference({ contradicts, extra }: PartComparison, { part }: ChooseOptions): string {
  const what = contradicts
    ? 'It says other things of the same media than the report.'
    : `It names ${countOf(extra, 'digest')} that the report does not.`;
  return part === undefined ? what : `${what} The examiner named the report with --part.`;
}

function differs(leaf: Leaf, message: string): Verdict {
  const issue: Issue = { code: 'part-not-used', message, place: { part: leaf.path.join(' › ') } };
  return { ...factsOf(leaf), taken: 'differs', message, issue };
}

function factsOf({ path, bytes }: Leaf): Pick<PartVerdict, 'path' | 'sizeBytes'> {
  return { path, sizeBytes: bytes.length };
}

/** As `--part` takes it, in quotes, for messages. */
function partName({ path }: Leaf): string {
  return `"${excerpt(path.join(' › '), 80)}"`;
}
