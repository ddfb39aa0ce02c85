import { closeSync, openSync, statSync } from 'node:fs';
import { CriskitError } from '../core/errors.ts';
import { streamInput } from '../files/read-file.ts';
import { isDatabase } from './hash-set-source.ts';
import { type DatabaseHeader, PageFault, PageWalk, parseHeader } from './sqlite-pages.ts';

/** Schemas of hash sets have a few pages. */
const mostSchemaPages = 4096;
const mostSchemaBytes = 4 * 1024 * 1024;

/**
 * Looks at a SQLite file before SQLite does: what SQLite reads of itself when it opens one must be small and must not
 * lead back into itself, and nothing may wait beside the file to be written into it. Throws `INPUT_…`.
 */
export async function checkDatabaseFile(path: string, name: string): Promise<void> {
  const head = await readHead(path);
  const header = isDatabase(head) ? parseHeader(head) : undefined;
  if (header === undefined) throw damaged(path, name, 'it is no SQLite database');
  // SQLite would take what the last page lacks for zeros, also where a digest stood.
  if (statSync(path).size % header.pageSizeBytes !== 0) throw damaged(path, name, 'it is cut off within a page');
  if (header.usesLog || hasContent(`${path}-wal`)) throw pending(path, name, 'is in WAL mode');
  if (hasContent(`${path}-journal`)) throw pending(path, name, 'holds changes that were not finished');
  const descriptor = openSync(path, 'r');
  try {
    checkSchema(descriptor, header);
  } catch (error) {
    if (!(error instanceof PageFault)) throw error;
    if (error.kind === 'damaged') throw damaged(path, name, 'its schema is cut off or damaged');
    throw new CriskitError('INPUT_HOSTILE', `${name} has a schema far larger than that of any hash set.`, { path });
  } finally {
    closeSync(descriptor);
  }
}

/** SQLite also reads its tables of statistics when it opens a file. */
function checkSchema(descriptor: number, header: DatabaseHeader): void {
  const walk = new PageWalk(descriptor, header, mostSchemaPages);
  let sizeBytes = 0;
  const statistics: number[] = [];
  for (const entry of walk.schema()) {
    sizeBytes += entry.sizeBytes;
    if (sizeBytes > mostSchemaBytes) throw new PageFault('too-large');
    if (/^sqlite_stat\d$/i.test(entry.name)) statistics.push(entry.rootPage);
  }
  for (const rootPage of statistics) for (const _ of walk.leaves(rootPage));
}

async function readHead(path: string): Promise<Uint8Array> {
  for await (const chunk of streamInput(path)) return chunk;
  return new Uint8Array();
}

function hasContent(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function damaged(path: string, name: string, why: string): CriskitError {
  return new CriskitError('INPUT_DAMAGED', `${name} cannot be read: ${why}.`, { path });
}

function pending(path: string, name: string, why: string): CriskitError {
  return new CriskitError('INPUT_UNREADABLE', `${name} ${why}, so it cannot be read without being changed.`, {
    path,
    hint: `Make a copy and run on it: sqlite3 COPY "PRAGMA journal_mode = DELETE".`,
  });
}
