import type { Issue } from '../core/issue.ts';
import type { Place } from '../core/place.ts';

/**
 * A container says what a file *is* (delimited text, a workbook, PDF, mail, zip); a layout of `reports/` says what it
 * *means*. Containers are recognised by content. Most hold a document; some carry other documents.
 */
export type Container = DocumentContainer | CarrierContainer;

interface AnyContainer {
  /** Such as `delimited-text` or `workbook`. */
  readonly id: string;
  readonly title: string;
  /** What files of this kind are usually called, for people; recognition never relies on it. */
  readonly endings: readonly string[];
  /** How sure it is, 0 to 1, with the reason; undefined where the bytes are certainly not of this kind. */
  recognise(input: ContainerInput): Recognition | undefined;
}

export interface DocumentContainer extends AnyContainer {
  /** Reads the whole document. Throws `INPUT_…` errors; what concerns single rows becomes issues. */
  read(input: ContainerInput, options?: ReadingOptions): Promise<TableDocument>;
}

/** A message, an archive: what it carries is recognised and read in its turn. */
export interface CarrierContainer extends AnyContainer {
  /** Unpacks what is carried, one level deep. Throws `INPUT_…` errors; what concerns single parts becomes issues. */
  open(input: ContainerInput, options?: ReadingOptions): Promise<Parcel>;
}

export interface ReadingOptions {
  readonly signal?: AbortSignal;
}

/** What a carrier holds, in its order. */
export interface Parcel {
  readonly container: string;
  readonly parts: readonly Part[];
  /** What is wrong with the carrier itself or with a part that could not be taken out; `place.part` names it. */
  readonly issues: readonly Issue[];
  /** Where it comes from, such as `from`, `subject`, `sent at`, `message id`. Untrusted text. */
  readonly traits: ReadonlyMap<string, string>;
}

export interface Part extends ContainerInput {
  /** `body`: the text of a message itself; `attachment`: everything else. */
  readonly role: 'body' | 'attachment';
  /** Id of the container that it is, where the carrier knows it for certain: the bodies of a message. */
  readonly container?: string;
}

/** A document in memory: replies are small (50,000 rows); hash sets never go this way. */
export interface ContainerInput {
  readonly bytes: Uint8Array;
  /** The file name, for messages; recognition never relies on it, and it is never used as a path. Untrusted text. */
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
  /**
   * Where the row begins: `row` (and `sheet`) for workbooks, `line` for text, `page` and `row` (counted on the page) for
   * PDF, `table` and `row` or `paragraph` for documents of a word processor, `line` and, in a table, `table` and `row` for
   * web pages.
   */
  readonly place: Place;
  readonly cells: readonly Cell[];
  readonly hidden: boolean;
  /** True for what a page shows around its text: a header or footer that other pages show as well. */
  readonly furniture?: true;
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
