import type { Issue } from '../core/issue.ts';
import type { BatchTarget } from './batch-target.ts';
import type { HashSetRecord } from './contract.ts';
import type { JsonCursor, JsonMembers } from './json-cursor.ts';
import { recordOfMedia } from './vics-members.ts';

/** Where media entries go. `L`: what comes of those that are written like one before. */
export interface VicsTarget<L, B> extends Pick<BatchTarget<B>, 'batch' | 'rest'> {
  /** The entry at the cursor; undefined, with the cursor where it was, for one that it cannot read. */
  take(cursor: JsonCursor, row: number): L | undefined;
  /** Shows how entries are written, one character for each byte. */
  learn(entry: string): void;
  /** What an entry came to, before the next one is read. */
  add(verdict: L | HashSetRecord | Issue): void;
}

/** Reads the media entries of one document, and numbers them. */
export class VicsEntryReader<L, B> {
  readonly target: VicsTarget<L, B>;
  readonly #scheme: string;
  #rows = 0;

  constructor(scheme: string, target: VicsTarget<L, B>) {
    this.#scheme = scheme;
    this.target = target;
  }

  /** The entry that stands next. */
  read(cursor: JsonCursor): L | HashSetRecord | Issue {
    cursor.peek();
    const like = this.target.take(cursor, this.#rows + 1);
    if (like !== undefined) return like;
    const start = cursor.at;
    const members = cursor.readMembers();
    this.target.learn(cursor.text.slice(start, cursor.at));
    return this.judge(members);
  }

  judge(entry: JsonMembers): HashSetRecord | Issue {
    return recordOfMedia(entry, { row: this.#rows + 1 }, this.#scheme);
  }

  /** To be called once an entry has been read for good. */
  keep(verdict: L | HashSetRecord | Issue): void {
    this.#rows += 1;
    this.target.add(verdict);
  }
}
