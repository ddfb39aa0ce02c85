import type { Algorithm } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { canonicalText } from '../canonical-text.ts';
import { algorithmsToWrite } from '../carried.ts';
import { judgeNode } from '../case-node.ts';
import { type TermOf, termsOfContext } from '../case-terms.ts';
import type { HashSetBatch, HashSetFormat, HashSetRecord, WriteOptions } from '../contract.ts';
import { headText } from '../head-lines.ts';
import { readJsonDocument } from '../json-document.ts';
import { JsonStream } from '../json-stream.ts';
import { BatchInProgress } from '../line-verdicts.ts';
import { writtenDigest } from '../line-writing.ts';
import { uuidOfName } from '../name-uuid.ts';
import { writeRecordTexts } from '../record-texts.ts';
import { unicodeName } from '../unicode-names.ts';

/**
 * CASE, the ontology of cyber-investigation, built on UCO, as JSON-LD: a graph of observable objects, each with facets. A
 * record is an object with digests; written as a File with a FileFacet for its name and a ContentDataFacet for its digests.
 */
export const caseUco = {
  id: 'case-uco',
  title: 'CASE/UCO JSON-LD',
  extension: '.jsonld',
  algorithms: ['md5', 'sha1', 'sha256'],
  carries: ['sizeBytes', 'names', 'mimeType', 'tags', 'comments'],
  checkedBy: 'rdfpipe',

  recognise(head) {
    const text = headText(head);
    if (!/^\s*\{/.test(text) || !/"@(?:context|graph)"/.test(text)) return undefined;
    return /unifiedcyberontology\.org\//.test(text)
      ? { confidence: 1, reason: 'JSON-LD with names of the Unified Cyber Ontology' }
      : undefined;
  },

  async *read(bytes, options): AsyncGenerator<HashSetBatch> {
    let row = 0;
    let termOf: TermOf | undefined;
    let hasGraph = false;
    for await (const part of readJsonDocument(new JsonStream(bytes, options), '@graph')) {
      const batch = new BatchInProgress();
      if (part.kind === 'elements') {
        if (termOf === undefined) throw contextMissing(options.name);
        hasGraph = true;
        for (const node of part.elements) {
          row += 1;
          batch.add(judgeNode(node, { row }, termOf, options));
        }
      } else if (part.name === '@context') {
        termOf = termsOfContext(part.value);
        if (hasAddress(part.value)) batch.add({ ...contextElsewhere, place: {} });
      }
      yield batch.finish();
    }
    if (!hasGraph) {
      throw new CriskitError('FORMAT_UNKNOWN', `${options.name} has no list @graph.`, { path: options.name });
    }
  },

  async *write(records, options) {
    const written = algorithmsToWrite(caseUco, options);
    yield* writeRecordTexts(records, {
      head: `{\n"@context": ${JSON.stringify(context)},\n"@graph": [`,
      textOf: (record, index) => `${index === 0 ? '' : ','}\n${JSON.stringify(nodeOf(record, written, options))}`,
      tail: () => '\n]\n}\n',
    });
  },

  /** An object has one name; a tag or comment is no list. */
  asCarried(record, options) {
    const { attributes } = record;
    if (attributes?.names === undefined) return record;
    const { names, ...others } = attributes;
    const name = names.find((each) => unicodeName(each, options) !== undefined);
    const carried = name === undefined ? others : { ...others, names: [name] };
    const { attributes: _, ...bare } = record;
    return Object.keys(carried).length === 0 ? bare : { ...bare, attributes: carried };
  },
} as const satisfies HashSetFormat;

const uco = 'https://ontology.unifiedcyberontology.org/uco/';
const context = {
  'uco-core': `${uco}core/`,
  'uco-observable': `${uco}observable/`,
  'uco-types': `${uco}types/`,
  'uco-vocabulary': `${uco}vocabulary/`,
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/** Of the names that objects are given here: the UUID, in the namespace for URLs, of the class File. */
const namespace = uuidOfName('6ba7b811-9dad-11d1-80b4-00c04fd430c8', `${uco}observable/File`);

/** Identified by what it says, so that the same record has the same identifiers everywhere. */
function nodeOf(record: HashSetRecord, written: readonly Algorithm[], options: WriteOptions): unknown {
  const { names = [], mimeType, tags, comments } = record.attributes ?? {};
  const said = canonicalText(record);
  const idOf = (part: string) => `urn:uuid:${uuidOfName(namespace, `${part} ${said}`)}`;
  const name = names.length === 0 ? undefined : unicodeName(names[0] ?? '', options);
  return {
    '@id': idOf('file'),
    '@type': 'uco-observable:File',
    ...(comments === undefined ? {} : { 'uco-core:description': comments }),
    ...(tags === undefined ? {} : { 'uco-core:tag': tags }),
    'uco-core:hasFacet': [
      ...(name === undefined ? [] : [{ '@id': idOf('file-facet'), ...fileFacetOf(name) }]),
      {
        '@id': idOf('content-data-facet'),
        '@type': 'uco-observable:ContentDataFacet',
        ...(mimeType === undefined ? {} : { 'uco-observable:mimeType': mimeType }),
        ...(record.sizeBytes === undefined ? {} : { 'uco-observable:sizeInBytes': record.sizeBytes }),
        'uco-observable:hash': written
          .filter((algorithm) => record.digests[algorithm] !== undefined)
          .map((algorithm) => hashOf(algorithm, writtenDigest(record, algorithm, options))),
      },
    ],
  };
}

function fileFacetOf(name: string): object {
  const own = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  return {
    '@type': 'uco-observable:FileFacet',
    ...(own === '' ? {} : { 'uco-observable:fileName': own }),
    ...(own === name ? {} : { 'uco-observable:filePath': name }),
  };
}

function hashOf(algorithm: Algorithm, digits: string): object {
  return {
    '@id': `urn:uuid:${uuidOfName(namespace, `hash ${algorithm} ${digits.toLowerCase()}`)}`,
    '@type': 'uco-types:Hash',
    'uco-types:hashMethod': { '@type': 'uco-vocabulary:HashNameVocab', '@value': algorithm.toUpperCase() },
    'uco-types:hashValue': { '@type': 'xsd:hexBinary', '@value': digits },
  };
}

function hasAddress(value: unknown): boolean {
  return (Array.isArray(value) ? value : [value]).some((part) => typeof part === 'string');
}

const contextElsewhere = {
  code: 'context-elsewhere',
  message: 'A part of the context is an address, which is not fetched; names that only it explains are not understood.',
};

function contextMissing(name: string): CriskitError {
  return new CriskitError(
    'FORMAT_UNKNOWN',
    `${name} has no @context before its @graph, without which no name has a meaning.`,
    {
      path: name,
      hint: 'Write the document again with the context first.',
    },
  );
}
