import { firstDigest } from '../core/digest.ts';
import type { Finding } from '../core/finding.ts';
import { combineKinds, type ManifestEntry, type MediaKind } from '../core/media.ts';
import { countOf } from '../core/units.ts';
import { type Content, ContentIndex } from './content-index.ts';
import type {
  AccountedRecord,
  AccountingDraft,
  AccountingRequest,
  CountedUnit,
  ReturnedRecord,
  SummedRecord,
} from './contract.ts';
import { joinRecord, quote } from './join-record.ts';
import { Mentions } from './mentions.ts';
import { NameIndex } from './name-index.ts';

interface SentFile extends ManifestEntry {
  readonly submissionId: number;
}

/** A report against the files that were sent: each of them ends in exactly one outcome or as not mentioned. */
export function accountSent<R extends ReturnedRecord>(request: AccountingRequest<R>): AccountingDraft<R> {
  const files = request.manifests.flatMap(({ submissionId, entries }) =>
    entries.map((entry): SentFile => ({ ...entry, submissionId })),
  );
  const sent = new ContentIndex<ManifestEntry>(files, (file) => file.digests);
  const mentions = new Mentions<ManifestEntry>();
  const joined = joinAll(request.records, files, sent, mentions);
  const notMentioned: SentFile[] = [];
  const units = files.map((file, index): CountedUnit => {
    const content = sent.contentOf(index);
    const result = mentions.resultOf(content);
    if (result === undefined) notMentioned.push(file);
    const kind = combineKinds(combineKinds(file.kind, kindOf(content)), result?.kind ?? 'unknown');
    return { digests: file.digests, kind, outcome: result?.outcome ?? 'not-mentioned' };
  });
  const repeated = mentions.findingsOf(
    (content) => quote(content.members[0]?.path ?? ''),
    (content) => content.members.length,
  );
  return {
    units,
    distinctMedia: sent.contents.length,
    records: joined.records,
    issues: [],
    findings: [...joined.findings, ...repeated, ...describeNotMentioned(notMentioned, request.notMentionedLimit)],
    summed: joined.summed,
  };
}

function joinAll<R extends ReturnedRecord>(
  records: readonly R[],
  files: readonly SentFile[],
  sent: ContentIndex<ManifestEntry>,
  mentions: Mentions<ManifestEntry>,
): Pick<AccountingDraft<R>, 'records' | 'findings' | 'summed'> {
  const names = new NameIndex(
    files.map((file) => file.path),
    (index) => sent.contentOf(index),
    records.some((record) => /[/\\]/.test(record.fileName ?? '')),
  );
  const accounted: AccountedRecord<R>[] = [];
  const findings: Finding[] = [];
  const summed: SummedRecord[] = [];
  for (const record of records) {
    const { content, finding } = joinRecord(record, sent, names);
    if (finding !== undefined) findings.push(finding);
    const sentKind = content === undefined ? 'unknown' : kindOf(content);
    const kind = combineKinds(sentKind, record.kind);
    if (content !== undefined) {
      mentions.add(content, record);
      accounted.push({ record, joinedTo: content.digests, kind });
    } else if (firstDigest(record.digests) !== undefined) {
      accounted.push({ record, kind });
    }
    // A sum that the document states is about its own view of kinds.
    summed.push({
      outcome: record.outcome,
      kind: combineKinds(record.kind, sentKind),
      identity: content ?? record,
    });
  }
  return { records: accounted, findings, summed };
}

function kindOf(content: Content<ManifestEntry>): MediaKind {
  return content.members.find((file) => file.kind !== 'unknown')?.kind ?? 'unknown';
}

function describeNotMentioned(files: readonly SentFile[], limit: number): readonly Finding[] {
  const findings = files.slice(0, limit).map((file): Finding => {
    const digest = firstDigest(file.digests)?.value;
    return {
      kind: 'not-mentioned',
      weight: 'difference',
      message: `${quote(file.path)} was sent, and the report does not mention it.`,
      submissionId: file.submissionId,
      subject: file.path,
      ...(digest === undefined ? {} : { expected: digest }),
    };
  });
  const more = files.length - findings.length;
  if (more === 0) return findings;
  const message = `${countOf(more, 'more file')} ${more === 1 ? 'was' : 'were'} sent, and the report does not mention ${more === 1 ? 'it' : 'them'}; "criskit reconcile" lists every one.`;
  return [...findings, { kind: 'not-mentioned', weight: 'difference', message, count: more }];
}
