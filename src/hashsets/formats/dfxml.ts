import { escapeXml, isXmlText } from '../../containers/xml/xml-scan.ts';
import { readXmlParts, type WholeChoice, type XmlElement, type XmlTag } from '../../containers/xml/xml-stream.ts';
import type { Algorithm } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { algorithmsToWrite } from '../carried.ts';
import type { HashSetBatch, HashSetFormat, HashSetRecord, ReadOptions, WriteOptions } from '../contract.ts';
import { judgeFileObject } from '../dfxml-entry.ts';
import { isPlainMember, membersAfterSize, membersBeforeSize, otherDigests } from '../dfxml-members.ts';
import { headText } from '../head-lines.ts';
import { BatchInProgress } from '../line-verdicts.ts';
import { writtenDigest } from '../line-writing.ts';
import { writeRecordTexts } from '../record-texts.ts';
import { unicodeName } from '../unicode-names.ts';
import { readUtf8Text } from '../utf8-text.ts';

/**
 * Digital Forensics XML, as dfxml.xsd of its working group has it and as hashdeep -d and fiwalk write it. A record is a
 * fileobject, wherever it stands (in the document, or in a volume of an image); written as a list of files.
 */
export const dfxml = {
  id: 'dfxml',
  title: 'Digital Forensics XML (DFXML)',
  extension: '.xml',
  algorithms: ['md5', 'sha1', 'sha256'],
  carries: ['sizeBytes', 'names', 'unknownMembers'],
  checkedBy: 'xmllint --schema dfxml.xsd',

  recognise(head) {
    return rootElement.test(headText(head)) ? { confidence: 1, reason: 'the root element of DFXML' } : undefined;
  },

  async *read(bytes, options): AsyncGenerator<HashSetBatch> {
    let row = 0;
    for await (const parts of readXmlParts(readUtf8Text(bytes, options), options.name, wholeIn(options))) {
      const batch = new BatchInProgress();
      let about: HashSetBatch['about'];
      for (const part of parts) {
        if (part.kind !== 'whole') continue;
        const { element } = part;
        if (element.name === 'fileobject') {
          row += 1;
          batch.add(judgeFileObject(element, { row, line: element.line }, options));
        } else if (holdsFile(element)) batch.add({ ...misplaced, place: { line: element.line } });
        else about = { ...about, ...statementOf(element) };
      }
      yield { ...batch.finish(), ...(about === undefined ? {} : { about }) };
    }
  },

  async *write(records, options) {
    const end = options.lineEnd === 'crlf' ? '\r\n' : '\n';
    const written = algorithmsToWrite(dfxml, options);
    const lines = (texts: readonly string[]) => texts.map((text) => text + end).join('');
    yield* writeRecordTexts(records, {
      head: lines(headOfFile(options)),
      textOf: (record) => lines(fileObjectOf(record, written, options)),
      tail: () => lines(['</dfxml>']),
    });
  },

  asCarried(record, options) {
    const { attributes } = record;
    if (attributes === undefined) return record;
    const names = attributes.names?.filter((name) => isXmlText(unicodeName(name, options) ?? '\0'));
    const members = [...(attributes.unknownMembers ?? [])].filter(([name, value]) => isPlainMember(name, value));
    const { attributes: _, ...bare } = record;
    if ((names ?? []).length === 0 && members.length === 0) return bare;
    const carried = {
      ...(names === undefined || names.length === 0 ? {} : { names }),
      ...(members.length === 0 ? {} : { unknownMembers: new Map(members) }),
    };
    return { ...bare, attributes: carried };
  },

  setAsCarried: (options) => ({ setName: titleOf(options) }),
} as const satisfies HashSetFormat;

/** A remark ends where it first can: otherwise many of them would be tried in all ways to part them. */
const rootElement = /^\s*(?:<\?[^>]*>\s*|<!--(?:[^-]|-(?!->))*-->\s*)*<(?:[\w.-]+:)?dfxml[\s>]/;

const namespace = 'http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML';
const dublinCore = 'http://purl.org/dc/elements/1.1/';

/** Old programs leave the namespace out. */
function isOurs(tag: XmlTag): boolean {
  return tag.namespace === namespace || tag.namespace === '';
}

/** Files, wherever they stand, and what the document says of itself. Throws `FORMAT_UNKNOWN` where it is no DFXML. */
function wholeIn(options: ReadOptions): WholeChoice {
  return (tag, parents) => {
    if (parents.length === 0 && (tag.name !== 'dfxml' || !isOurs(tag))) {
      throw new CriskitError('FORMAT_UNKNOWN', `${options.name} is no DFXML document: its root is not dfxml.`, {
        path: options.name,
      });
    }
    if (parents.length === 0 || !isOurs(tag)) return false;
    return tag.name === 'fileobject' || (parents.length === 1 && (tag.name === 'metadata' || tag.name === 'creator'));
  };
}

function holdsFile({ children }: XmlElement): boolean {
  return children.some((child) => child.name === 'fileobject' || holdsFile(child));
}

const misplaced = {
  code: 'entry-misplaced',
  message: 'Files stand where the document speaks of itself; they are not read.',
};

/** Of `metadata` its title; of `creator` the program, its version and when it was run. */
function statementOf({ children }: XmlElement): HashSetBatch['about'] {
  const textOf = (name: string) => children.find((child) => child.name === name)?.text.trim() ?? '';
  const name = textOf('title');
  const source = `${textOf('program')} ${textOf('version')}`.trim();
  const environment = children.find((child) => child.name === 'execution_environment');
  const date = environment?.children.find((child) => child.name === 'start_time')?.text.trim() ?? '';
  return {
    ...(name === '' ? {} : { name }),
    ...(source === '' ? {} : { source }),
    ...(date === '' ? {} : { date }),
  };
}

/** Empty where it holds what XML cannot. */
function titleOf({ setName = '' }: WriteOptions): string {
  const title = setName.toWellFormed().trim();
  return isXmlText(title) ? title : '';
}

function headOfFile(options: WriteOptions): readonly string[] {
  const title = titleOf(options);
  return [
    "<?xml version='1.0' encoding='UTF-8'?>",
    `<dfxml xmlns='${namespace}' xmlns:dc='${dublinCore}' version='1.2.0'>`,
    '  <metadata>',
    '    <dc:type>Hash List</dc:type>',
    ...(title === '' ? [] : [`    <dc:title>${escapeXml(title)}</dc:title>`]),
    '  </metadata>',
    '  <creator>',
    '    <program>criskit</program>',
    '  </creator>',
  ];
}

function fileObjectOf(record: HashSetRecord, written: readonly Algorithm[], options: WriteOptions): readonly string[] {
  const { names = [], unknownMembers = new Map<string, unknown>() } = record.attributes ?? {};
  const plain = (members: readonly { readonly name: string }[]) =>
    members.flatMap(({ name }) => {
      const value = unknownMembers.get(name);
      return typeof value === 'string' ? [`    <${name}>${escapeXml(value)}</${name}>`] : [];
    });
  return [
    '  <fileobject>',
    ...names.map((name) => `    <filename>${escapeXml(unicodeName(name, options) ?? '')}</filename>`),
    ...plain(membersBeforeSize),
    ...(record.sizeBytes === undefined ? [] : [`    <filesize>${record.sizeBytes}</filesize>`]),
    ...plain(membersAfterSize),
    ...written
      .filter((algorithm) => record.digests[algorithm] !== undefined)
      .map((algorithm) => digestElement(algorithm, writtenDigest(record, algorithm, options))),
    ...otherDigests.flatMap(({ name }) => {
      const value = unknownMembers.get(name);
      return typeof value === 'string' ? [digestElement(name, value)] : [];
    }),
    '  </fileobject>',
  ];
}

function digestElement(type: string, digits: string): string {
  return `    <hashdigest type="${type}">${digits}</hashdigest>`;
}
