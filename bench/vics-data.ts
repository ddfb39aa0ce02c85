import { closeSync, openSync, writeSync } from 'node:fs';
import { inventDigests } from './invented-digests.ts';

const entriesAtATime = 10_000;

/** Writes a hash set of VICS 2.0 as they are in the field, some 350 bytes an entry, the same every time. */
export function writeVics(path: string, count: number): void {
  const file = openSync(path, 'w', 0o640);
  try {
    writeSync(
      file,
      `{\n "@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media",\n "value": [`,
    );
    for (let first = 0; first < count; first += entriesAtATime) {
      const digests = inventDigests(Math.min(entriesAtATime, count - first), 16 + 20, first);
      const entries = digests.map((digits, index) => entryText(first + index, digits.toUpperCase()));
      writeSync(file, `${first === 0 ? '' : ','}\n${entries.join(',\n')}`);
    }
    writeSync(file, '\n ]\n}\n');
  } finally {
    closeSync(file);
  }
}

function entryText(index: number, digits: string): string {
  const flag = (bit: number) => ((index >> bit) % 2 === 0 ? 'false' : 'true');
  const second = String(index % 60).padStart(2, '0');
  const minute = String(Math.floor(index / 60) % 60).padStart(2, '0');
  return `  {
   "MediaID": ${index + 1},
   "Category": ${index % 3},
   "MD5": "${digits.slice(0, 32)}",
   "SHA1": "${digits.slice(32)}",
   "MediaSize": ${(index * 7919) % 5_000_000},
   "DateUpdated": "2023-06-07T02:${minute}:${second}.8300Z",
   "IsPrecategorized": "false",
   "VictimIdentified": "${flag(0)}",
   "OffenderIdentified": "${flag(1)}",
   "IsDistributed": "${flag(2)}"
  }`;
}
