import { abc, fox, named, of, type TortureRow } from './row.ts';

const uco = 'https://ontology.unifiedcyberontology.org/uco/';
const context = { core: `${uco}core/`, obs: `${uco}observable/`, types: `${uco}types/` };

/** Of these nodes; text is taken as it is. */
function document(...nodes: readonly unknown[]): string {
  const texts = nodes.map((node) => (typeof node === 'string' ? node : JSON.stringify(node)));
  return `{"@context":${JSON.stringify(context)},"@graph":[${texts.join(',\n')}]}`;
}

function hash(md5: string = abc.md5, method = 'MD5'): object {
  return { 'types:hashMethod': method, 'types:hashValue': md5 };
}

function file(facet: object = {}, md5: string = abc.md5): object {
  return { '@type': 'obs:File', 'core:hasFacet': [{ ...facet, 'obs:hash': [hash(md5)] }] };
}

const abcOnly = of({ md5: abc.md5 });

const rows: readonly Omit<TortureRow, 'format'>[] = [
  {
    title: 'nothing',
    content: '',
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } },
  },
  {
    title: 'a graph of no nodes',
    content: document(),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a document that is cut off behind a whole node',
    content: document(file(), file()).slice(0, -2),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  { title: 'something behind its end', content: `${document(file())}x`, kept: [], fails: 'INPUT_DAMAGED' },
  {
    title: 'one object in place of the graph',
    content: `{"@context":${JSON.stringify(context)},"@graph":${JSON.stringify(file())}}`,
    kept: [],
    fails: 'FORMAT_UNKNOWN',
  },
  {
    title: 'a graph twice',
    content: `${document(file()).slice(0, -1)},"@graph":[]}`,
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
  {
    title: 'the context behind the graph',
    content: `{"@graph":[${JSON.stringify(file())}],"@context":${JSON.stringify(context)}}`,
    kept: [],
    fails: 'FORMAT_UNKNOWN',
  },
  {
    title: 'files within other nodes: of a bundle, of a graph in the graph, of a relationship',
    content: document(
      { '@type': 'core:Bundle', 'core:object': [file()] },
      { '@graph': [file()] },
      { '@type': 'obs:Relationship', 'core:source': file() },
      { '@type': 'core:Bundle', 'core:object': [{ '@id': 'urn:x:1' }] },
      file(),
    ),
    kept: [abcOnly],
    issues: ['1 nodes-nested', '2 nodes-nested', '3 nodes-nested'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'a file twice',
    content: document(file(), file()),
    kept: [abcOnly, abcOnly],
    imported: { exit: 0, answer: { records: 2, duplicates: 1 } },
  },
  {
    title: 'digests of 31 digits, as a number, of another algorithm only, two that differ, and a hash that is a text',
    content: document(
      file({}, abc.md5.slice(1)),
      { '@type': 'obs:File', 'obs:hash': { 'types:hashMethod': 'MD5', 'types:hashValue': 5 } },
      { '@type': 'obs:File', 'obs:hash': hash('ab', 'SHA512') },
      { '@type': 'obs:File', 'obs:hash': [hash(), hash(fox.md5)] },
      { '@type': 'obs:File', 'obs:hash': abc.md5 },
    ),
    kept: [],
    issues: ['1 digest-length', '2 not-a-digest', '3 no-digest', '4 digests-differ', '5 digest-apart'],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a member twice, with another value',
    content: document(`{"@type":"obs:File","obs:hash":${JSON.stringify(hash())},"obs:hash":5}`),
    kept: [],
    issues: ['1 member-repeated'],
  },
  {
    title: 'sizes that are none',
    content: document(...['-1', '1e300', '9'.repeat(400)].map((size) => file({ 'obs:sizeInBytes': size }))),
    kept: [abcOnly, abcOnly, abcOnly],
  },
  {
    title: 'members called __proto__, and names that are a formula or lead out of the folder',
    content: document(
      `{"@type":"obs:File","__proto__":{"obs:hash":1},"core:hasFacet":{"__proto__":1,"obs:hash":${JSON.stringify(hash())}}}`,
      file({ 'obs:fileName': '=1+1' }),
      file({ 'obs:filePath': '../../etc/passwd' }),
    ),
    kept: [abcOnly, named({ md5: abc.md5 }, '=1+1'), named({ md5: abc.md5 }, '../../etc/passwd')],
    imported: { exit: 0, answer: { records: 3 } },
  },
  {
    title: 'a context that is elsewhere',
    content: `{"@context":["https://x.invalid/",${JSON.stringify(context)}],"@graph":[${JSON.stringify(file())}]}`,
    kept: [abcOnly],
    issues: ['0 context-elsewhere'],
  },
  {
    title: 'a context that leads back into itself',
    content: `{"@context":{"a":"b:","b":"a:","obs":"${uco}observable/"},"@graph":[{"a:x":1,"@type":"obs:File"}]}`,
    kept: [],
    issues: ['1 no-digest'],
  },
  {
    title: 'nesting without end',
    content: document(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
    kept: [],
    fails: 'INPUT_HOSTILE',
  },
  {
    title: 'a value of more than 8 MiB',
    content: document(file({ 'obs:fileName': 'x'.repeat(9_000_000) })),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
  { title: 'a NUL between two nodes', content: document(file(), '\0'), kept: [], fails: 'INPUT_DAMAGED' },
  {
    title: 'names in Windows-1252',
    content: Buffer.from(document(file({ 'obs:fileName': '\xfc' })), 'latin1'),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
];

export const caseUco: readonly TortureRow[] = rows.map((row) => ({ format: 'case-uco', ...row }));
