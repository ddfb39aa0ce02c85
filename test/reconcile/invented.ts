import { createHash } from 'node:crypto';
import { type Algorithm, type Digest, type Digests, parseDigest } from '../../src/core/digest.ts';
import type { ManifestEntry, MediaKind } from '../../src/core/media.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { accountReport } from '../../src/reconcile/account-report.ts';
import type { ReturnedRecord, StatedSum } from '../../src/reconcile/contract.ts';

/** The digest of an invented content, as node:crypto computes it. */
export function digestOf<A extends Algorithm>(algorithm: A, content: string): Digest<A> {
  const name = algorithm === 'blake3' ? 'sha512-256' : algorithm;
  const digest = parseDigest(algorithm, createHash(name).update(content).digest('hex'));
  if (digest === undefined) throw new Error('no digest');
  return digest;
}

export function md5(content: string): Digests {
  return { md5: digestOf('md5', content) };
}

export function md5AndSha1(content: string): Digests {
  return { md5: digestOf('md5', content), sha1: digestOf('sha1', content) };
}

export function sentFile(path: string, content = path, kind: MediaKind = 'image'): ManifestEntry {
  return { path, sizeBytes: content.length, kind, digests: md5AndSha1(content) };
}

export function row(
  line: number,
  outcome: Outcome,
  what: { readonly digests?: Digests; readonly fileName?: string; readonly kind?: MediaKind },
): ReturnedRecord {
  return { place: { line }, outcome, digests: {}, kind: 'unknown', ...what };
}

export function account(
  entries: readonly ManifestEntry[] | null,
  records: readonly ReturnedRecord[],
  more: {
    readonly statedTotals?: readonly StatedSum[];
    readonly issueCount?: number;
    readonly notMentionedLimit?: number;
  } = {},
) {
  const manifests = entries === null ? [] : [{ submissionId: 1, entries }];
  return accountReport({ manifests, records, statedTotals: [], issueCount: 0, notMentionedLimit: 1000, ...more });
}
