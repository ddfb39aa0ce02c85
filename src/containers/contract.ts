import type { Issue } from '../core/issue.ts';
import type { Place } from '../core/place.ts';

/**
 * A container says what a file *is* (delimited text, a workbook, later PDF, mail, zip); a layout of `reports/` says what
 * it *means*. Containers are recognised by content.
 */
export interface Container {
  /** Such as `delimited-text` or `workbook`. */
  readonly id: string;
  readonly title: string;
  /** How sure it is, 0 to 1, with the reason; undefined where the bytes are certainly not of this kind. */
  recognise(input: ContainerInput): Recognition | undefined;
  /** Reads the whole document. Throws `INPUT_…` errors; what concerns single rows becomes issues. */
  read(input: ContainerInput, options?: { readonly signal?: AbortSignal }): Promise<TableDocument>;
}

/** A document in memory: replies are small (50,000 rows); hash sets never go this way. */
export interface ContainerInput {
  readonly bytes: Uint8Array;
  /** The file name, for messages; recognition never relies on it. */
  readonly name: string;
}

export interface Recognition {
  readonly confidence: number;
  readonly reason: string;
}

/** What every table-like document comes down to. */
export interface TableDocument {
  readonly container: string;
  readonly name: string;
  readonly tables: readonly Table[];
  /** What the container could not read, each with its place. A row with an issue here stands in its table as well. */
  readonly issues: readonly Issue[];
  /** Facts for the log, such as `encoding: windows-1252`, `delimiter: ;`. */
  readonly traits: ReadonlyMap<string, string>;
}

/** A sheet of a workbook, or the one table of a text file. */
export interface Table {
  /** The sheet's name; undefined where the container has no names. Untrusted text. */
  readonly name?: string;
  /** True for a sheet that the program that made it does not show. */
  readonly hidden: boolean;
  /** Every row in order, blank ones too, so that each is accounted for. */
  readonly rows: readonly Row[];
}

export interface Row {
  /** Where the row begins: `row` (and `sheet`) for workbooks, `line` for text. */
  readonly place: Place;
  readonly cells: readonly Cell[];
  readonly hidden: boolean;
  /** Set where the container could not make sense of the row (cut off, unclosed quote); its cells may be incomplete. */
  readonly issue?: Issue;
}

/** A cell as text, with what its text hides. */
export interface Cell {
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'error' | 'formula' | 'blank';
  /**
   * What a person would read: for numbers the plain decimal text; for a formula its cached result; for delimited text
   * the field with `="…"` undone. Never trimmed.
   */
  readonly text: string;
  /** True where this cell is covered by a merged cell whose text stands in its first cell. */
  readonly merged?: true;
}
