import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { systemErrorCode, systemErrorText } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { Issue } from '../core/issue.ts';
import { bytesOfRawPath, type RawPath, rawPathOf } from '../core/raw-path.ts';
import { identityOf } from './file-identity.ts';
import { labelRoots, type NamedRoot, nameOfRoot } from './named-roots.ts';
import { pathTextOfRawPath } from './path-text.ts';

export interface WalkedFile {
  /** Absolute, as the system knows it, to open the file by. Of a followed link: where it leads. */
  readonly path: RawPath;
  /** Below the folder that was named, with `/` between the parts, in the text of `path-text.ts`. Unique in a walk. */
  readonly relativePath: string;
  /** Where asked for; without, some may have it all the same. */
  readonly sizeBytes?: number;
  /** Where asked for. */
  readonly stamp?: WalkedStamp;
}

/** What the system says of a file besides its size, in the numbers of `FileStamp`: to be compared with one of those. */
interface WalkedStamp {
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
}

/** A piece of a walk: what came up since the last one. */
export interface WalkBatch {
  readonly files: readonly WalkedFile[];
  /** What is there and is not read, each with its path. */
  readonly issues: readonly Issue[];
}

export interface WalkOptions {
  /** Default: a link is an issue. */
  readonly followLinks?: boolean;
  /** Whether files have stamps, and sizes with them; default: no. */
  readonly stamps?: boolean;
  /** Whether files have sizes; default: yes. Without, a file is not looked at where the listing says what it is. */
  readonly sizes?: boolean;
  readonly signal?: AbortSignal;
}

/** A folder that is being visited. */
interface Frame {
  readonly path: RawPath;
  /** What the relative paths in it begin with. */
  readonly prefix: RawPath;
  /** Still to be visited, the next one last. */
  readonly listed: Listed[];
  /** This folder and those around it, as device and number; only kept where links are followed. */
  readonly around: ReadonlySet<string>;
}

/** What the listing of a folder says of one of its entries. */
interface Listed {
  readonly name: RawPath;
  /** By what the listing is ordered: the name, of a folder with a slash behind it. */
  readonly key: RawPath;
  readonly isFile: boolean;
}

/** Something found, not yet looked at. */
interface Entry {
  readonly path: RawPath;
  readonly relative: RawPath;
  /** As the user named it, where it was named itself. */
  readonly given?: string;
}

const entriesPerBatch = 512;
const slash = '/' as RawPath;
const separator = sep as RawPath;

/**
 * Every regular file at and below the named paths, in the order of the bytes of the relative paths, whatever order the
 * system lists them in. With several paths each one's own name begins its relative paths (`labelRoots`). Whatever else
 * is found, or cannot be read, is an issue; nothing is left out in silence. A folder that is changed meanwhile is
 * walked as it was when it was listed.
 */
export async function* walk(
  paths: readonly string[],
  options: WalkOptions = {},
): AsyncGenerator<WalkBatch, void, undefined> {
  const { roots, issues } = labelRoots(paths);
  const walker = new Walker(options, roots, issues);
  for (;;) {
    throwIfInterrupted(options.signal);
    const batch = walker.next();
    if (batch === undefined) return;
    if (batch.files.length > 0 || batch.issues.length > 0) yield batch;
    // The walk itself never waits: without this an interruption would not be heard before its end.
    await setImmediate();
  }
}

class Walker {
  readonly #followLinks: boolean;
  readonly #stamps: boolean;
  /** Whether every file is looked at. */
  readonly #looks: boolean;
  /** Still to be visited, the next one last. */
  readonly #roots: Entry[];
  readonly #frames: Frame[] = [];
  /** Folders that a link has led to. Each is entered by a link once: links to links can multiply without end. */
  readonly #linked = new Set<string>();
  #files: WalkedFile[] = [];
  #issues: Issue[];

  constructor(
    { followLinks = false, stamps = false, sizes = true }: WalkOptions,
    roots: readonly NamedRoot[],
    issues: readonly Issue[],
  ) {
    this.#followLinks = followLinks;
    this.#stamps = stamps;
    this.#looks = stamps || sizes;
    this.#issues = [...issues];
    this.#roots = roots
      .map((root) => entryOfRoot(root, followLinks))
      .map(({ entry, isFolder }) => ({ entry, key: isFolder ? join(entry.relative, slash) : entry.relative }))
      .sort(lastFirst)
      .map(({ entry }) => entry);
  }

  /** Undefined where everything has been visited. */
  next(): WalkBatch | undefined {
    for (let visited = 0; visited < entriesPerBatch; visited += 1) {
      if (!this.#visitNext()) {
        if (visited === 0 && this.#issues.length === 0) return undefined;
        break;
      }
    }
    const batch = { files: this.#files, issues: this.#issues };
    this.#files = [];
    this.#issues = [];
    return batch;
  }

  #visitNext(): boolean {
    for (;;) {
      const frame = this.#frames.at(-1);
      if (frame === undefined) {
        const root = this.#roots.pop();
        if (root !== undefined) this.#visit(root, new Set());
        return root !== undefined;
      }
      const listed = frame.listed.pop();
      if (listed === undefined) {
        this.#frames.pop();
        continue;
      }
      const { name, isFile } = listed;
      const entry = { path: childPath(frame.path, name), relative: join(frame.prefix, name) };
      if (isFile && !this.#looks) this.#addFile(entry);
      else this.#visit(entry, frame.around);
      return true;
    }
  }

  #visit(entry: Entry, around: ReadonlySet<string>): void {
    try {
      const stats = lstatSync(bytesOfRawPath(entry.path));
      if (stats.isFile()) this.#addFile(entry, stats);
      else if (stats.isDirectory()) this.#enter(entry, around);
      else if (stats.isSymbolicLink()) this.#visitLink(entry, around);
      else this.#addIssue(entry, 'special-file', 'Neither a file nor a folder (a device, pipe or socket); not read.');
    } catch (error) {
      const missing = systemErrorCode(error) === 'ENOENT';
      this.#addIssue(
        entry,
        missing ? 'path-missing' : 'path-unreadable',
        missing ? 'There is nothing at this path (any more).' : `Cannot be looked at: ${systemErrorText(error)}.`,
      );
    }
  }

  #visitLink(entry: Entry, around: ReadonlySet<string>): void {
    if (!this.#followLinks) {
      this.#addIssue(entry, 'link-not-followed', 'A link; links are not followed unless asked.');
      return;
    }
    let target: RawPath;
    try {
      target = rawPathOf(realpathSync.native(bytesOfRawPath(entry.path), { encoding: 'buffer' }));
    } catch (error) {
      this.#addIssue(entry, 'link-broken', `A link that leads nowhere: ${systemErrorText(error)}.`);
      return;
    }
    if (!isFolder(target, false)) {
      this.#visit({ ...entry, path: target }, around);
      return;
    }
    const identity = identityOf(bytesOfRawPath(target));
    if (around.has(identity)) {
      this.#addIssue(entry, 'link-loop', 'A link that leads back to a folder around it; not followed.');
    } else if (this.#linked.has(identity)) {
      this.#addIssue(
        entry,
        'link-repeated',
        'A link to a folder that another link has led to; its files are read once.',
      );
    } else {
      this.#linked.add(identity);
      this.#enter({ ...entry, path: target }, around);
    }
  }

  #enter(entry: Entry, around: ReadonlySet<string>): void {
    let listed: Listed[];
    try {
      listed = this.#listLastFirst(entry.path);
    } catch (error) {
      this.#addIssue(entry, 'folder-unreadable', `The folder cannot be listed: ${systemErrorText(error)}.`);
      return;
    }
    const prefix = entry.relative.length === 0 ? entry.relative : join(entry.relative, slash);
    const inside = this.#followLinks ? new Set(around).add(identityOf(bytesOfRawPath(entry.path))) : around;
    this.#frames.push({ path: entry.path, prefix, listed, around: inside });
  }

  /** A folder's name is compared with a slash behind it, so that the relative paths come out in order as a whole. */
  #listLastFirst(folder: RawPath): Listed[] {
    return readdirSync(bytesOfRawPath(folder), { encoding: 'latin1', withFileTypes: true })
      .map((found) => {
        const name = found.name as RawPath;
        const leadsToFolder =
          found.isDirectory() ||
          (this.#followLinks && found.isSymbolicLink() && isFolder(childPath(folder, name), true));
        return { name, key: leadsToFolder ? join(name, slash) : name, isFile: found.isFile() };
      })
      .sort(lastFirst);
  }

  #addFile({ path, relative }: Entry, stats?: Stats): void {
    const file = { path, relativePath: pathTextOfRawPath(relative) };
    if (stats === undefined) {
      this.#files.push(file);
      return;
    }
    const { size: sizeBytes, mtimeMs, ctimeMs, ino } = stats;
    const stamp = { mtimeMs, ctimeMs, inode: ino };
    this.#files.push(this.#stamps ? { ...file, sizeBytes, stamp } : { ...file, sizeBytes });
  }

  #addIssue(entry: Entry, code: string, message: string): void {
    this.#issues.push({ code, message, place: {}, path: entry.given ?? pathTextOfRawPath(entry.relative) });
  }
}

/** A folder that is named alone adds nothing to the relative paths in it. */
function entryOfRoot(root: NamedRoot, followLinks: boolean): { readonly entry: Entry; readonly isFolder: boolean } {
  const path = rawPathOf(Buffer.from(root.absolute));
  const folder = isFolder(path, followLinks);
  const parts = folder ? root.label : nameOfRoot(root);
  return { entry: { path, relative: rawPathOf(Buffer.from(parts.join('/'))), given: root.given }, isFolder: folder };
}

/** False where nothing is known: whoever visits it will see why. */
function isFolder(path: RawPath, throughLinks: boolean): boolean {
  const bytes = bytesOfRawPath(path);
  try {
    return (throughLinks ? statSync(bytes) : lstatSync(bytes)).isDirectory();
  } catch {
    return false;
  }
}

function childPath(folder: RawPath, name: RawPath): RawPath {
  return folder.endsWith(separator) ? join(folder, name) : join(join(folder, separator), name);
}

function join(a: RawPath, b: RawPath): RawPath {
  return `${a}${b}` as RawPath;
}

/** By the bytes: a character of a raw path is one. */
function lastFirst(a: { readonly key: RawPath }, b: { readonly key: RawPath }): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? 1 : -1;
}
