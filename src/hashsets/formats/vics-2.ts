import type { HashSetFormat } from '../contract.ts';
import { type VicsEdition, vicsAttributes } from '../vics-entry.ts';
import { readPackedVics, readVics } from '../vics-reader.ts';
import { headOfVics } from '../vics-recognition.ts';
import { carriedByVics, writeVics } from '../vics-writing.ts';

/**
 * Project VIC's data model 2.0 as JSON. Written as the hash set that all known readers accept: the context of the region
 * `Default` first, the list second, nothing else. Read in any region, as hash set or as case.
 */
export const vics2 = {
  id: 'vics-2',
  title: 'Project VIC (VICS) 2.0 JSON',
  extension: '.json',
  algorithms: ['md5', 'sha1'],
  carries: vicsAttributes,
  requires: 'md5',
  checkedBy: 'jq',

  recognise(head) {
    const found = headOfVics(head);
    if (found === undefined) return undefined;
    const { text, context } = found;
    if (context?.version.startsWith('2.') === true) return { confidence: 1, reason: 'a context of VICS 2' };
    const looksLikeIt = /"value"\s*:\s*\[/.test(text) && /"(?:MediaID|MD5)"\s*:/.test(text);
    return context === undefined && looksLikeIt
      ? { confidence: 0.4, reason: 'a list of entries with MediaID or MD5, without context' }
      : undefined;
  },

  read: (bytes, options) => readVics(bytes, options),
  readPacked: readPackedVics,
  write: (records, options) => writeVics(records, edition, contextToWrite, options),
  asCarried: (record, options) => carriedByVics(record, edition, options),
} as const satisfies HashSetFormat;

/** The only region that all known readers accept. */
const contextToWrite = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media';

const edition: VicsEdition = {
  contextMember: '@odata.context',
  scheme: 'vics-2/Default',
  sizeAs: 'number',
  photoDnaAs: 'member',
};
