import type { Issue } from '../core/issue.ts';
import type { HashSetRecord } from './contract.ts';
import type { JsonCursor, JsonMembers } from './json-cursor.ts';
import { recordOfMedia } from './vics-members.ts';
import { PlainEntries } from './vics-plain-entries.ts';

/** Reads the media entries of one document, and numbers them. */
export class VicsEntryReader {
  readonly #scheme: string;
  readonly #plain: PlainEntries;
  #rows = 0;

  constructor(scheme: string) {
    this.#scheme = scheme;
    this.#plain = new PlainEntries(scheme);
  }

  /** The entry that stands next. `index`: how many stand between it and the last one counted. */
  read(cursor: JsonCursor, index: number): HashSetRecord | Issue {
    cursor.peek();
    const plain = this.#plain.take(cursor, this.#rows + index + 1);
    if (plain !== undefined) return plain;
    const start = cursor.at;
    const members = cursor.readMembers();
    this.#plain.learn(cursor.text.slice(start, cursor.at));
    return this.judge(members, index);
  }

  judge(entry: JsonMembers, index = 0): HashSetRecord | Issue {
    return recordOfMedia(entry, { row: this.#rows + index + 1 }, this.#scheme);
  }

  /** To be called for entries once they have been read for good. */
  count(entries: number): void {
    this.#rows += entries;
  }
}
