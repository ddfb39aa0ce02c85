import type { HashSetFormat } from '../contract.ts';
import { type VicsEdition, vicsAttributes } from '../vics-entry.ts';
import { readPackedVics, readVics } from '../vics-reader.ts';
import { headOfVics } from '../vics-recognition.ts';
import { carriedByVics, writeVics } from '../vics-writing.ts';

/**
 * Project VIC's data model 1.1 to 1.3 as JSON: no regions, sizes as text, PhotoDNA among the alternative hashes. Written
 * as hash set; read in every version 1, as hash set or as case.
 */
export const vics1 = {
  id: 'vics-1',
  title: 'Project VIC (VICS) 1.1 to 1.3 JSON',
  extension: '.json',
  algorithms: ['md5', 'sha1'],
  carries: vicsAttributes,
  versions: ['1.3', '1.2', '1.1'],
  requires: 'md5',
  checkedBy: 'jq',

  recognise(head) {
    const version = headOfVics(head)?.context?.version;
    return version?.startsWith('1.') === true ? { confidence: 0.9, reason: `a context of VICS ${version}` } : undefined;
  },

  read: (bytes, options) => readVics(bytes, options),
  readPacked: readPackedVics,
  write: (records, options) => writeVics(records, edition, contextToWrite(options.version ?? '1.3'), options),
  asCarried: (record, options) => carriedByVics(record, edition, options),
} as const satisfies HashSetFormat;

function contextToWrite(version: string): string {
  return `http://github.com/ICMEC/ProjectVic/DataModels/${version}.xml#Media`;
}

const edition: VicsEdition = {
  contextMember: 'odata.metadata',
  scheme: 'vics-1',
  sizeAs: 'text',
  photoDnaAs: 'alternative hash',
};
