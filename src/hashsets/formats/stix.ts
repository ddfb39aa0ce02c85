import { createHash } from 'node:crypto';
import { type Algorithm, algorithmTitle } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { canonicalValue } from '../canonical-text.ts';
import { algorithmsToWrite } from '../carried.ts';
import type { HashSetBatch, HashSetFormat, HashSetRecord, WriteOptions } from '../contract.ts';
import { headText } from '../head-lines.ts';
import { readJsonDocument } from '../json-document.ts';
import { JsonStream } from '../json-stream.ts';
import { BatchInProgress } from '../line-verdicts.ts';
import { writtenDigest } from '../line-writing.ts';
import { uuidOfName } from '../name-uuid.ts';
import { writeRecordTexts } from '../record-texts.ts';
import { judgeObject } from '../stix-object.ts';
import { unicodeName } from '../unicode-names.ts';

/** STIX 2.1: a bundle of File objects (SCO), each identified by its own content, as the standard asks for. */
export const stix = {
  id: 'stix',
  title: 'STIX 2.1 bundle of files',
  extension: '.json',
  algorithms: ['md5', 'sha1', 'sha256'],
  carries: ['sizeBytes', 'names', 'mimeType', 'unknownMembers'],
  checkedBy: 'jq',

  recognise(head) {
    return /^\s*\{[^]*"type"\s*:\s*"bundle"/.test(headText(head))
      ? { confidence: 0.95, reason: 'a bundle of STIX' }
      : undefined;
  },

  async *read(bytes, options): AsyncGenerator<HashSetBatch> {
    let row = 0;
    let hasObjects = false;
    let type: unknown;
    for await (const part of readJsonDocument(new JsonStream(bytes, options), 'objects')) {
      const batch = new BatchInProgress();
      if (part.kind === 'elements') {
        hasObjects = true;
        for (const object of part.elements) {
          row += 1;
          batch.add(judgeObject(object, { row }, options));
        }
      } else if (part.name === 'type') type = part.value;
      yield batch.finish();
    }
    if (type !== 'bundle' || !hasObjects) {
      throw new CriskitError('FORMAT_UNKNOWN', `${options.name} is no bundle of STIX with objects.`, {
        path: options.name,
      });
    }
  },

  async *write(records, options) {
    const written = algorithmsToWrite(stix, options);
    const ids = createHash('sha256');
    yield* writeRecordTexts(records, {
      head: '{\n"type": "bundle",\n"objects": [',
      textOf(record, index) {
        const object = objectOf(record, written, options);
        ids.update(`${object.id}\n`);
        return `${index === 0 ? '' : ','}\n${JSON.stringify(object)}`;
      },
      tail: () => `\n],\n"id": "bundle--${uuidOfName(bundleNamespace, ids.digest('hex'))}"\n}\n`,
    });
  },

  asCarried(record, options) {
    const { attributes } = record;
    if (attributes === undefined) return record;
    const { names = [], unknownMembers, ...others } = attributes;
    const name = names.find((each) => unicodeName(each, options) !== undefined);
    const members = [...(unknownMembers ?? [])].filter(([member, value]) => isWritable(member, value));
    const carried = {
      ...others,
      ...(name === undefined ? {} : { names: [name] }),
      ...(members.length === 0 ? {} : { unknownMembers: new Map(members) }),
    };
    const { attributes: _, ...bare } = record;
    return Object.keys(carried).length === 0 ? bare : { ...bare, attributes: carried };
  },
} as const satisfies HashSetFormat;

/** STIX 2.1 part 2.9: for observables, whose UUID is made of their contributing properties; not for bundles. */
const objectNamespace = '00abedb4-aa42-466c-9c01-fed23315a9b7';
/** The name `urn:criskit:stix-bundle` in the namespace for URLs. */
const bundleNamespace = uuidOfName('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'urn:criskit:stix-bundle');

const otherHashes: ReadonlySet<string> = new Set(['SHA-512', 'SHA3-256', 'SHA3-512', 'SSDEEP', 'TLSH']);
const fileProperties: ReadonlySet<string> = new Set([
  'name_enc',
  'magic_number_hex',
  'ctime',
  'mtime',
  'atime',
  'parent_directory_ref',
  'contains_refs',
  'content_ref',
  'extensions',
  'object_marking_refs',
  'granular_markings',
  'defanged',
]);
const contributing = ['extensions', 'parent_directory_ref'];

/** Members that a File object has of itself, and custom ones. */
function isWritable(name: string, value: unknown): boolean {
  if (otherHashes.has(name)) return typeof value === 'string' && value !== '';
  return (fileProperties.has(name) || /^x_[a-z0-9_]{1,248}$/.test(name)) && isStixValue(value);
}

/** STIX has neither null nor empty lists. */
function isStixValue(value: unknown): boolean {
  if (typeof value !== 'object') return value !== undefined;
  if (value === null) return false;
  return Array.isArray(value) ? value.length > 0 && value.every(isStixValue) : Object.values(value).every(isStixValue);
}

function objectOf(record: HashSetRecord, written: readonly Algorithm[], options: WriteOptions) {
  const { names = [], mimeType, unknownMembers = new Map<string, unknown>() } = record.attributes ?? {};
  const name = names[0] === undefined ? undefined : unicodeName(names[0], options);
  const hashes = Object.fromEntries([
    ...written
      .filter((algorithm) => record.digests[algorithm] !== undefined)
      .map((algorithm) => [algorithmTitle[algorithm], writtenDigest(record, algorithm, options)]),
    ...[...unknownMembers].filter(([member]) => otherHashes.has(member)),
  ]);
  const members = Object.fromEntries([...unknownMembers].filter(([member]) => !otherHashes.has(member)));
  return {
    type: 'file',
    spec_version: '2.1',
    id: `file--${uuidOfName(objectNamespace, identityOf(hashes, name, unknownMembers))}`,
    hashes,
    ...(record.sizeBytes === undefined ? {} : { size: record.sizeBytes }),
    ...(name === undefined ? {} : { name }),
    ...(mimeType === undefined ? {} : { mime_type: mimeType }),
    ...members,
  };
}

/** The contributing properties in canonical JSON (RFC 8785): of the hashes only the first of MD5, SHA-1, SHA-256. */
function identityOf(
  hashes: Readonly<Record<string, unknown>>,
  name: string | undefined,
  members: ReadonlyMap<string, unknown>,
): string {
  const [first = ''] = Object.keys(hashes);
  const properties = new Map<string, unknown>([['hashes', { [first]: hashes[first] }]]);
  if (name !== undefined) properties.set('name', name);
  for (const property of contributing) if (members.has(property)) properties.set(property, members.get(property));
  return canonicalValue(properties);
}
