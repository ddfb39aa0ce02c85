import { readXmlParts, type WholeChoice, type XmlElement, type XmlTag } from '../../containers/xml/xml-stream.ts';
import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import type { HashSetBatch, HashSetFormat, HashSetRecord, ReadOptions } from '../contract.ts';
import { headText } from '../head-lines.ts';
import { BatchInProgress } from '../line-verdicts.ts';
import { entryOfElement } from '../ncmec-entry.ts';
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

  recognise(head) {
    return /<(?:[\w.-]+:)?queryResult\s[^>]*hashsharing\/v2["']/.test(headText(head))
      ? { confidence: 1, reason: 'a query result of hash sharing 2' }
      : undefined;
  },

  async *read(bytes, options): AsyncGenerator<HashSetBatch> {
    const list = new ListCount();
    let row = 0;
    for await (const parts of readXmlParts(readUtf8Text(bytes, options), options.name, wholeIn(options))) {
      let batch = new OrderedBatch();
      for (const part of parts) {
        if (part.kind === 'start') list.open(part.tag);
        else if (part.kind === 'end') batch.addIssue(list.close());
        else if (list.isOpen) {
          row += 1;
          list.entries += 1;
          const entry = entryOfElement(part.element, { row, line: part.element.line });
          if (entry.kind !== 'removal' && batch.hasRemovals) {
            yield batch.finish();
            batch = new OrderedBatch();
          }
          if (entry.kind === 'issue') batch.addIssue(entry.issue);
          else batch.add(entry.record, entry.kind === 'removal');
        } else batch.addIssue(issueOutsideLists(part.element));
      }
      yield batch.finish();
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

/** Records and removals as they follow each other: a record behind a removal belongs into the next batch. */
class OrderedBatch {
  readonly #batch = new BatchInProgress();
  readonly #removals: HashSetRecord[] = [];

  get hasRemovals(): boolean {
    return this.#removals.length > 0;
  }

  add(record: HashSetRecord, isRemoval: boolean): void {
    if (isRemoval) this.#removals.push(record);
    else this.#batch.add(record);
  }

  addIssue(issue: Issue | undefined): void {
    if (issue !== undefined) this.#batch.add(issue);
  }

  finish(): HashSetBatch {
    const removals = this.hasRemovals ? { removals: this.#removals } : {};
    return { ...this.#batch.finish(), ...removals };
  }
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
