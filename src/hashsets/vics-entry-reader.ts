import type { Issue } from '../core/issue.ts';
import type { HashSetRecord } from './contract.ts';
import type { JsonCursor, JsonMembers } from './json-cursor.ts';
import { recordOfMedia } from './vics-members.ts';

/** Reads the media entries of one document, and numbers them. */
export class VicsEntryReader {
  readonly #scheme: string;
  #rows = 0;

  constructor(scheme: string) {
    this.#scheme = scheme;
  }

  /** The entry that stands next. `index`: how many stand between it and the last one counted. */
  read(cursor: JsonCursor, index: number): HashSetRecord | Issue {
    return this.judge(cursor.readMembers(), index);
  }

  judge(entry: JsonMembers, index = 0): HashSetRecord | Issue {
    return recordOfMedia(entry, { row: this.#rows + index + 1 }, this.#scheme);
  }

  /** To be called for entries once they have been read for good. */
  count(entries: number): void {
    this.#rows += entries;
  }
}
