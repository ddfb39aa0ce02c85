import { algorithmTitle, type Digests, firstDigest } from '../core/digest.ts';
import type { Finding } from '../core/finding.ts';
import { fileNameOf, foldName, type ManifestEntry } from '../core/media.ts';
import { excerpt } from '../core/printable.ts';
import type { Content, ContentIndex } from './content-index.ts';
import type { ReturnedRecord } from './contract.ts';
import type { NameIndex } from './name-index.ts';

export type SentContent = Content<ManifestEntry>;

/** The sent file that a record speaks of, and what is odd about it. Without a content the record is about nothing that was sent. */
export interface Join {
  readonly content?: SentContent;
  readonly finding?: Finding;
}

/**
 * Joins one record to what was sent: by digest, all shared algorithms agreeing; by file name only where the record
 * has no digest at all. In doubt it is joined to nothing.
 */
export function joinRecord(
  record: ReturnedRecord,
  sent: ContentIndex<ManifestEntry>,
  names: NameIndex<SentContent>,
): Join {
  return firstDigest(record.digests) === undefined ? joinByName(record, names) : joinByDigest(record, sent, names);
}

function joinByName(record: ReturnedRecord, names: NameIndex<SentContent>): Join {
  const name = record.fileName ?? '';
  const answer = names.find(name);
  if (answer.kind === 'one') return { content: answer.content };
  const common = { weight: 'difference', subject: name, place: record.place } as const;
  if (answer.kind === 'several') {
    const message = `The report names ${quote(name)} without a digest, and files of that name but of different content were sent.`;
    return { finding: { ...common, kind: 'name-ambiguous', message } };
  }
  const message = `The report mentions ${quote(name)} without a digest, and no file of that name was sent.`;
  return { finding: { ...common, kind: 'not-sent', message } };
}

function joinByDigest(record: ReturnedRecord, sent: ContentIndex<ManifestEntry>, names: NameIndex<SentContent>): Join {
  const agreeing = sent.findAgreeing(record.digests);
  const [only, another] = agreeing;
  if (only === undefined) return explainUnsent(record, sent, names);
  if (another !== undefined) return chooseByName(record, agreeing);
  if (record.fileName === undefined) return { content: only };
  const named = names.find(record.fileName);
  const isOther =
    (named.kind === 'one' && named.content !== only) || (named.kind === 'several' && !isNamed(only, record.fileName));
  if (!isOther) return { content: only };
  const message = `${describeDigest(record.digests)} was sent as ${quote(only.members[0]?.path ?? '')}, but the report calls it ${quote(record.fileName)}, a name under which another content was sent. It counts for the digest.`;
  return { content: only, finding: differs(record, message, named) };
}

/** Two contents that were sent share the record's digests; a file name may tell them apart. */
function chooseByName(record: ReturnedRecord, agreeing: readonly SentContent[]): Join {
  const { fileName } = record;
  const named = fileName === undefined ? [] : agreeing.filter((content) => isNamed(content, fileName));
  const [only, another] = named;
  if (only !== undefined && another === undefined) return { content: only };
  return {
    finding: {
      kind: 'digest-ambiguous',
      weight: 'difference',
      message: `${describeDigest(record.digests)} was sent as ${agreeing.length} different contents, and the report does not say which of them it means.`,
      subject: subjectOf(record),
      place: record.place,
    },
  };
}

function explainUnsent(record: ReturnedRecord, sent: ContentIndex<ManifestEntry>, names: NameIndex<SentContent>): Join {
  if (sent.findSharing(record.digests).length > 0) {
    const message = `The digests of one record contradict what was sent: ${describeDigest(record.digests)} belongs to a file whose other digests differ. It counts for no file.`;
    return { finding: differs(record, message) };
  }
  const named = record.fileName === undefined ? undefined : names.find(record.fileName);
  if (named !== undefined && named.kind !== 'none') {
    const message = `${quote(record.fileName ?? '')} was sent with another digest than ${describeDigest(record.digests)}, which the report gives it.`;
    return { finding: differs(record, message, named) };
  }
  const called = record.fileName === undefined ? '' : `, called ${quote(record.fileName)},`;
  return {
    finding: {
      kind: 'not-sent',
      weight: 'difference',
      message: `The report mentions ${describeDigest(record.digests)}${called} which was not sent.`,
      subject: subjectOf(record),
      place: record.place,
    },
  };
}

function differs(record: ReturnedRecord, message: string, named?: ReturnType<NameIndex<SentContent>['find']>): Finding {
  const found = firstDigest(record.digests);
  const expected = named?.kind === 'one' && found !== undefined ? named.content.digests[found.algorithm] : undefined;
  return {
    kind: 'digest-differs',
    weight: 'difference',
    message,
    subject: record.fileName ?? subjectOf(record),
    place: record.place,
    ...(found === undefined ? {} : { found: found.value }),
    ...(expected === undefined ? {} : { expected }),
  };
}

function isNamed(content: SentContent, fileName: string): boolean {
  const name = foldName(fileNameOf(fileName));
  return content.members.some((entry) => foldName(entry.path.slice(entry.path.lastIndexOf('/') + 1)) === name);
}

function subjectOf(record: ReturnedRecord): string {
  return firstDigest(record.digests)?.value ?? record.fileName ?? '';
}

/** Such as `MD5 0123…`, for messages. */
export function describeDigest(digests: Digests): string {
  const first = firstDigest(digests);
  return first === undefined ? 'a file without a digest' : `${algorithmTitle[first.algorithm]} ${first.value}`;
}

/** A name from outside, for messages. */
export function quote(name: string): string {
  return `"${excerpt(name, 120)}"`;
}
