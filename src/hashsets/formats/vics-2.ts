import { CriskitError } from '../../core/errors.ts';
import type { HashSetBatch, HashSetFormat, HashSetRecord, Refusal, WriteOptions } from '../contract.ts';
import { headText } from '../head-lines.ts';
import { BatchInProgress } from '../line-verdicts.ts';
import { formatEntry, membersOfRecord } from '../vics-entry.ts';
import { recordOfMedia } from '../vics-media.ts';
import { readVicsEntries } from '../vics-reader.ts';
import { defaultScheme } from '../vics-schemes.ts';

/**
 * Project VIC's data model 2.0 as JSON. Written as the hash set that all known readers accept: the context of the region
 * `Default` first, the list second, nothing else. Read in any region, as hash set or as case, and leniently in version 1.
 */
export const vics2 = {
  id: 'vics-2',
  title: 'Project VIC (VICS) 2.0 JSON',
  extension: '.json',
  algorithms: ['md5', 'sha1'],
  carries: [
    'sizeBytes',
    'names',
    'series',
    'victimIdentified',
    'offenderIdentified',
    'isDistributed',
    'vicsCategory',
    'tags',
    'comments',
    'photoDna',
    'mimeType',
    'unknownMembers',
  ],
  requires: 'md5',
  checkedBy: 'jq',

  recognise(head) {
    const text = headText(head);
    if (!/^\s*\{/.test(text)) return undefined;
    if (/\/DataModels\/2\.\d+\.xml\//i.test(text)) return { confidence: 1, reason: 'a context of VICS 2' };
    if (/\/DataModels\/1\.\d+\.xml/i.test(text)) return { confidence: 0.6, reason: 'a context of VICS 1' };
    const looksLikeIt = /"value"\s*:\s*\[/.test(text) && /"(?:MediaID|MD5)"\s*:/.test(text);
    return looksLikeIt
      ? { confidence: 0.4, reason: 'a list of entries with MediaID or MD5, without context' }
      : undefined;
  },

  async *read(bytes, options): AsyncGenerator<HashSetBatch> {
    let row = 0;
    for await (const { entries, scheme, issues } of readVicsEntries(bytes, options)) {
      const batch = new BatchInProgress();
      for (const issue of issues) batch.add(issue);
      for (const entry of entries) {
        row += 1;
        batch.add(recordOfMedia(entry, { row }, scheme));
      }
      yield batch.finish();
    }
  },

  async *write(records, options) {
    yield Buffer.from(`{\n "@odata.context": ${JSON.stringify(contextToWrite)},\n "value": [`);
    let mediaId = 0;
    for await (const batch of records) {
      let text = '';
      for (const record of batch) {
        mediaId += 1;
        text += `${mediaId === 1 ? '' : ','}\n${formatEntry(membersOfRecord(record, mediaId, options))}`;
      }
      if (text !== '') yield Buffer.from(text, 'utf8');
    }
    yield Buffer.from(mediaId === 0 ? ']\n}\n' : '\n ]\n}\n');
  },

  asCarried(record, options): HashSetRecord | Refusal {
    return record.attributes === undefined ? record : throughEntry(record, options);
  },
} as const satisfies HashSetFormat;

const contextToWrite = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media';

/** Attributes meet rules of the data model (one text of tags, one scheme, names in three members): taken from an entry. */
function throughEntry(record: HashSetRecord, options: WriteOptions): HashSetRecord {
  const result = recordOfMedia({ members: membersOfRecord(record, 1, options) }, record.place, defaultScheme);
  if ('code' in result) throw new CriskitError('INTERNAL', `A VICS entry is not understood: ${result.message}`);
  return result;
}
