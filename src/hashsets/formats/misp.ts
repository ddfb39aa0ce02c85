import type { Algorithm } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { canonicalText } from '../canonical-text.ts';
import { algorithmsToWrite } from '../carried.ts';
import type { HashSetBatch, HashSetFormat, HashSetRecord, WriteOptions } from '../contract.ts';
import { headText } from '../head-lines.ts';
import { JsonStream } from '../json-stream.ts';
import { writtenDigest } from '../line-writing.ts';
import { judgeAttribute, judgeObject } from '../misp-media.ts';
import { readMispDocument } from '../misp-reader.ts';
import { uuidOfName } from '../name-uuid.ts';
import { OrderedBatches } from '../ordered-batches.ts';
import { writeRecordTexts } from '../record-texts.ts';
import { unicodeName } from '../unicode-names.ts';

/** An event of MISP in its JSON. Written with an object of the template `file` for each record. */
export const misp = {
  id: 'misp',
  title: 'MISP event JSON',
  extension: '.json',
  algorithms: ['md5', 'sha1', 'sha256'],
  carries: ['sizeBytes', 'names', 'comments', 'mimeType', 'unknownMembers'],
  checkedBy: 'jq',

  recognise(head) {
    const text = headText(head);
    if (!/^\s*[[{]/.test(text) || !/"(?:Event|Object)"\s*:\s*[[{]/.test(text)) return undefined;
    return /"(?:Attribute|object_relation|template_uuid|info)"\s*:/.test(text)
      ? { confidence: 0.9, reason: 'an event or object of MISP' }
      : undefined;
  },

  async *read(bytes, options): AsyncGenerator<HashSetBatch> {
    const stream = new JsonStream(bytes, options);
    const batches = new OrderedBatches();
    let row = 0;
    let found = false;
    for await (const part of readMispDocument(stream)) {
      if (part.kind === 'info') {
        if (typeof part.value === 'string') yield { records: [], issues: [], about: { name: part.value } };
        continue;
      }
      found = true;
      const judge = part.kind === 'object' ? judgeObject : judgeAttribute;
      for (const entry of part.entries) {
        row += 1;
        const verdict = judge(entry, { row }, options);
        if (typeof verdict === 'object' && 'removal' in verdict) batches.remove(verdict.removal);
        else batches.add(verdict);
      }
      yield* batches.take();
    }
    await stream.expectEnd();
    if (!found) {
      throw new CriskitError('FORMAT_UNKNOWN', `${options.name} holds neither objects nor attributes of MISP.`, {
        path: options.name,
      });
    }
  },

  async *write(records, options) {
    const written = algorithmsToWrite(misp, options);
    yield* writeRecordTexts(records, {
      head: `{"Event": {\n"info": ${JSON.stringify(infoOf(options))},\n"Object": [`,
      textOf: (record, index) => `${index === 0 ? '' : ','}\n${JSON.stringify(objectOf(record, written, options))}`,
      tail: () => '\n]\n}}\n',
    });
  },

  asCarried(record, options) {
    const { attributes } = record;
    if (attributes === undefined) return record;
    const { names = [], unknownMembers, ...others } = attributes;
    const kept = [...new Set(names)].filter((name) => unicodeName(name, options) !== undefined);
    const members = [...(unknownMembers ?? [])].filter(
      ([name, value]) => otherHashes.has(name) && typeof value === 'string' && value !== '' && value.isWellFormed(),
    );
    const carried = {
      ...others,
      ...(kept.length === 0 ? {} : { names: kept }),
      ...(members.length === 0 ? {} : { unknownMembers: new Map(members) }),
    };
    const { attributes: _, ...bare } = record;
    return Object.keys(carried).length === 0 ? bare : { ...bare, attributes: carried };
  },

  setAsCarried: (options) => ({ setName: infoOf(options) }),
} as const satisfies HashSetFormat;

/** An event has to be called something. */
function infoOf({ setName = 'Hash set' }: WriteOptions): string {
  return setName.toWellFormed();
}

/** The template `file` of misp-objects. */
const template = { uuid: '688c46fb-5edb-40a3-8273-1af7923e2215', version: '23' };

/** Relations of the template whose type has the same name. */
const otherHashes: ReadonlySet<string> = new Set([
  'authentihash',
  'imphash',
  'sha224',
  'sha3-224',
  'sha3-256',
  'sha3-384',
  'sha3-512',
  'sha384',
  'sha512',
  'sha512/224',
  'sha512/256',
  'ssdeep',
  'telfhash',
  'tlsh',
  'vhash',
]);

/** The relation of a value to its file, its type, and the category in which MISP files that type. */
type Relation = readonly [relation: string, type: string, category: string];

/** With identifiers made of what it says, so that an event that is taken in twice has each object once. */
function objectOf(record: HashSetRecord, written: readonly Algorithm[], options: WriteOptions): unknown {
  const { names = [], comments, mimeType, unknownMembers = new Map<string, unknown>() } = record.attributes ?? {};
  const values: (readonly [Relation, string | undefined])[] = [
    ...names.map((name) => [['filename', 'filename', delivery], unicodeName(name, options)] as const),
    ...written
      .filter((algorithm) => record.digests[algorithm] !== undefined)
      .map((algorithm) => [[algorithm, algorithm, delivery], writtenDigest(record, algorithm, options)] as const),
    [['size-in-bytes', 'size-in-bytes', 'Other'], record.sizeBytes?.toString()],
    [['mimetype', 'mime-type', 'Artifacts dropped'], mimeType],
    [['text', 'text', 'Other'], comments],
    ...[...unknownMembers].map(([name, value]) => [[name, name, delivery], String(value)] as const),
  ];
  const uuid = uuidOfName(template.uuid, canonicalText(record));
  return {
    name: 'file',
    'meta-category': 'file',
    template_uuid: template.uuid,
    template_version: template.version,
    uuid,
    Attribute: values
      .filter(([, value]) => value !== undefined)
      .map(([[relation, type, category], value]) => ({
        object_relation: relation,
        type,
        category,
        value,
        uuid: uuidOfName(uuid, `${relation} ${value}`),
      })),
  };
}

const delivery = 'Payload delivery';
