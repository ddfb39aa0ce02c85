import { contentKindOf } from '../containers/content-kind.ts';
import { type Algorithm, algorithms } from '../core/digest.ts';
import { CriskitError, type ErrorCode } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import type { HashSetFormat, SetStatement } from '../hashsets/contract.ts';
import { readHashSet } from '../hashsets/hash-set-source.ts';
import { isTie, rankFormats, type RecognisedFormat } from '../hashsets/lookup.ts';
import { type TextForm, textFormOf } from '../hashsets/text-form.ts';
import type { HashSetInput } from './hash-set-input.ts';
import { readUnwrapped } from './read-unwrapped.ts';
import { TemporaryFiles } from './temporary-files.ts';
import { type UnwrappedHashSet, unwrapHashSet, type Wrapping } from './unwrap-hash-set.ts';

export interface IdentifiedHashSet {
  /** `ambiguous`: several formats, or several files of an archive, could be meant. */
  readonly verdict: 'known' | 'ambiguous' | 'unknown' | 'unreadable';
  /** The surest first; those below `ambiguous` that are about as sure are candidates, not second choices. */
  readonly candidates: readonly CandidateFormat[];
  readonly wrappings: readonly Wrapping[];
  readonly medium: NonNullable<HashSetFormat['medium']> | null;
  /** Of text, by its beginning. */
  readonly text: TextForm | null;
  /** What the beginning holds, read as the first candidate; null where it is not known. */
  readonly beginning: Beginning | null;
  /** Why it could not be identified, or not be read to the end of its beginning. */
  readonly failure: { readonly code: ErrorCode; readonly message: string } | null;
  readonly advice: string | null;
}

interface CandidateFormat {
  readonly format: string;
  readonly title: string;
  /** Between 0 and 1. */
  readonly confidence: number;
  readonly reason: string;
}

export interface Beginning {
  readonly records: number;
  /** How many records have a digest of it. */
  readonly algorithms: Readonly<Partial<Record<Algorithm, number>>>;
  /** Entries that take media out of the set. */
  readonly removals: number;
  readonly issues: number;
  /** The first of them. */
  readonly firstIssues: readonly Issue[];
  /** What the set says of itself. */
  readonly about: SetStatement | null;
  /** True where the file ends within what was read. */
  readonly isWhole: boolean;
}

/** As many records and issues show what a file holds. */
const enoughEntries = 10_000;
const issuesKept = 3;

interface IdentifyRequest {
  /** The file to look at in a zip archive; default: the only hash set in it. */
  readonly entry: string | undefined;
  readonly signal: AbortSignal;
}

/** Says what a file is by its beginning; nothing is taken in. Throws INTERRUPTED and USAGE only. */
export async function identifyHashSet(input: HashSetInput, request: IdentifyRequest): Promise<IdentifiedHashSet> {
  const files = new TemporaryFiles();
  let unwrapped: UnwrappedHashSet | undefined;
  try {
    unwrapped = await unwrapHashSet(input, { ...request, format: undefined, onChunk: () => undefined, files });
    return await describe(unwrapped, request.signal, files);
  } catch (error) {
    return failed(asFailure(error));
  } finally {
    await unwrapped?.bytes.close();
    await files.close();
  }
}

async function describe(
  unwrapped: UnwrappedHashSet,
  signal: AbortSignal,
  files: TemporaryFiles,
): Promise<IdentifiedHashSet> {
  const { head, wrappings } = unwrapped;
  const ranked = rankFormats(head);
  const [best, second] = ranked;
  if (best === undefined) return { ...failed(unknownContent(unwrapped)), wrappings };
  const medium = best.format.medium ?? 'text';
  const known = {
    candidates: ranked.map(asCandidate),
    wrappings,
    medium,
    text: medium === 'text' ? textFormOf(head) : null,
  };
  if (isTie(best, second)) {
    const advice = `Say which it is with --format ${best.format.id} or --format ${second.format.id}.`;
    return { ...known, verdict: 'ambiguous', beginning: null, failure: null, advice };
  }
  const { beginning, failure } = await readBeginning(best.format, unwrapped, signal, files);
  return {
    ...known,
    verdict: 'known',
    beginning,
    failure: failure === undefined ? null : { code: failure.code, message: failure.message },
    advice: failure?.hint ?? adviceOn(beginning),
  };
}

function asCandidate({ format, confidence, reason }: RecognisedFormat): CandidateFormat {
  return { format: format.id, title: format.title, confidence, reason };
}

async function readBeginning(
  format: HashSetFormat,
  unwrapped: UnwrappedHashSet,
  signal: AbortSignal,
  files: TemporaryFiles,
): Promise<{ readonly beginning: Beginning; readonly failure: CriskitError | undefined }> {
  const counts = new Map<Algorithm, number>();
  const firstIssues: Issue[] = [];
  let [records, removals, issues, isWhole] = [0, 0, 0, true];
  const statements: SetStatement[] = [];
  let failure: CriskitError | undefined;
  try {
    for await (const batch of readUnwrapped(format, unwrapped, {
      read: readHashSet,
      signal,
      files,
      reading: {},
      wholly: false,
      onChunk: undefined,
    })) {
      records += batch.records.length;
      removals += batch.removals?.length ?? 0;
      issues += batch.issues.length;
      firstIssues.push(...batch.issues.slice(0, issuesKept - firstIssues.length));
      if (batch.about !== undefined) statements.push(batch.about);
      for (const { digests } of batch.records) {
        for (const algorithm of algorithms) {
          if (digests[algorithm] !== undefined) counts.set(algorithm, (counts.get(algorithm) ?? 0) + 1);
        }
      }
      isWhole = records + removals + issues < enoughEntries;
      if (!isWhole) break;
    }
  } catch (error) {
    failure = asFailure(error);
  }
  const about = statements.length === 0 ? null : Object.assign({}, ...statements);
  const found = { records, algorithms: Object.fromEntries(counts), removals, issues, firstIssues, about };
  return { beginning: { ...found, isWhole: isWhole && failure === undefined }, failure };
}

/** What has to do with this file; all else goes on up. */
function asFailure(error: unknown): CriskitError {
  if (error instanceof CriskitError && error.code !== 'INTERRUPTED' && error.code !== 'USAGE') return error;
  throw error;
}

function unknownContent({ name, head }: UnwrappedHashSet): CriskitError {
  const kind = contentKindOf(head);
  return new CriskitError(
    'FORMAT_UNKNOWN',
    `${name} is no hash set of a format that criskit knows; it begins as ${kind}.`,
    {
      path: name,
      hint:
        kind === 'text'
          ? 'If you know what it is, name the format where you read it, with --format; "criskit hashset formats" lists them.'
          : 'Export the list as text, CSV or JSON with the program that made it.',
    },
  );
}

function failed({ code, message, hint }: CriskitError): IdentifiedHashSet {
  const verdict = code === 'FORMAT_UNKNOWN' ? 'unknown' : code === 'FORMAT_AMBIGUOUS' ? 'ambiguous' : 'unreadable';
  const nothing = { candidates: [], wrappings: [], medium: null, text: null, beginning: null };
  return { ...nothing, verdict, failure: { code, message }, advice: hint ?? null };
}

function adviceOn({ records, removals, issues }: Beginning): string | null {
  if (records + removals + issues === 0) return 'It holds no record; look whether it is the right file.';
  if (issues < records + removals) return null;
  return 'Half of its entries or more cannot be read: hashset import stops there, unless another --format fits or --accept-issues is given.';
}
