import { describe, expect, it } from 'vitest';
import { unpackRecords } from '../../src/core/packed-records.ts';
import { RecordColumns } from '../../src/core/record-columns.ts';
import { incomplete, JsonCursor } from '../../src/hashsets/json-cursor.ts';
import { PackedEntries } from '../../src/hashsets/vics-packed-entries.ts';

const md5 = '900150983CD24FB0D6963F7D28E17F72';
const learned = `{ "MD5": "${md5}", "MediaSize": 3, "Tags": "t", "X": "y" }`;

/** Whether it is written, the records that come of it, and what is left at the cursor. */
function write(text: string) {
  const columns = new RecordColumns();
  const entries = new PackedEntries('vics-2/US', columns);
  entries.learn(learned);
  const cursor = new JsonCursor('a file');
  cursor.append(Buffer.from(text));
  const isWritten = entries.write(cursor, 7);
  if (isWritten) entries.add();
  const records = [...unpackRecords(columns.finish())];
  return { isWritten, records, rest: cursor.bytes.toString('utf8', cursor.at) };
}

describe('an entry of VICS that is written like one before', () => {
  it('becomes a packed record without JsonCursor', () => {
    const entry = `{ "MD5": "${'AB'.repeat(16)}", "MediaSize": 1234567, "Tags": "one", "X": "other" }`;
    expect(write(`${entry},`)).toEqual({
      isWritten: true,
      records: [
        {
          place: { row: 7 },
          kind: 'unknown',
          digests: { md5: 'ab'.repeat(16) },
          sizeBytes: 1_234_567,
          attributes: { tags: ['one'], unknownMembers: new Map([['X', 'other']]) },
        },
      ],
      rest: ',',
    });
  });

  it.each([
    ['another blank', learned.replace(': 3', ':  3')],
    ['an escape', learned.replace('"y"', '"\\n"')],
    ['a line end in a text', learned.replace('"y"', '"\n"')],
    ['another alphabet', learned.replace('"y"', '"é"')],
    ['a digest too short', learned.replace(md5, md5.slice(1))],
    ['two tags', learned.replace('"t"', '"t,u"')],
    ['a fraction', learned.replace(': 3', ': 3.5')],
    ['a number that is not exact', learned.replace(': 3', ': 12345678901234567890')],
  ])('is left to others with %s', (_, entry) => {
    expect(write(entry)).toEqual({ isWritten: false, records: [], rest: entry });
  });

  it('waits for more wherever it is cut off', () => {
    for (let length = 1; length < learned.length; length += 1) {
      expect(thrownBy(() => write(learned.slice(0, length)))).toBe(incomplete);
    }
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
}
