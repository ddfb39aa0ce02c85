import type { Issue } from '../core/issue.ts';
import { formatQuoted } from './csv-cells.ts';
import type { ReadOptions, SetStatement, WriteOptions } from './contract.ts';
import { columnFault, readByRow } from './fixed-rows.ts';
import { issueAt, type LineVerdict } from './line-verdicts.ts';

/** Columns of the file of sets (.hke). `authenicated` is how the format spells it. */
const columns = [
  'hashset_id',
  'name',
  'vendor',
  'package',
  'version',
  'authenicated_flag',
  'notable_flag',
  'initials',
  'num_of_files',
  'description',
  'date_loaded',
] as const;

type SetTexts = { readonly [C in (typeof columns)[number]]?: string };

/** The sets that a list of files (.hsh) belongs to. */
export interface HashKeeperSets {
  /** What records of a set are told beside what the file is told: unknown members, by the number of the set. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  /** How many files each set says that it has, where it says so. */
  readonly counts: ReadonlyMap<string, number>;
  /** Where there is one set only, of which the list as a whole is the files. */
  readonly about?: SetStatement;
  readonly issues: readonly Issue[];
}

/** The number under which the one set of a file stands that criskit writes. */
export const writtenSetId = '1';

export const setsExtension = '.hke';

/** Undefined where there is no such file. Its faults are issues of the part `.hke`. */
export async function readSets(options: ReadOptions): Promise<HashKeeperSets | undefined> {
  const bytes = await options.companion?.(setsExtension);
  if (bytes === undefined) return undefined;
  const sets = new Map<string, SetTexts>();
  const issues: Issue[] = [];
  for await (const batch of readByRow(onePiece(bytes), options, createJudge(sets))) {
    for (const issue of batch.issues) issues.push({ ...issue, place: { part: setsExtension, ...issue.place } });
  }
  const [only, ...others] = sets.values();
  const alone = only !== undefined && others.length === 0;
  return {
    members: new Map([...sets].map(([id, set]) => [id, membersOf(set, alone)])),
    counts: new Map(
      [...sets].flatMap(([id, { num_of_files: count = '' }]) => (Number(count) > 0 ? [[id, Number(count)]] : [])),
    ),
    ...(alone ? { about: statementOf(only) } : {}),
    issues,
  };
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function createJudge(sets: Map<string, SetTexts>) {
  let begun = false;
  return (cells: readonly string[], line: number): LineVerdict => {
    if (cells.join(',') === columns.join(',')) {
      begun = true;
      return 'heading';
    }
    if (!begun) return issueAt(line, noHeading);
    if (cells.length !== columns.length) return issueAt(line, columnFault(cells.length, columns.length));
    const texts = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])) as SetTexts;
    const id = texts.hashset_id?.trim() ?? '';
    if (sets.has(id)) return issueAt(line, { code: 'set-repeated', message: 'The same set is listed twice.' });
    sets.set(id, texts);
    return 'heading';
  };
}

const noHeading = {
  code: 'sets-heading',
  message: 'The file of sets does not begin with its heading; the line is not read.',
};

function statementOf(set: SetTexts): SetStatement {
  const { name = '', version = '', vendor = '', date_loaded: date = '', notable_flag: notable } = set;
  return {
    ...(name === '' ? {} : { name }),
    ...(version === '' ? {} : { version }),
    ...(vendor === '' ? {} : { source: vendor }),
    ...(date === '' ? {} : { date }),
    ...(notable === '1' ? { kind: 'alert' } : notable === '0' ? { kind: 'ignorable' } : {}),
  };
}

/** One map for all records of the set. What `statementOf` tells of the only set, and flags and counts of 0, are left away. */
function membersOf(set: SetTexts, alone: boolean): ReadonlyMap<string, unknown> {
  const ofRecords = alone
    ? (['package', 'authenicated_flag', 'initials', 'description'] as const)
    : columns.filter((column) => column !== 'num_of_files');
  const told = ofRecords.filter((column) => set[column] !== '' && (set[column] !== '0' || column === 'notable_flag'));
  return told.length === 0 ? new Map() : new Map([['hashset', Object.fromEntries(told.map((c) => [c, set[c]]))]]);
}

/** The file of sets for a list that criskit writes: one set, not authenticated by HashKeeper's makers. */
export function formatSets(options: WriteOptions): Uint8Array {
  const notable = options.categoryKind === 'ignorable' ? '0' : '1';
  const row = `${writtenSetId},${formatQuoted(options.setName ?? '')},"","","",0,${notable},"",0,"",`;
  const end = options.lineEnd === 'lf' ? '\n' : '\r\n';
  return Buffer.from([columns.map(formatQuoted).join(','), row, ''].join(end), 'utf8');
}
