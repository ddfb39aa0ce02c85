import { inventContents, type InventedContent } from './invented-contents.ts';
import { ListWriter } from './list-writer.ts';

const heading = `{
 "@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media",
 "value": [`;

/** Writes a hash set of VICS 2.0 as they are in the field, some 350 bytes an entry, the same every time. */
export function writeVics(path: string, count: number): void {
  using list = new ListWriter(path);
  list.write(heading);
  let before = '\n';
  for (const content of inventContents(count, { capitals: true })) {
    list.write(`${before}${entryText(content)}`);
    before = ',\n';
  }
  list.write('\n ]\n}\n');
}

function entryText({ index, md5, sha1, sizeBytes }: InventedContent): string {
  const flag = (bit: number) => ((index >> bit) % 2 === 0 ? 'false' : 'true');
  const second = String(index % 60).padStart(2, '0');
  const minute = String(Math.floor(index / 60) % 60).padStart(2, '0');
  return `  {
   "MediaID": ${index + 1},
   "Category": ${index % 3},
   "MD5": "${md5}",
   "SHA1": "${sha1}",
   "MediaSize": ${sizeBytes},
   "DateUpdated": "2023-06-07T02:${minute}:${second}.8300Z",
   "IsPrecategorized": "false",
   "VictimIdentified": "${flag(0)}",
   "OffenderIdentified": "${flag(1)}",
   "IsDistributed": "${flag(2)}"
  }`;
}
