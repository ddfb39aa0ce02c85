import { firstDigest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import { combineKinds, type KindCounts, type ManifestEntry, noMedia, totalOfKinds } from '../core/media.ts';
import { type DerivedOutcome, derivedOutcomes } from '../core/outcome.ts';
import { countOf } from '../core/units.ts';
import { compareTotals } from './compare-totals.ts';
import { ContentIndex } from './content-index.ts';
import type {
  AccountedRecord,
  Accounting,
  AccountingRequest,
  CountedUnit,
  OutcomeCounts,
  ReturnedRecord,
} from './contract.ts';
import { FindingList } from './finding-list.ts';
import { describeDigest, joinRecord, quote } from './join-record.ts';
import { Mentions } from './mentions.ts';
import { NameIndex } from './name-index.ts';

/**
 * Accounts for every record of a report and every file that was sent. Sent = identified + recognized + unrecognized +
 * not-identified + not-mentioned holds exactly, or it throws INTERNAL. What a record says counts for every file of the
 * content it was joined to; where records disagree about a content, for none of them as identified.
 */
export function accountReport<R extends ReturnedRecord>(request: AccountingRequest<R>): Accounting<R> {
  const findings = new FindingList(request.findingLimit);
  if (request.issueCount > 0) {
    findings.add({
      kind: 'document-issues',
      weight: 'difference',
      message: `${countOf(request.issueCount, 'line')} of the document could not be read.`,
      count: request.issueCount,
    });
  }
  const draft = request.manifests.length > 0 ? accountSent(request, findings) : accountAlone(request, findings);
  const totals = compareTotals(request.statedTotals, draft.summed);
  for (const finding of totals.findings) findings.add(finding);
  const { units, distinctMedia, records, issues } = draft;
  const outcomes = countOutcomes(units);
  return {
    unit: request.manifests.length > 0 ? 'files' : 'media',
    units,
    outcomes,
    distinctMedia,
    records,
    issues,
    findings: findings.all(),
    blocking: totals.blocking,
  };
}

interface Draft<R extends ReturnedRecord> {
  readonly units: readonly CountedUnit[];
  readonly distinctMedia: number;
  readonly records: readonly AccountedRecord<R>[];
  readonly issues: readonly Issue[];
  readonly summed: Parameters<typeof compareTotals>[1];
}

function accountSent<R extends ReturnedRecord>(request: AccountingRequest<R>, findings: FindingList): Draft<R> {
  const entries = request.manifests.flatMap((manifest) => manifest.entries);
  const sent = new ContentIndex<ManifestEntry>(entries, (entry) => entry.digests);
  const namesHaveFolders = request.records.some((record) => /[/\\]/.test(record.fileName ?? ''));
  const names = new NameIndex(
    entries.map((entry) => entry.path),
    (index) => sent.contentOf(index),
    namesHaveFolders,
  );
  const mentions = new Mentions<ManifestEntry>();
  const records: AccountedRecord<R>[] = [];
  const summed: { outcome: R['outcome']; kind: R['kind']; identity: object }[] = [];
  for (const record of request.records) {
    const { content, finding } = joinRecord(record, sent, names);
    if (finding !== undefined) findings.add(finding);
    const sentKind = content === undefined ? 'unknown' : kindOfAll(content.members);
    summed.push({
      outcome: record.outcome,
      kind: combineKinds(record.kind, sentKind),
      identity: content ?? record,
    });
    const kind = combineKinds(sentKind, record.kind);
    if (content !== undefined) {
      mentions.add(content, record);
      records.push({ record, joinedTo: content.digests, kind });
    } else if (firstDigest(record.digests) !== undefined) {
      records.push({ record, kind });
    }
  }
  mentions.report(
    findings,
    (content) => quote(content.members[0]?.path ?? ''),
    (content) => content.members.length,
  );
  const units = entries.map((entry, index): CountedUnit => {
    const result = mentions.resultOf(sent.contentOf(index));
    if (result === undefined) addNotMentioned(entry, findings);
    const kind = combineKinds(entry.kind, result?.kind ?? 'unknown');
    return { digests: entry.digests, kind, outcome: result?.outcome ?? 'not-mentioned' };
  });
  return { units, distinctMedia: sent.contents.length, records, issues: [], summed };
}

function accountAlone<R extends ReturnedRecord>(request: AccountingRequest<R>, findings: FindingList): Draft<R> {
  findings.add({
    kind: 'nothing-to-compare',
    weight: 'note',
    message:
      'No submission is known that this report answers: its records were counted, but could not be compared with what was sent.',
  });
  const counted = request.records.filter((record) => firstDigest(record.digests) !== undefined);
  const issues = request.records.filter((record) => firstDigest(record.digests) === undefined).map(issueOfNameOnly);
  const returned = new ContentIndex<R>(counted, (record) => record.digests);
  const mentions = new Mentions<R>();
  for (const [index, record] of counted.entries()) mentions.add(returned.contentOf(index), record);
  mentions.report(
    findings,
    (content) => describeDigest(content.digests),
    () => 1,
  );
  const units = returned.contents.map((content): CountedUnit => {
    const result = mentions.resultOf(content);
    if (result === undefined) throw new CriskitError('INTERNAL', 'A media of the report has no outcome.');
    return { digests: content.digests, ...result };
  });
  return {
    units,
    distinctMedia: units.length,
    records: counted.map((record) => ({ record, kind: record.kind })),
    issues,
    summed: counted.map((record, index) => ({
      outcome: record.outcome,
      kind: record.kind,
      identity: returned.contentOf(index),
    })),
  };
}

function kindOfAll(entries: readonly ManifestEntry[]): ManifestEntry['kind'] {
  return entries.find((entry) => entry.kind !== 'unknown')?.kind ?? 'unknown';
}

function issueOfNameOnly(record: ReturnedRecord): Issue {
  return {
    code: 'no-digest',
    message: `${quote(record.fileName ?? '')} has no digest, and there is no submission in which its name could be looked up.`,
    place: record.place,
  };
}

function addNotMentioned(entry: ManifestEntry, findings: FindingList): void {
  const digest = firstDigest(entry.digests)?.value;
  findings.add({
    kind: 'not-mentioned',
    weight: 'difference',
    message: `${quote(entry.path)} was sent, and the report does not mention it.`,
    subject: entry.path,
    ...(digest === undefined ? {} : { expected: digest }),
  });
}

function countOutcomes(units: readonly CountedUnit[]): OutcomeCounts {
  const counts = new Map<DerivedOutcome, Record<keyof KindCounts, number>>();
  for (const outcome of derivedOutcomes) counts.set(outcome, { ...noMedia });
  for (const unit of units) {
    const kinds = counts.get(unit.outcome);
    if (kinds !== undefined) kinds[unit.kind] += 1;
  }
  const sum = [...counts.values()].reduce((total, kinds) => total + totalOfKinds(kinds), 0);
  if (sum !== units.length) {
    throw new CriskitError('INTERNAL', `${units.length} files were sent, but the outcomes add up to ${sum}.`);
  }
  return Object.fromEntries(counts) as Record<DerivedOutcome, KindCounts>;
}
