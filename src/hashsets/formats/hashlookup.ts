import { type Algorithm, parseAlgorithm } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import type { HashSetFormat, HashSetRecord, WriteOptions } from '../contract.ts';
import { formatMembers } from '../csv-cells.ts';
import { addDigest, type DigestFault, type DigestsInProgress } from '../digest-text.ts';
import { headLines, shareOfLines } from '../head-lines.ts';
import { incomplete, JsonCursor, type JsonMembers } from '../json-cursor.ts';
import { issueAt, type LineJudge, type LineVerdict, readByLine } from '../line-verdicts.ts';
import { writeByLine, writtenDigits } from '../line-writing.ts';

/**
 * The hashlookup format of CIRCL (draft-dulaunoy-hashlookup-format): one JSON object per line, with the names that NSRL
 * gives to its columns.
 */
export const hashlookup = {
  id: 'hashlookup',
  title: 'hashlookup: one JSON object per line',
  extension: '.ndjson',
  algorithms: ['md5', 'sha1', 'sha256'],
  carries: ['sizeBytes', 'names', 'unknownMembers'],
  checkedBy: 'jq',

  recognise(head) {
    const judge = createJudge();
    const lines = headLines(head).filter((line) => line.trim() !== '');
    const share = shareOfLines(lines, (line) => {
      const verdict = line.startsWith('{') ? judge(line, 0, false) : 'blank';
      return typeof verdict === 'object' && 'digests' in verdict;
    });
    return share === 0
      ? undefined
      : { confidence: 0.95 * share, reason: 'JSON objects with digests, one on each line' };
  },

  read(bytes, options) {
    // JSON is text: path text stands in it as it is.
    const { pathText: _, ...asText } = options;
    return readByLine(bytes, asText, createJudge());
  },

  write(records, options) {
    const { pathText: _, ...asText } = options;
    return writeByLine(records, asText, (record) => formatMembers(membersOf(record, options)));
  },

  /** The first name only, and no member under a name that has a meaning here. */
  asCarried(record) {
    const { names: [name] = [], unknownMembers } = record.attributes ?? {};
    const others = [...(unknownMembers ?? [])].filter(([member]) => !isKnown(member));
    const { attributes: _, ...bare } = record;
    if (name === undefined && others.length === 0) return bare;
    return {
      ...bare,
      attributes: {
        ...(name === undefined ? {} : { names: [name] }),
        ...(others.length === 0 ? {} : { unknownMembers: new Map(others) }),
      },
    };
  },
} as const satisfies HashSetFormat;

type LookupAlgorithm = (typeof hashlookup.algorithms)[number];

/** `SHA-1`, and what else is written for it. */
function algorithmOf(member: string): LookupAlgorithm | undefined {
  const algorithm: Algorithm | undefined = parseAlgorithm(member);
  return algorithm === 'blake3' ? undefined : algorithm;
}

function isKnown(member: string): boolean {
  return member === 'FileName' || member === 'FileSize' || algorithmOf(member) !== undefined;
}

function createJudge(): LineJudge {
  const cursor = new JsonCursor('line');
  return (text, line) => {
    if (text.trim() === '') return 'blank';
    const entry = readObject(cursor, text);
    if (entry === undefined) return issueAt(line, noObject);
    return entry.repeated === undefined ? judgeEntry(entry.members, line) : issueAt(line, memberRepeated);
  };
}

const noObject = { code: 'json', message: 'The line is no JSON object; each must hold one, and nothing else.' };
const memberRepeated = {
  code: 'member-repeated',
  message: 'A member stands twice in this entry, with different values.',
};
const noText = { code: 'not-a-digest', message: 'Something else than text stands for a digest.' };

/** Undefined where the text is anything else, or holds more. */
function readObject(cursor: JsonCursor, text: string): JsonMembers | undefined {
  cursor.text = text;
  cursor.at = 0;
  try {
    const entry = cursor.readMembers();
    return text.slice(cursor.at).trim() === '' ? entry : undefined;
  } catch (error) {
    if (error === incomplete || error instanceof CriskitError) return undefined;
    throw error;
  }
}

function judgeEntry(members: ReadonlyMap<string, unknown>, line: number): LineVerdict {
  const digests: DigestsInProgress = {};
  const unknownMembers = new Map<string, unknown>();
  let name: string | undefined;
  let sizeBytes: number | undefined;
  for (const [member, value] of members) {
    const algorithm = algorithmOf(member);
    if (algorithm !== undefined) {
      const fault = setDigest(digests, algorithm, value);
      if (fault !== undefined) return issueAt(line, fault);
    } else if (member === 'FileName' && typeof value === 'string') name = value;
    else if (member === 'FileSize' && isSize(value)) sizeBytes = Number(value);
    else unknownMembers.set(member, value);
  }
  if (Object.keys(digests).length === 0)
    return issueAt(line, { code: 'no-digest', message: 'The entry has no digest.' });
  const attributes = {
    ...(name === undefined || name === '' ? {} : { names: [name] }),
    ...(unknownMembers.size === 0 ? {} : { unknownMembers }),
  };
  return {
    place: { line },
    digests,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
}

/** An empty text, or null, says that there is none. */
function setDigest(digests: DigestsInProgress, algorithm: LookupAlgorithm, value: unknown): DigestFault | undefined {
  if (value === null || value === '') return undefined;
  return typeof value === 'string' ? addDigest(digests, algorithm, value.trim()) : noText;
}

/** Digits in a text, as NSRL has it, or a number. */
function isSize(value: unknown): boolean {
  return typeof value === 'string' ? /^\d{1,15}$/.test(value) : Number.isSafeInteger(value) && Number(value) >= 0;
}

function membersOf(record: HashSetRecord, options: WriteOptions): Map<string, unknown> {
  const { sizeBytes, attributes = {} } = record;
  const known: readonly (readonly [string, string | undefined])[] = [
    ['MD5', writtenDigits(record, 'md5', options, 'upper')],
    ['SHA-1', writtenDigits(record, 'sha1', options, 'upper')],
    ['SHA-256', writtenDigits(record, 'sha256', options, 'upper')],
    ['FileName', attributes.names?.[0]],
    ['FileSize', sizeBytes === undefined ? undefined : String(sizeBytes)],
  ];
  const others = [...(attributes.unknownMembers ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map<string, unknown>([...known.filter(([, text]) => text !== undefined), ...others]);
}
