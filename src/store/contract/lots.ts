import type { Algorithm, Digest } from '../../core/digest.ts';
import type { Actor } from './actor.ts';

export interface NewLots {
  readonly caseNumber: string;
  readonly algorithm: Algorithm;
  /** The size that was asked for. */
  readonly mostDigests: number;
  /** At least one, none of them empty. */
  readonly lots: readonly NewLot[];
}

export interface NewLot {
  /** The submissions that hold its digests. */
  readonly submissions: readonly number[];
  /** Distinct, in the order of the manifest. */
  readonly digests: readonly Digest[];
}

/** Digests of a case that are put to the portal together. */
export interface Lot {
  /** Within the case, from 1. */
  readonly number: number;
  /** The number of the last lot that was made with it. */
  readonly lastNumber: number;
  readonly submissions: readonly number[];
  readonly algorithm: Algorithm;
  readonly digests: number;
  /** Of its digests, those that a report of the case in force gives an outcome. */
  readonly answered: number;
  /** The reports in force that answer any of them. */
  readonly imports: readonly number[];
  readonly writtenAtUtc: string;
  readonly writtenBy: string;
}

export interface LotStore {
  /** The numbers follow those that the case has. Where the very same lots are there already, those are given and none is added. */
  addLots(request: NewLots, actor: Actor): Promise<{ readonly lots: readonly Lot[]; readonly isRepeated: boolean }>;
  /** By number. */
  listLots(caseNumber: string): Promise<readonly Lot[]>;
  /** In the order in which they are put; undefined where the case has no such lot. */
  digestsOfLot(caseNumber: string, number: number): Promise<readonly Digest[] | undefined>;
  /** Digests of that algorithm whose media a report of the case in force gives an outcome. */
  answeredDigests(caseNumber: string, algorithm: Algorithm): Promise<ReadonlySet<Digest>>;
}
