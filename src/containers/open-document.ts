import { CriskitError } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { Issue } from '../core/issue.ts';
import { excerpt } from '../core/printable.ts';
import { formatBytes, formatCount } from '../core/units.ts';
import type { CarrierContainer, Container, ContainerInput, Part, ReadingOptions, TableDocument } from './contract.ts';
import { getContainer, recogniseContainer } from './lookup.ts';

/**
 * What may be packed into one another. A forwarded message with a zip archive of PDF files is three deep. What is unpacked
 * is held in memory beside what came, and each carrier adds at most half as much again before it is counted.
 */
export const packingLimits = {
  depth: 5,
  parts: 500,
  unpackedBytes: 256 * 1024 * 1024,
} as const;

/** What came, with everything that it carries. */
export interface OpenedDocument {
  /** The documents in it, in order: one with an empty path where what came carries nothing. */
  readonly leaves: readonly Leaf[];
  /** The messages and archives around them, from the outside in. */
  readonly carriers: readonly Carrier[];
  readonly issues: readonly Issue[];
}

/** A document that carries no others: read, or refused. */
export interface Leaf {
  /** Names of the parts that lead to it, from the outside in. Untrusted text. */
  readonly path: readonly string[];
  readonly role: 'whole' | Part['role'];
  readonly bytes: Uint8Array;
  readonly content:
    | { readonly kind: 'document'; readonly document: TableDocument }
    | { readonly kind: 'refused'; readonly error: CriskitError };
}

export interface Carrier {
  readonly path: readonly string[];
  readonly container: string;
  readonly traits: ReadonlyMap<string, string>;
}

/**
 * Recognises what came, unpacks it as deep as it goes, and reads every document in it. What is wrong with the file itself
 * is thrown, as by `recogniseContainer`; what is wrong with a part makes that part a refused one, and one that is packed
 * deeper than `packingLimits` allow is refused as `INPUT_HOSTILE`. Throws `INPUT_TOO_LARGE` where all parts together are
 * beyond them.
 */
export async function openDocument(input: ContainerInput, options: ReadingOptions = {}): Promise<OpenedDocument> {
  const opening = new Opening(input.name, options);
  await opening.open(input, { path: [], role: 'whole' }, recogniseContainer(input));
  return opening;
}

type Whereabouts = Pick<Leaf, 'path' | 'role'>;

class Opening implements OpenedDocument {
  readonly leaves: Leaf[] = [];
  readonly carriers: Carrier[] = [];
  readonly issues: Issue[] = [];
  readonly #name: string;
  readonly #options: ReadingOptions;
  #unpackedBytes = 0;
  #parts = 0;
  /** Then nothing further is opened, however sound it may be. */
  #isTooMuch = false;

  constructor(name: string, options: ReadingOptions) {
    this.#name = name;
    this.#options = options;
  }

  async open(input: ContainerInput, where: Whereabouts, container: Container): Promise<void> {
    throwIfInterrupted(this.#options.signal);
    if ('open' in container) return this.#unpack(input, where, container);
    const document = await container.read(input, this.#options);
    this.leaves.push({ ...where, bytes: input.bytes, content: { kind: 'document', document } });
  }

  async #unpack(input: ContainerInput, where: Whereabouts, container: CarrierContainer): Promise<void> {
    if (where.path.length >= packingLimits.depth) {
      const message = `${excerpt(input.name)} is packed more than ${packingLimits.depth} times over; it was not opened`;
      throw new CriskitError('INPUT_HOSTILE', message, { path: this.#name, hint: 'Unpack it by hand and look at it.' });
    }
    const parcel = await container.open(input, this.#options);
    this.carriers.push({ path: where.path, container: parcel.container, traits: parcel.traits });
    this.issues.push(...parcel.issues.map((issue) => withPath(issue, where.path)));
    this.#count(parcel.parts);
    for (const part of parcel.parts) await this.#openPart(part, [...where.path, part.name]);
  }

  #count(parts: readonly Part[]): void {
    this.#parts += parts.length;
    this.#unpackedBytes += parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (this.#parts <= packingLimits.parts && this.#unpackedBytes <= packingLimits.unpackedBytes) return;
    this.#isTooMuch = true;
    const limit = `${formatCount(packingLimits.parts)} documents or ${formatBytes(packingLimits.unpackedBytes)}`;
    throw new CriskitError('INPUT_TOO_LARGE', `${this.#name} carries more than ${limit}`, {
      path: this.#name,
      hint: 'Take the report out of it and import that.',
    });
  }

  /** A part that cannot be read is told, and the others are read all the same. */
  async #openPart(part: Part, path: readonly string[]): Promise<void> {
    const where = { path, role: part.role };
    try {
      const container = part.container === undefined ? recogniseContainer(part) : getContainer(part.container);
      await this.open(part, where, container);
    } catch (error) {
      if (this.#isTooMuch || !(error instanceof CriskitError)) throw error;
      if (error.code === 'INTERRUPTED' || error.code === 'INTERNAL') throw error;
      this.leaves.push({ ...where, bytes: part.bytes, content: { kind: 'refused', error } });
    }
  }
}

function withPath(issue: Issue, path: readonly string[]): Issue {
  const part = [...path, ...(issue.place.part === undefined ? [] : [issue.place.part])].join(' › ');
  return part === '' ? issue : { ...issue, place: { ...issue.place, part } };
}
