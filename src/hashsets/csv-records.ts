import { algorithms } from '../core/digest.ts';
import { type MediaKind, mediaKinds } from '../core/media.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import type { HashSetRecord, WriteOptions } from './contract.ts';
import { formatCell, formatList, formatMembers, parseCell, parseList, parseMembers } from './csv-cells.ts';
import { type CsvColumn, csvColumns } from './csv-columns.ts';
import type { CsvHeader } from './csv-header.ts';
import {
  addDigest,
  type AlgorithmOf64,
  type DigestFault,
  type DigestsInProgress,
  digestsOfText,
  explainNonDigest,
} from './digest-text.ts';
import { issueAt, type LineVerdict } from './line-verdicts.ts';
import { writtenDigits } from './line-writing.ts';
import { unstatedScheme } from './vics-schemes.ts';

/** A record as a line of comma-separated values, without its line end. */
export function formatRow(record: HashSetRecord, options: WriteOptions): string {
  const { attributes = {} } = record;
  const [path, ...names] = attributes.names ?? [];
  const { vicsCategory, unknownMembers } = attributes;
  const texts: { readonly [C in CsvColumn]?: string | number | boolean | undefined } = {
    md5: writtenDigits(record, 'md5', options, 'lower'),
    sha1: writtenDigits(record, 'sha1', options, 'lower'),
    sha256: writtenDigits(record, 'sha256', options, 'lower'),
    blake3: writtenDigits(record, 'blake3', options, 'lower'),
    size: record.sizeBytes,
    kind: record.kind,
    path,
    series: attributes.series,
    contact: attributes.contact,
    victim_identified: attributes.victimIdentified,
    offender_identified: attributes.offenderIdentified,
    is_distributed: attributes.isDistributed,
    vics_category: vicsCategory?.value,
    vics_scheme: vicsCategory?.scheme,
    tags: attributes.tags === undefined ? undefined : formatList(attributes.tags),
    comments: attributes.comments,
    photodna: attributes.photoDna,
    mime: attributes.mimeType,
    names: names.length === 0 ? undefined : formatList(names),
    unknown_members: unknownMembers === undefined ? undefined : formatMembers(unknownMembers),
  };
  return csvColumns.map((column) => formatCell(String(texts[column] ?? ''))).join(',');
}

/** What a row says. A cell that its column does not explain is kept under the heading of the column, as it is. */
export function judgeRow(cells: readonly string[], line: number, header: CsvHeader, of64: AlgorithmOf64): LineVerdict {
  if (cells.every((cell) => cell.trim() === '')) return 'blank';
  if (cells.length !== header.columns.length) {
    const message = `The row has ${cells.length} cells and the heading ${header.columns.length}.`;
    return issueAt(line, { code: 'csv-columns', message });
  }
  const row = new RowInProgress(of64);
  for (const [index, cell] of cells.entries()) {
    const column = header.columns[index];
    if (cell === '' || column === undefined || column === 'skip') continue;
    const fault = row.set(column, parseCell(cell), header.titles[index] ?? '');
    if (fault !== undefined) return issueAt(line, fault);
  }
  return row.verdict(line);
}

const kindsByWord: ReadonlyMap<string, MediaKind> = new Map([
  ...mediaKinds.map((kind): [string, MediaKind] => [kind, kind]),
  ['images', 'image'],
  ['picture', 'image'],
  ['videos', 'video'],
  ['movie', 'video'],
]);

const truthByWord: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

/** Members of attributes that hold text, and those that hold true or false, by column. */
const textMembers = {
  series: 'series',
  contact: 'contact',
  comments: 'comments',
  photodna: 'photoDna',
  mime: 'mimeType',
} as const;
const truthMembers = {
  victim_identified: 'victimIdentified',
  offender_identified: 'offenderIdentified',
  is_distributed: 'isDistributed',
} as const;

/** What cells say of one media, in the making. */
export class RowInProgress {
  readonly #of64: AlgorithmOf64;
  readonly #digests: DigestsInProgress = {};
  readonly #attributes: { -readonly [A in keyof MediaAttributes]: MediaAttributes[A] } = {};
  readonly #unknown = new Map<string, unknown>();
  #sizeBytes: number | undefined;
  #kind: MediaKind | undefined;
  #path: string | undefined;
  #names: readonly string[] = [];
  #category: number | undefined;
  #scheme: string | undefined;

  constructor(of64: AlgorithmOf64) {
    this.#of64 = of64;
  }

  /** Text that its column does not explain is kept under this title. */
  set(column: CsvColumn | { readonly unknown: string }, text: string, title: string): DigestFault | undefined {
    if (typeof column !== 'string') this.#unknown.set(column.unknown, text);
    else if (column === 'hash') return this.#setUnlabelled(text.trim());
    else if (column === 'md5' || column === 'sha1' || column === 'sha256' || column === 'blake3') {
      const digest = text.trim();
      return digest === '' ? undefined : addDigest(this.#digests, column, digest);
    } else if (!this.setAttribute(column, text)) this.#unknown.set(title, text);
    return undefined;
  }

  verdict(line: number): LineVerdict {
    if (Object.keys(this.#digests).length === 0) {
      return issueAt(line, { code: 'no-digest', message: 'The row has no digest.' });
    }
    return { place: { line }, digests: this.#digests, ...this.described() };
  }

  /** What is said besides the digests. */
  described(): Omit<HashSetRecord, 'place' | 'digests'> {
    const { vicsCategory } = this.#finishCategory();
    const names = this.#path === undefined ? this.#names : [this.#path, ...this.#names];
    const attributes: MediaAttributes = {
      ...this.#attributes,
      ...(vicsCategory === undefined ? {} : { vicsCategory }),
      ...(names.length === 0 ? {} : { names }),
      ...(this.#unknown.size === 0 ? {} : { unknownMembers: this.#unknown }),
    };
    return {
      ...(this.#sizeBytes === undefined ? {} : { sizeBytes: this.#sizeBytes }),
      ...(this.#kind === undefined ? {} : { kind: this.#kind }),
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    };
  }

  #setUnlabelled(text: string): DigestFault | undefined {
    if (text === '') return undefined;
    const digests = digestsOfText(text, this.#of64);
    if (digests === undefined) return explainNonDigest(text);
    for (const algorithm of algorithms) {
      const value = digests[algorithm];
      if (value !== undefined) return addDigest(this.#digests, algorithm, value);
    }
    return undefined;
  }

  /** False where the text is nothing that the column holds. */
  setAttribute(column: Exclude<CsvColumn, 'hash' | keyof DigestsInProgress>, text: string): boolean {
    switch (column) {
      case 'size':
        return this.#setNumber(text, (value) => (this.#sizeBytes = value));
      case 'vics_category':
        return this.#setNumber(text, (value) => (this.#category = value));
      case 'kind':
        this.#kind = kindsByWord.get(text.trim().toLowerCase());
        return this.#kind !== undefined;
      case 'path':
        this.#path = text;
        return true;
      case 'names':
        this.#names = parseList(text);
        return true;
      case 'tags':
        this.#attributes.tags = parseList(text);
        return true;
      case 'vics_scheme':
        this.#scheme = text;
        return true;
      case 'unknown_members':
        return this.#setUnknown(text);
      case 'victim_identified':
      case 'offender_identified':
      case 'is_distributed':
        return this.#setTruth(truthMembers[column], text);
      default:
        this.#attributes[textMembers[column]] = text;
        return true;
    }
  }

  #setNumber(text: string, set: (value: number) => void): boolean {
    const digits = text.trim();
    if (!/^\d{1,15}$/.test(digits)) return false;
    set(Number(digits));
    return true;
  }

  #setTruth(member: (typeof truthMembers)[keyof typeof truthMembers], text: string): boolean {
    const value = truthByWord.get(text.trim().toLowerCase());
    if (value === undefined) return false;
    this.#attributes[member] = value;
    return true;
  }

  #setUnknown(text: string): boolean {
    const members = parseMembers(text);
    for (const [name, value] of members ?? []) this.#unknown.set(name, value);
    return members !== undefined;
  }

  /** A scheme without a number says nothing that criskit can file; it is kept as an unknown member. */
  #finishCategory(): Pick<MediaAttributes, 'vicsCategory'> {
    if (this.#category !== undefined) {
      return { vicsCategory: { value: this.#category, scheme: this.#scheme ?? unstatedScheme } };
    }
    if (this.#scheme !== undefined) this.#unknown.set('vics_scheme', this.#scheme);
    return {};
  }
}
