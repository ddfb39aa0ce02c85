import { readXmlParts, type WholeChoice, type XmlElement, type XmlTag } from '../../containers/xml/xml-stream.ts';
import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import type { HashSetBatch, HashSetFormat, ReadOptions } from '../contract.ts';
import { headText } from '../head-lines.ts';
import { entryOfElement, identityOfEntry } from '../ncmec-entry.ts';
import { OrderedBatches } from '../ordered-batches.ts';
import { readUtf8Text } from '../utf8-text.ts';

/**
 * A page of NCMEC's hash-sharing service, version 2: entries that were added or changed since some time, and those that
 * were deleted, as `removals`. Not written: an entry needs the member, number and time that only the service gives it.
 */
export const ncmecXml = {
  id: 'ncmec-xml',
  title: 'NCMEC hash sharing 2 XML',
  extension: '.xml',
  algorithms: ['md5', 'sha1'],
  carries: ['kind', 'photoDna', 'unknownMembers'],
  identityOf: identityOfEntry,

  recognise(head) {
    return /<(?:[\w.-]+:)?queryResult\s[^>]{0,2000}hashsharing\/v2["']/.test(headText(head))
      ? { confidence: 1, reason: 'a query result of hash sharing 2' }
      : undefined;
  },

  async *read(bytes, options): AsyncGenerator<HashSetBatch> {
    const list = new ListCount();
    const batches = new OrderedBatches();
    let row = 0;
    for await (const parts of readXmlParts(readUtf8Text(bytes, options), options.name, wholeIn(options))) {
      for (const part of parts) {
        if (part.kind === 'start') list.open(part.tag);
        else if (part.kind === 'end') addIssue(batches, list.close());
        else if (list.isOpen) {
          row += 1;
          list.entries += 1;
          const entry = entryOfElement(part.element, { row, line: part.element.line });
          if (entry.kind === 'issue') batches.add(entry.issue);
          else if (entry.kind === 'removal') batches.remove(entry.record);
          else batches.add(entry.record);
        } else addIssue(batches, issueOutsideLists(part.element));
      }
      yield* batches.take();
    }
  },
} as const satisfies HashSetFormat;

const namespace = 'https://hashsharing.ncmec.org/hashsharing/v2';
const lists: ReadonlySet<string> = new Set(['images', 'videos']);

/** Entries of the lists, and what stands beside these. Throws `FORMAT_UNKNOWN` where it is no page of that service. */
function wholeIn(options: ReadOptions): WholeChoice {
  return (tag, parents) => {
    if (parents.length === 0 && (tag.name !== 'queryResult' || tag.namespace !== namespace)) {
      throw new CriskitError('FORMAT_UNKNOWN', `${options.name} is no query result of hash sharing 2.`, {
        path: options.name,
      });
    }
    return parents.length > 1 || (parents.length === 1 && !(lists.has(tag.name) && tag.namespace === namespace));
  };
}

function addIssue(batches: OrderedBatches, issue: Issue | undefined): void {
  if (issue !== undefined) batches.add(issue);
}

/** Compares what a list says of its length, deletions included, with the entries that stand in it. */
class ListCount {
  entries = 0;
  #list: XmlTag | undefined;

  get isOpen(): boolean {
    return this.#list !== undefined;
  }

  /** The root, which is opened first, is no list. */
  open(tag: XmlTag): void {
    if (!lists.has(tag.name)) return;
    this.#list = tag;
    this.entries = 0;
  }

  close(): Issue | undefined {
    const list = this.#list;
    this.#list = undefined;
    const stated = list?.attributes.get('count');
    if (list === undefined || stated === undefined || stated.trim() === String(this.entries)) return undefined;
    return { ...countDiffers, place: { line: list.line } };
  }
}

function issueOutsideLists({ name, children, line }: XmlElement): Issue | undefined {
  if (name !== 'paging') return { ...unknownList, place: { line } };
  const next = children.find((child) => child.name === 'next');
  return next === undefined || next.text.trim() === '' ? undefined : { ...pageOfSeveral, place: { line } };
}

const countDiffers = {
  code: 'count-differs',
  message: 'The list holds another number of entries than it says; get the page again.',
};
const unknownList = {
  code: 'list-unknown',
  message: 'Beside the lists of images and videos stands one that is not known.',
};
const pageOfSeveral = {
  code: 'page-of-several',
  message: 'This is one page of several, and more follow it; get the next ones too, and import all in their order.',
};
