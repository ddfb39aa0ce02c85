import type { HashSetFormat } from '../contract.ts';
import { isDatabase } from '../hash-set-source.ts';
import { headText } from '../head-lines.ts';
import { readNsrlDatabase } from '../nsrl-database.ts';
import { readNsrlDelta } from '../nsrl-delta.ts';
import { schemaText } from '../sqlite-schema-text.ts';

/**
 * NIST's National Software Reference Library, Reference Data Set version 3: SQLite databases, of which the minimal ones
 * hold a table FILE and the full ones a view of that name above METADATA; and deltas as SQL text, which are read and
 * never run. CRC-32 and the number of the package, which points into other tables of the same file, are not kept.
 */
export const nsrlV3 = {
  id: 'nsrl-v3',
  title: 'NSRL RDS version 3 (SQLite, and deltas as SQL)',
  extension: '.db',
  algorithms: ['md5', 'sha1', 'sha256'],
  carries: ['sizeBytes', 'names'],
  medium: 'database',
  listsKnownFiles: true,

  recognise(head) {
    if (isDatabase(head)) {
      const text = schemaText(head);
      if (!tableOfFiles.test(text)) return undefined;
      return text.includes('VERSION') || text.includes('METADATA')
        ? { confidence: 1, reason: 'a SQLite database with the tables of NSRL version 3' }
        : { confidence: 0.8, reason: 'a SQLite database with a table FILE of digests' };
    }
    const text = headText(head);
    if (statementOnFiles.test(text)) {
      return { confidence: 0.95, reason: 'SQL statements on the files of NSRL version 3' };
    }
    return statementOnPackages.test(text)
      ? { confidence: 0.7, reason: 'SQL statements on the packages of NSRL version 3' }
      : undefined;
  },

  read(bytes, options) {
    return readNsrlDelta(bytes, options);
  },

  readDatabase(path, options) {
    return readNsrlDatabase(path, options);
  },
} as const satisfies HashSetFormat;

/** Columns are looked for in so many characters: where none is, each place at which one could begin costs no more. */
const tableOfFiles = /CREATE TABLE "?(?:FILE|METADATA)"?\s*\([^;]{0,2000}?\b(?:sha256|sha1|md5)\b/i;
const statementOnFiles =
  /\b(?:INTO|FROM)\s+["`[]?(?:FILE|METADATA)["`\]]?(?:\s*\([^)]{0,500}|\s+WHERE\b[^;]{0,500})\b(?:sha256|sha1|md5)\b/i;
const statementOnPackages =
  /\bINSERT\s+INTO\s+["`[]?(?:PKG|MFG|OS)["`\]]?\s*\([^)]{0,500}\b(?:package|manufacturer)_id\b/i;
