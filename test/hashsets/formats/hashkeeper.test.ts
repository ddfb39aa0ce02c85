import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Digests } from '../../../src/core/digest.ts';
import type { HashSetRecord, SetStatement } from '../../../src/hashsets/contract.ts';
import { hashkeeper } from '../../../src/hashsets/formats/hashkeeper.ts';
import { codes, inPieces, readWhole, writeWhole } from '../reading.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/hashkeeper');
const md5 = '900150983cd24fb0d6963f7d28e17f72';
const upper = md5.toUpperCase();
const heading =
  '"file_id","hashset_id","file_name","directory","hash","file_size","date_modified","time_modified","time_zone","comments","date_accessed","time_accessed"';
const setsHeading =
  '"hashset_id","name","vendor","package","version","authenicated_flag","notable_flag","initials","num_of_files","description","date_loaded"';

function beside(text: string) {
  return { companion: async (extension: string) => (extension === '.hke' ? Buffer.from(text) : undefined) };
}

/** With this file of sets. */
function read(rows: readonly string[], sets: readonly string[] = []) {
  const list = [heading, ...rows, ''].join('\r\n');
  return readWhole(hashkeeper, list, sets.length === 0 ? {} : beside([setsHeading, ...sets, ''].join('\r\n')));
}

async function statementOf(list: Uint8Array, sets: Uint8Array): Promise<readonly SetStatement[]> {
  const found: SetStatement[] = [];
  const options = { name: 'a file', companion: async () => sets };
  for await (const { about } of hashkeeper.read(inPieces(list, 9999), options))
    if (about !== undefined) found.push(about);
  return found;
}

describe('hashkeeper reads', () => {
  const list = readFileSync(join(fixtures, 'Z00236.hsh'));
  const sets = readFileSync(join(fixtures, 'Z00236.hke'));

  it('the set Z00236 of NDIC whole', async () => {
    const { records, issues, headings, blanks } = await readWhole(hashkeeper, list, beside(sets.toString()));
    expect({ records: records.length, issues, headings, blanks }).toEqual({
      records: 6994,
      issues: [],
      headings: 1,
      blanks: 1,
    });
    expect(records[0]).toEqual({
      place: { line: 2 },
      digests: { md5: '9497acf3cf8a2e90ae82dae37b6373e4' },
      sizeBytes: 91136,
      attributes: {
        names: ['acsetups.pdb'],
        unknownMembers: new Map([
          [
            'hashset',
            {
              package: 'Windows 2000 Server',
              authenicated_flag: '1',
              initials: 'ndic',
              description: 'Microsoft Windows 2000 Server',
            },
          ],
        ]),
      },
    });
    expect(records.at(-1)?.digests.md5).toBe('b24defa2e80aa94c5e27012d9624218b');
  });

  it('what its file of sets says of it', async () => {
    expect(await statementOf(list, sets)).toEqual([
      {
        name: 'Z00236 Microsoft Windows 2000 Server',
        version: '2000 Server',
        source: 'Microsoft',
        date: '2/22/02 13:41:29',
        kind: 'ignorable',
      },
    ]);
  });

  it('the name and the flag of each set where there are several', async () => {
    const sets = ['5,"Known","","","",0,0,"",0,"",', '671,"Notable","","","",0,1,"",0,"",'];
    const { records, issues } = await read([`1,671,"a",,"${md5}",,,,,,,`, `2,5,"b",,"${md5}",,,,,,,`], sets);
    expect(issues).toEqual([]);
    expect(records.map(({ attributes }) => attributes?.unknownMembers?.get('hashset'))).toEqual([
      { hashset_id: '671', name: 'Notable', notable_flag: '1' },
      { hashset_id: '5', name: 'Known', notable_flag: '0' },
    ]);
  });

  it('a list without a file of sets', async () => {
    const { records, issues } = await read([`1,671,"a","C:\\",${md5},3,7/11/95 0:00:00,,"PST",x,,`]);
    expect(issues).toEqual([]);
    expect(records[0]?.attributes).toEqual({
      names: ['C:\\a'],
      comments: 'x',
      unknownMembers: new Map([
        ['date_modified', '7/11/95 0:00:00'],
        ['time_zone', 'PST'],
      ]),
    });
  });
});

describe('hashkeeper says', () => {
  const row = `1,5,"a",,"${md5}",,,,,,,`;

  it.each([
    ['a set of another size than it says', ['5,"n","","","",0,0,"",2,"",'], 'set-count'],
    ['rows of a set that is not listed', ['6,"n","","","",0,0,"",0,"",'], 'set-unlisted'],
    ['a set that is listed twice', ['5,"n","","","",0,0,"",0,"",', '5,"m","","","",0,1,"",0,"",'], 'set-repeated'],
    ['a row of sets that is too short', ['5,"n","","","",0,0,"",0,"",', '7,"n"'], 'row-columns'],
  ])('%s', async (_, sets, code) => {
    const { records, issues } = await read([row], sets);
    expect(records.length).toBe(1);
    expect(issues.map((issue) => [issue.code, issue.place.part])).toEqual([[code, '.hke']]);
  });

  it('that the file beside it is no file of sets', async () => {
    const { records, issues } = await readWhole(hashkeeper, `${heading}\n${row}\n`, beside('something\nelse\n'));
    expect(records.length).toBe(1);
    expect(issues.map(({ code }) => code)).toEqual(['sets-heading', 'sets-heading', 'set-unlisted']);
  });

  it.each([
    [`1,5,"a",,"${md5.slice(1)}",,,,,,,`, 'digest-length'],
    ['1,5,"a",,"",,,,,,,', 'no-digest'],
    [`1,5,"a",,"${md5}",x,,,,,,`, 'size'],
    [`1,5,"a",,"${md5}",3`, 'row-columns'],
    [`1,5,"a,,"${md5}",3,,,,,,`, 'csv-quote'],
  ])('what is wrong with %s: %s', async (wrong, code) => {
    expect(codes((await read([row, wrong, row])).issues)).toEqual([`3 ${code}`]);
  });

  it('nothing of a file without the heading', async () => {
    await expect(readWhole(hashkeeper, `${row}\n`)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });
});

describe('hashkeeper writes', () => {
  function recordOf(attributes: HashSetRecord['attributes'] = {}): HashSetRecord {
    return { place: {}, digests: { md5 } as Digests, sizeBytes: 3, attributes };
  }

  it('rows as NDIC does, numbered, with what it read before', async () => {
    const unknownMembers = new Map<string, unknown>([
      ['date_modified', '7/11/95 0:00:00'],
      ['time_zone', 'PST'],
      ['hashset', { name: 'x' }],
    ]);
    const { bytes, summary } = await writeWhole(hashkeeper, [
      recordOf({ names: ['C:\\WINDOWS\\HELP\\MSFS.HLP'], unknownMembers }),
      recordOf({ names: ['a/b "c".jpg'], comments: 'one, two' }),
      recordOf(),
    ]);
    expect(bytes.toString().split('\r\n')).toEqual([
      heading,
      `1,1,"MSFS.HLP","C:\\WINDOWS\\HELP","${upper}",3,7/11/95 0:00:00,,"PST",,,`,
      `2,1,"a/b ""c"".jpg",,"${upper}",3,,,,"one, two",,`,
      `3,1,"",,"${upper}",3,,,,,,`,
      '',
    ]);
    expect(summary.notCarried).toEqual([{ what: 'unknownMembers', records: 1 }]);
  });

  it.each([
    ['a comma behind a quotation mark in the name', { names: ['a", b'] }, 'names'],
    ['a line end in the remark', { comments: 'a\nb' }, 'comments'],
    ['more than fits in the line', { names: ['n'.repeat(480)] }, 'names'],
  ])('no text that hfind would stumble over: %s', async (_, attributes, what) => {
    const { bytes, summary } = await writeWhole(hashkeeper, [recordOf(attributes)]);
    expect(bytes.toString().split('\r\n')[1]).toBe(`1,1,"",,"${upper}",3,,,,,,`);
    expect(summary.notCarried).toEqual([{ what, records: 1 }]);
  });

  it.each([
    [{}, ['alert', '1']],
    [{ categoryKind: 'alert' as const }, ['alert', '1']],
    [{ categoryKind: 'ignorable' as const }, ['ignorable', '0']],
  ])('a file of sets that says what a match means: %j', async (options, [kind, flag]) => {
    const sets = hashkeeper.companion.write({ ...options, setName: 'Lab, "2026"' });
    expect(Buffer.from(sets).toString()).toBe(`${setsHeading}\r\n1,"Lab, ""2026""","","","",0,${flag},"",0,"",\r\n`);
    const { bytes } = await writeWhole(hashkeeper, [recordOf()], options);
    expect(await statementOf(bytes, sets)).toEqual([{ name: 'Lab, "2026"', kind }]);
  });
});
