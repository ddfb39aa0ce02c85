import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HashSetRecord } from '../../src/hashsets/contract.ts';
import { vics2 } from '../../src/hashsets/formats/vics-2.ts';
import { JsonCursor } from '../../src/hashsets/json-cursor.ts';
import { JsonStream } from '../../src/hashsets/json-stream.ts';
import { recordOfMedia } from '../../src/hashsets/vics-members.ts';
import { PlainEntries } from '../../src/hashsets/vics-plain-entries.ts';
import { canonicalText } from '../../src/hashsets/canonical-text.ts';
import { codes, inPieces, readWhole } from './reading.ts';
import { arrayText } from './vics-array-text.ts';

const scheme = 'vics-2/US';
const context = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media';
const md5 = '900150983CD24FB0D6963F7D28E17F72';
const name = 'a file';

/** By `JsonCursor` and `recordOfMedia` alone. */
async function readPlainly(array: string) {
  const stream = new JsonStream(inPieces(Buffer.from(array), 64), { name });
  const records: string[] = [];
  const issues: string[] = [];
  let row = 0;
  for await (const entries of stream.elements((cursor) => cursor.readMembers())) {
    for (const entry of entries) {
      row += 1;
      const verdict = recordOfMedia(entry, { row }, scheme);
      if ('digests' in verdict) records.push(textOf(verdict));
      else issues.push(`${row} ${verdict.code}`);
    }
  }
  await stream.expectEnd();
  return { records, issues };
}

async function readFast(array: string, pieceBytes: number) {
  const { records, issues } = await readWhole(vics2, `{"@odata.context":"${context}","value":${array}}`, {
    pieceBytes,
  });
  return { records: records.map(textOf), issues: codes(issues) };
}

function textOf(record: HashSetRecord): string {
  const order = [...(record.attributes?.unknownMembers?.keys() ?? [])].join();
  return `${record.place.row} ${canonicalText(record)} ${order}`;
}

async function orCode<T>(result: Promise<T>): Promise<unknown> {
  try {
    return await result;
  } catch (error) {
    return (error as { readonly code?: string }).code;
  }
}

describe('entries written like one before', () => {
  it('are read as any other entry is, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(arrayText, fc.constantFrom(1, 64, 65_536), async (array, pieceBytes) => {
        expect(await orCode(readFast(array, pieceBytes))).toEqual(await orCode(readPlainly(array)));
      }),
      { numRuns: 1500 },
    );
  });

  it('are read without JsonCursor', () => {
    const plain = new PlainEntries(scheme);
    plain.learn(`{ "MD5": "${md5}", "MediaSize": 3, "X": "y" }`);
    const taken = take(plain, `{ "MD5": "${'AB'.repeat(16)}", "MediaSize": 1234567, "X": "other" },`);
    expect(taken.record).toEqual({
      place: { row: 7 },
      digests: { md5: 'ab'.repeat(16) },
      sizeBytes: 1_234_567,
      attributes: { unknownMembers: new Map([['X', 'other']]) },
    });
    expect(taken.rest).toBe(',');
  });

  it('in the four forms that were of use last, however often each was seen', () => {
    const plain = new PlainEntries(scheme);
    const form = (index: number) => `{"MD5":"${md5}","X${index}":"y"}`;
    for (const index of [0, 1, 2, 3, 3, 3, 3]) plain.learn(form(index));
    expect(take(plain, form(0)).record).toBeDefined();
    plain.learn(form(4));
    expect(take(plain, form(0)).record).toBeDefined();
    expect(take(plain, form(1)).record).toBeUndefined();
  });

  it.each([
    ['another member', `{ "MD5": "${md5}", "MediaSize": 3, "Y": "y" }`],
    ['another blank', `{ "MD5":  "${md5}", "MediaSize": 3, "X": "y" }`],
    ['an escape', `{ "MD5": "${md5}", "MediaSize": 3, "X": "\\n" }`],
    ['another alphabet', `{ "MD5": "${md5}", "MediaSize": 3, "X": "é" }`],
    ['a digest too short', `{ "MD5": "${md5.slice(1)}", "MediaSize": 3, "X": "y" }`],
    ['a digest too long', `{ "MD5": "${md5}0", "MediaSize": 3, "X": "y" }`],
    ['a fraction', `{ "MD5": "${md5}", "MediaSize": 3.5, "X": "y" }`],
    ['a number with a zero in front', `{ "MD5": "${md5}", "MediaSize": 03, "X": "y" }`],
    ['a number that is not exact', `{ "MD5": "${md5}", "MediaSize": 12345678901234567890, "X": "y" }`],
    ['a number as text', `{ "MD5": "${md5}", "MediaSize": "3", "X": "y" }`],
    ['its end missing', `{ "MD5": "${md5}", "MediaSize": 3, "X": "y" `],
    ['nothing', ''],
  ])('but not one with %s', (_, entry) => {
    const plain = new PlainEntries(scheme);
    plain.learn(`{ "MD5": "${md5}", "MediaSize": 3, "X": "y" }`);
    expect(take(plain, entry)).toEqual({ record: undefined, rest: entry });
  });

  it.each([
    ['a name that stands twice', `{"MD5":"${md5}","MD5":"${md5}"}`],
    ['two letter cases of a name', `{"Category":1,"category":1}`],
    ['a list', `{"MD5":"${md5}","Exifs":[]}`],
    ['null', `{"MD5":"${md5}","Category":null}`],
    ['an escape', `{"MD5":"${md5}","X":"\\n"}`],
    ['a name in another alphabet', `{"MD5":"${md5}","é":"x"}`],
    ['no members', '{}'],
  ])('and none like an entry with %s', (_, entry) => {
    const plain = new PlainEntries(scheme);
    plain.learn(Buffer.from(entry).toString('latin1'));
    expect(take(plain, entry).record).toBeUndefined();
  });
});

function take(plain: PlainEntries, text: string) {
  const cursor = new JsonCursor(name);
  cursor.append(Buffer.from(text));
  const record = plain.take(cursor, 7);
  return { record, rest: cursor.bytes.toString('utf8', cursor.at) };
}
