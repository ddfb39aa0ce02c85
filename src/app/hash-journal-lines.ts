import { hash } from 'node:crypto';
import { type Algorithm, type Digest, type Digests, parseDigest } from '../core/digest.ts';
import { type ManifestEntry, mediaKinds } from '../core/media.ts';
import type { FileStamp } from '../hashing/contract.ts';
import { type JournalSettings, parseJournalSettings } from './hash-journal-settings.ts';

/** A file that was hashed, and what the system said of it then. */
export interface JournaledFile {
  readonly entry: ManifestEntry;
  readonly stamp: FileStamp;
}

/** The first line of a journal. */
export interface JournalHeader {
  /** ISO 8601 in universal time. */
  readonly begunAtUtc: string;
  /** Different each time, and part of the check of every line: what an older journal left on the disk is never taken for a line. */
  readonly token: string;
  readonly settings: JournalSettings;
}

/** What every journal begins with. The number is raised with any change of the lines or of what they mean. */
const magic = 'criskit-journal ';
const version = '1';

/**
 * Each line begins with this many hexadecimal digits of the SHA-256 of the rest of it: enough that no damage passes, at the
 * cost of a microsecond a line.
 */
const checkLength = 16;

function checkOf(text: string, token: string): string {
  return hash('sha256', token + text, 'hex').slice(0, checkLength);
}

/** With the end of the line. */
export function formatJournalHeader({ begunAtUtc, token, settings }: JournalHeader): string {
  const text = JSON.stringify({ begunAtUtc, token, settings });
  return `${magic}${version} ${checkOf(text, '')} ${text}\n`;
}

/** Whether a file that begins so is a journal, be it damaged or torn; any other is somebody's own. */
export function isJournalBeginning(bytes: Uint8Array): boolean {
  const expected = Buffer.from(magic).subarray(0, bytes.length);
  return expected.equals(bytes.subarray(0, expected.length));
}

/** `other-version`: of a journal with lines of another form. `damaged`: not as it was written. */
export function parseJournalHeader(line: string): JournalHeader | 'other-version' | 'damaged' {
  if (!line.startsWith(magic)) return 'damaged';
  const [writtenVersion = '', check] = line.slice(magic.length).split(' ', 2);
  if (writtenVersion !== version) return /^\d{1,6}$/.test(writtenVersion) ? 'other-version' : 'damaged';
  const text = line.slice(magic.length + version.length + checkLength + 2);
  return checkOf(text, '') === check ? (parseHeaderText(text) ?? 'damaged') : 'damaged';
}

function parseHeaderText(text: string): JournalHeader | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('begunAtUtc' in value && 'token' in value && 'settings' in value)) return undefined;
  const { begunAtUtc, token } = value;
  const settings = parseJournalSettings(value.settings);
  if (typeof begunAtUtc !== 'string' || typeof token !== 'string' || settings === undefined) return undefined;
  return { begunAtUtc, token, settings };
}

/** The lines of one journal, each of one file: `CHECK SIZE MTIME CTIME INODE KIND DIGEST … PATH`. */
export class JournalLines {
  readonly #token: string;
  readonly #algorithms: readonly Algorithm[];

  constructor({ token, settings }: JournalHeader) {
    this.#token = token;
    this.#algorithms = settings.algorithms;
  }

  /** With the end of the line. */
  format({ entry, stamp }: JournaledFile): string {
    let text = `${entry.sizeBytes} ${stamp.mtimeMs} ${stamp.ctimeMs} ${stamp.inode} ${entry.kind}`;
    for (const algorithm of this.#algorithms) text += ` ${entry.digests[algorithm] ?? ''}`;
    text += ` ${escapeLineEnds(entry.path)}`;
    return `${checkOf(text, this.#token)} ${text}\n`;
  }

  /** Of a line without its end; undefined where it is not exactly as it was written. */
  parse(line: string): JournaledFile | undefined {
    const text = line.slice(checkLength + 1);
    if (line !== `${checkOf(text, this.#token)} ${text}`) return undefined;
    const fields = text.split(' ', 5 + this.#algorithms.length);
    const [sizeBytes, mtimeMs, ctimeMs, inode] = fields.slice(0, 4).map(parseNumber);
    const kind = mediaKinds.find((known) => known === fields[4]);
    const digests = this.#parseDigests(fields.slice(5));
    if (sizeBytes === undefined || mtimeMs === undefined || ctimeMs === undefined || inode === undefined)
      return undefined;
    if (kind === undefined || digests === undefined) return undefined;
    const path = text.slice(fields.reduce((length, field) => length + field.length + 1, 0));
    return { entry: { path: unescapeLineEnds(path), sizeBytes, kind, digests }, stamp: { mtimeMs, ctimeMs, inode } };
  }

  #parseDigests(texts: readonly string[]): Digests | undefined {
    const digests: { [A in Algorithm]?: Digest } = {};
    for (const [index, algorithm] of this.#algorithms.entries()) {
      const digest = parseDigest(algorithm, texts[index] ?? '');
      if (digest === undefined) return undefined;
      digests[algorithm] = digest;
    }
    return digests as Digests;
  }
}

/** Only as a number is written here. */
function parseNumber(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : undefined;
}

/** In the text of `path-text.ts`, where every backslash is escaped, `\x0a` stands for nothing else. */
function escapeLineEnds(path: string): string {
  return path.replaceAll('\n', '\\x0a');
}

function unescapeLineEnds(text: string): string {
  return text.replaceAll('\\x0a', '\n');
}
