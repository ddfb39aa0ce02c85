import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CriskitError, systemErrorCode } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';

/** Who has a workbook open, as the program that opened it says in a small file beside it. */
interface Owner {
  readonly program: 'Excel' | 'LibreOffice';
  /** Untrusted; undefined where the file does not say. */
  readonly user: string | undefined;
  /** As LibreOffice writes it, in its user's own form; for Excel in universal time, when its file was made. */
  readonly since: string;
  /** The file that says so. It stays behind where the program crashed. */
  readonly path: string;
}

/** Excel's owner file: 55 bytes with the name in one byte per letter, then its length, then the name in UTF-16. */
const excelNameLength = 55;
const excelName = 56;
const excelLongestName = 54;

/** Undefined where neither program has the workbook open. */
async function findOwner(workbookPath: string): Promise<Owner | undefined> {
  const folder = dirname(workbookPath);
  const name = basename(workbookPath);
  return (await excelOwner(join(folder, `~$${name}`))) ?? (await libreOfficeOwner(join(folder, `.~lock.${name}#`)));
}

/** Throws `TRACKER_LOCKED`, with who and since when, where the workbook is open in Excel or LibreOffice. */
export async function refuseOwner(workbookPath: string): Promise<void> {
  const owner = await findOwner(workbookPath);
  if (owner === undefined) return;
  const user = owner.user === undefined ? '' : ` by ${excerpt(owner.user)}`;
  const message = `The spreadsheet is open in ${owner.program}${user} since ${excerpt(owner.since)}.`;
  throw new CriskitError('TRACKER_LOCKED', message, {
    path: workbookPath,
    hint: `Close it there and sync again. If nobody has it open, delete ${owner.path}, which a crash left behind.`,
  });
}

async function excelOwner(path: string): Promise<Owner | undefined> {
  const file = await readSmallFile(path);
  if (file === undefined) return undefined;
  return { program: 'Excel', user: decodeExcelName(file.bytes), since: file.changedAtUtc, path };
}

function decodeExcelName(bytes: Buffer): string | undefined {
  const length = Math.min(bytes[excelNameLength] ?? 0, excelLongestName);
  const wide = bytes.subarray(excelName, excelName + length * 2);
  const user =
    wide.length === length * 2 ? wide.toString('utf16le') : bytes.subarray(1, 1 + (bytes[0] ?? 0)).toString('latin1');
  return nonEmpty(user);
}

/** One line: full name, login, machine, time, profile. */
async function libreOfficeOwner(path: string): Promise<Owner | undefined> {
  const file = await readSmallFile(path);
  if (file === undefined) return undefined;
  const [fullName = '', login = '', host = '', time = ''] = file.bytes.toString('utf8').split(',');
  const names = [nonEmpty(fullName) ?? login, host].map((part) => part.trim()).filter((part) => part !== '');
  return {
    program: 'LibreOffice',
    user: nonEmpty(names.join(' on ')),
    since: nonEmpty(time) ?? file.changedAtUtc,
    path,
  };
}

async function readSmallFile(
  path: string,
): Promise<{ readonly bytes: Buffer; readonly changedAtUtc: string } | undefined> {
  try {
    const { mtime } = await stat(path);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    return { bytes, changedAtUtc: mtime.toISOString() };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw new CriskitError('INPUT_UNREADABLE', `Cannot tell whether the spreadsheet is open: ${path}`, {
      path,
      cause: error,
    });
  }
}

function nonEmpty(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}
