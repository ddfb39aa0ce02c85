import { firstDigest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { Issue } from '../core/issue.ts';
import { ContentIndex } from './content-index.ts';
import type { AccountingDraft, AccountingRequest, CountedUnit, ReturnedRecord } from './contract.ts';
import { describeDigest, quote } from './join-record.ts';
import { Mentions } from './mentions.ts';

const nothingToCompare: Finding = {
  kind: 'nothing-to-compare',
  weight: 'note',
  message:
    'No submission is known that this report answers: its records were counted, but could not be compared with what was sent.',
};

/** A report without a submission: every record that has a digest counts, the others are issues. */
export function accountAlone<R extends ReturnedRecord>(request: AccountingRequest<R>): AccountingDraft<R> {
  const counted = request.records.filter((record) => firstDigest(record.digests) !== undefined);
  const uncounted = request.records.filter((record) => firstDigest(record.digests) === undefined);
  const returned = new ContentIndex<R>(counted, (record) => record.digests);
  const mentions = new Mentions<R>();
  for (const [index, record] of counted.entries()) mentions.add(returned.contentOf(index), record);
  const units = returned.contents.map((content): CountedUnit => {
    const result = mentions.resultOf(content);
    if (result === undefined) throw new CriskitError('INTERNAL', 'A media of the report has no outcome.');
    return { digests: content.digests, ...result };
  });
  const repeated = mentions.findingsOf(
    (content) => describeDigest(content.digests),
    () => 1,
  );
  return {
    units,
    distinctMedia: units.length,
    records: counted.map((record) => ({ record, kind: record.kind })),
    issues: uncounted.map(issueOf),
    findings: [nothingToCompare, ...repeated],
    summed: counted.map((record, index) => ({
      outcome: record.outcome,
      kind: record.kind,
      identity: returned.contentOf(index),
    })),
  };
}

function issueOf(record: ReturnedRecord): Issue {
  const message = `${quote(record.fileName ?? '')} has no digest, and there is no submission in which its name could be looked up.`;
  return { code: 'no-digest', message, place: record.place };
}
