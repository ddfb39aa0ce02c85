import { parseAlgorithm } from '../core/digest.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import type { Place } from '../core/place.ts';
import { holdsDigest, type TermOf } from './case-terms.ts';
import type { ReadOptions } from './contract.ts';
import { addDigest, type DigestFault, type DigestsInProgress } from './digest-text.ts';
import type { JsonMembers } from './json-cursor.ts';
import type { LineVerdict } from './line-verdicts.ts';
import { MemberList } from './member-list.ts';
import { nameOfUnicode } from './unicode-names.ts';
import { nameOfFile } from './vics-files.ts';

/**
 * What a node of the graph says. A media is one that has a digest in a facet, whatever its type; a file or content
 * without one is an issue, as is a digest or facet that is only named here and stands elsewhere in the graph, and a node
 * without one that holds others with digests. All other nodes (persons, tools, relationships, directories) are headings.
 */
export function judgeNode(entry: JsonMembers, place: Place, termOf: TermOf, options: ReadOptions): LineVerdict {
  if (entry.repeated !== undefined) return { ...memberRepeated, place };
  const node = new NodeInProgress(termOf, options);
  for (const [name, value] of entry.members) node.add(name, value);
  return node.finish(place);
}

interface FacetNames {
  fileName?: string;
  filePath?: string;
}

class NodeInProgress {
  readonly #termOf: TermOf;
  readonly #options: ReadOptions;
  readonly #digests: DigestsInProgress = {};
  readonly #members = new MemberList();
  readonly #names = new Set<string>();
  readonly #tags: string[] = [];
  readonly #types = new Set<string>();
  #comments: string | undefined;
  #mimeType: string | undefined;
  #sizeBytes: number | undefined;
  /** Where the node is a facet itself. */
  readonly #ownNames: FacetNames = {};
  #isDirectory = false;
  #hasFacetApart = false;
  #holdsOthers = false;
  #fault: DigestFault | undefined;

  constructor(termOf: TermOf, options: ReadOptions) {
    this.#termOf = termOf;
    this.#options = options;
  }

  /** A member of the node. One that is a facet itself, as in a flattened graph, says what a facet does. */
  add(name: string, value: unknown): void {
    switch (this.#termOf(name)) {
      case '@id':
        return;
      case '@type':
        for (const type of listOf(value)) this.#types.add(this.#termOf(String(type)) ?? '');
        return;
      case 'core:hasFacet':
        for (const facet of listOf(value)) this.#addFacet(facet);
        return;
      case 'core:description':
        if (this.#comments === undefined && isToldText(value)) this.#comments = value;
        else this.#members.add(name, value);
        return;
      case 'core:tag':
        if (listOf(value).every(isToldText)) this.#tags.push(...listOf(value).filter(isToldText));
        else this.#members.add(name, value);
        return;
      default:
        this.#addOfFacet(name, value, this.#ownNames);
    }
  }

  finish(place: Place): LineVerdict {
    if (this.#fault !== undefined) return { ...this.#fault, place };
    const hasDigest = Object.keys(this.#digests).length > 0;
    if (this.#hasFacetApart && (hasDigest || this.#isMedia())) return { ...facetApart, place };
    if (!hasDigest) {
      if (this.#types.has('types:Hash')) return { ...digestApart, place };
      if (this.#isMedia()) return { ...noDigest, place };
      return this.#holdsOthers ? { ...nodesNested, place } : 'heading';
    }
    this.#addName(this.#ownNames);
    const attributes: MediaAttributes = {
      ...(this.#names.size === 0 ? {} : { names: [...this.#names] }),
      ...(this.#tags.length === 0 ? {} : { tags: this.#tags }),
      ...(this.#comments === undefined ? {} : { comments: this.#comments }),
      ...(this.#mimeType === undefined ? {} : { mimeType: this.#mimeType }),
      ...(this.#members.size === 0 ? {} : { unknownMembers: this.#members.finish() }),
    };
    return {
      place,
      digests: this.#digests,
      ...(this.#sizeBytes === undefined ? {} : { sizeBytes: this.#sizeBytes }),
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    };
  }

  #isMedia(): boolean {
    return !this.#isDirectory && ['observable:File', 'observable:ContentData'].some((type) => this.#types.has(type));
  }

  #addFacet(facet: unknown): void {
    if (typeof facet !== 'object' || facet === null) return;
    const names: FacetNames = {};
    let told = false;
    for (const [name, value] of Object.entries(facet)) {
      const term = this.#termOf(name);
      if (term === '@id' || term === '@type') continue;
      told = true;
      this.#addOfFacet(name, value, names);
    }
    if (!told) this.#hasFacetApart = true;
    this.#addName(names);
  }

  #addName({ fileName, filePath }: FacetNames): void {
    const name = nameOfFile({ FileName: fileName, FilePath: filePath });
    if (name !== '') this.#names.add(nameOfUnicode(name, this.#options));
  }

  #addOfFacet(name: string, value: unknown, names: FacetNames): void {
    const plain = literalOf(value);
    switch (this.#termOf(name)) {
      case 'observable:hash':
      case 'types:hash':
        for (const hash of listOf(value)) this.#addHash(hash);
        return;
      case 'observable:sizeInBytes':
        this.#setSize(name, plain);
        return;
      case 'observable:fileName':
        if (isToldText(plain) && names.fileName === undefined) names.fileName = plain;
        else this.#members.add(name, value);
        return;
      case 'observable:filePath':
        if (isToldText(plain) && names.filePath === undefined) names.filePath = plain;
        else this.#members.add(name, value);
        return;
      case 'observable:mimeType':
        if (isToldText(plain) && this.#mimeType === undefined) this.#mimeType = plain;
        else if (plain !== this.#mimeType) this.#members.add(name, value);
        return;
      case 'observable:dataPayload':
        return;
      case 'observable:isDirectory':
        this.#isDirectory ||= plain === true || plain === 'true';
        this.#members.add(name, value);
        return;
      default:
        this.#holdsOthers ||= holdsDigest(value, this.#termOf);
        this.#members.add(name, value);
    }
  }

  #setSize(name: string, plain: unknown): void {
    const text = String(plain);
    if (!/^\d{1,15}$/.test(text)) this.#members.add(name, plain);
    else if (this.#sizeBytes !== undefined && this.#sizeBytes !== Number(text)) this.#fault ??= sizesDiffer;
    else this.#sizeBytes = Number(text);
  }

  #addHash(hash: unknown): void {
    let method: unknown;
    let value: unknown;
    for (const [name, member] of typeof hash === 'object' && hash !== null ? Object.entries(hash) : []) {
      const term = this.#termOf(name);
      if (term === 'types:hashMethod') method = literalOf(member);
      if (term === 'types:hashValue') value = literalOf(member);
    }
    if (typeof method !== 'string' || typeof value !== 'string') {
      this.#fault ??= method === undefined && value === undefined ? digestApart : notADigest;
      return;
    }
    const algorithm = parseAlgorithm(method);
    if (algorithm === undefined) this.#members.add(method, value);
    else this.#fault ??= addDigest(this.#digests, algorithm, value.trim());
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isToldText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Of a typed literal its value; anything else as it is. A list of one is that one. */
function literalOf(value: unknown): unknown {
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof one === 'object' && one !== null && '@value' in one ? one['@value'] : one;
}

const memberRepeated = {
  code: 'member-repeated',
  message: 'A member stands twice in this node, with different values.',
};
const noDigest = { code: 'no-digest', message: 'The file or content has no digest.' };
const notADigest = {
  code: 'not-a-digest',
  message: 'A hash lacks its method or its value, or one of them is no text.',
};
const sizesDiffer = { code: 'sizes-differ', message: 'Two different sizes are given for one file.' };
const digestApart = {
  code: 'digest-apart',
  message:
    'A digest stands apart from the file that it belongs to; export the graph with facets nested in their objects.',
};
const nodesNested = {
  code: 'nodes-nested',
  message:
    'The node holds others with digests, which are not read; export the graph with each object as a node of its own.',
};
const facetApart = {
  code: 'facet-apart',
  message: 'What is known of the file stands elsewhere in the graph; export it with facets nested in their objects.',
};
