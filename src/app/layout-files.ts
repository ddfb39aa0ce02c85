import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../core/digest.ts';
import { CriskitError, systemErrorCode, systemErrorText } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { suggest } from '../core/suggestion.ts';
import { readInput } from '../files/read-file.ts';
import type { ReportLayout } from '../reports/contract.ts';
import { layouts } from '../reports/lookup.ts';
import { layoutOf } from '../reports/taught-layout.ts';
import { createVocabulary } from '../reports/vocabulary.ts';
import { type DescribedLayout, parseLayoutFile } from './layout-file.ts';
import type { Settings } from './settings.ts';
import { writeTextFile } from './write-text-file.ts';

/** A file of a layout, read and checked. */
export interface LayoutFile extends DescribedLayout {
  /** Absolute. */
  readonly path: string;
  readonly sha256: Digest<'sha256'>;
  /** As it stands in the file. */
  readonly text: string;
}

/** The lab that layouts belong to; it need not be open. */
export interface LayoutLab {
  /** Absolute. */
  readonly folder: string;
  readonly settings: Pick<Settings, 'vocabulary'>;
}

const folderName = 'layouts';
const ending = '.toml';
const mostFiles = 500;
/** The largest one that can be written by hand has some kilobytes. */
const largestFileBytes = 256 * 1024;

/**
 * Every layout that the lab was taught, by name. Throws SETTINGS_INVALID for a file that has a mistake: what it was
 * meant for must not be read in another way meanwhile.
 */
export async function readLayoutFiles(lab: LayoutLab): Promise<readonly LayoutFile[]> {
  const names = (await listFolder(join(lab.folder, folderName)))
    .filter((name) => name.endsWith(ending) && !name.startsWith('.'))
    .toSorted();
  if (names.length > mostFiles) {
    throw new CriskitError('INPUT_TOO_LARGE', `The lab has ${names.length} layouts; criskit reads ${mostFiles}.`, {
      path: join(lab.folder, folderName),
      hint: 'Move those that are no longer needed to another folder.',
    });
  }
  const files: LayoutFile[] = [];
  for (const name of names) files.push(await readLayoutFile(lab, join(lab.folder, folderName, name)));
  return files;
}

/** The layouts that a lab was taught as criskit reads by them; with one that has no file yet. Throws as `readLayoutFiles`. */
export async function readTaughtLayouts(lab: LayoutLab, added?: LayoutFile): Promise<readonly ReportLayout[]> {
  const files = await readLayoutFiles(lab);
  const all = files.some(({ path }) => path === added?.path) || added === undefined ? files : [added, ...files];
  return all.map(({ layout, sha256 }) => layoutOf(layout, sha256));
}

/** One file, in the lab's folder of layouts or elsewhere. Throws INPUT_…, SETTINGS_INVALID. */
export async function readLayoutFile(lab: LayoutLab, path: string): Promise<LayoutFile> {
  const { bytes, sha256 } = await readInput(path, { maxBytes: largestFileBytes });
  const fileName = path.slice(path.search(/[^/\\]*$/));
  const name = fileName.endsWith(ending) ? fileName.slice(0, -ending.length) : fileName;
  const fault = faultOfName(name);
  if (fault !== undefined || !fileName.endsWith(ending)) {
    const sentence = fault ?? `its name must end in ${ending}`;
    throw new CriskitError('SETTINGS_INVALID', `${printable(path)} cannot be a layout: ${sentence}.`, { path });
  }
  const text = decode(bytes, path);
  const vocabulary = createVocabulary(lab.settings.vocabulary);
  return { ...parseLayoutFile(text, { path, name, vocabulary }), path, sha256, text };
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new CriskitError('SETTINGS_INVALID', `${printable(path)} is not UTF-8 text.`, {
      path,
      hint: 'Save it again with the encoding UTF-8.',
      cause: error,
    });
  }
}

/** The layout of that name. Throws NOT_FOUND, and as `readLayoutFiles`. */
export async function getLayoutFile(lab: LayoutLab, name: string): Promise<LayoutFile> {
  const files = await readLayoutFiles(lab);
  const file = files.find(({ layout }) => layout.name === name);
  if (file !== undefined) return file;
  if (layouts.some(({ id }) => id === name)) {
    throw new CriskitError('NOT_FOUND', `The layout "${name}" is one that criskit brings along; it has no file.`);
  }
  const names = files.map(({ layout }) => layout.name);
  const near = suggest(name, names);
  throw new CriskitError('NOT_FOUND', `This lab was taught no layout "${printable(name)}".`, {
    hint: near === undefined ? 'criskit layout list shows those there are.' : `Did you mean "${near}"?`,
  });
}

/** Where a new layout of that name will stand. Throws USAGE for a name that none can have, OUTPUT_EXISTS. */
export async function pathOfNewLayout(lab: LayoutLab, name: string): Promise<string> {
  const fault = faultOfName(name);
  if (fault !== undefined) throw new CriskitError('USAGE', `No layout can be called "${printable(name)}": ${fault}.`);
  const folder = join(lab.folder, folderName);
  const path = join(folder, `${name}${ending}`);
  // Letter case aside, for file systems that do not tell it apart.
  if ((await listFolder(folder)).some((one) => one.toLowerCase() === `${name}${ending}`)) {
    throw new CriskitError('OUTPUT_EXISTS', `The lab was taught a layout "${name}" already.`, {
      path,
      hint: 'Choose another name, or change that file: docs/layouts.md explains it.',
    });
  }
  return path;
}

/** Writes a new layout, whole or not at all. Throws OUTPUT_EXISTS, OUTPUT_FAILED. */
export async function writeLayoutFile(path: string, text: string, signal: AbortSignal): Promise<void> {
  try {
    await mkdir(join(path, '..'), { recursive: true, mode: 0o750 });
  } catch (error) {
    const message = `The folder of layouts cannot be made: ${systemErrorText(error)}.`;
    throw new CriskitError('OUTPUT_FAILED', message, { path, cause: error });
  }
  await writeTextFile(path, text, { replace: false, signal });
}

/** Why a layout cannot be called so, as the end of a sentence. */
function faultOfName(name: string): string | undefined {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || name.length > 64) {
    return 'a name consists of small letters and digits with hyphens between, such as "portal-german"';
  }
  return layouts.some(({ id }) => id === name) ? 'criskit brings a layout of that name along' : undefined;
}

async function listFolder(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    const message = `${printable(path)} cannot be read: ${systemErrorText(error)}.`;
    throw new CriskitError('INPUT_UNREADABLE', message, { path, cause: error });
  }
}
