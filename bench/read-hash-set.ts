import { streamInput } from '../src/files/read-file.ts';
import { readHashSet } from '../src/hashsets/hash-set-source.ts';
import { getFormat } from '../src/hashsets/lookup.ts';

/** FORMAT FILE COUNT: reads a hash set, and fails where it has not that many records or any issue. */
const [id = '', path = '', count = ''] = process.argv.slice(2);
let records = 0;
for await (const batch of readHashSet(getFormat(id), { bytes: streamInput(path) }, { name: path })) {
  if (batch.issues.length > 0) throw new Error(`${path} has issues`);
  records += batch.records.length;
}
if (records !== Number(count)) throw new Error(`${path} has ${records} records, not ${count}`);
