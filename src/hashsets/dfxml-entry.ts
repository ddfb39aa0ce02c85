import { parseAlgorithm } from '../core/digest.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import type { Place } from '../core/place.ts';
import type { XmlElement } from '../containers/xml/xml-stream.ts';
import type { ReadOptions } from './contract.ts';
import { addDigest, algorithmOf64, type DigestFault, type DigestsInProgress, digestsOfText } from './digest-text.ts';
import type { LineVerdict } from './line-verdicts.ts';
import { nameOfUnicode } from './unicode-names.ts';
import { MemberList } from './member-list.ts';
import { valueOfElement } from './xml-values.ts';

/** What a fileobject says. Everything in it that is not a name, the size or a digest that criskit keeps is kept as it is. */
export function judgeFileObject(element: XmlElement, place: Place, options: ReadOptions): LineVerdict {
  const file = new FileInProgress(options);
  for (const [name, value] of element.attributes) file.members.add(`@${name}`, value);
  for (const child of element.children) {
    const fault = child.namespace === element.namespace ? file.add(child) : file.keep(child);
    if (fault !== undefined) return { ...fault, place };
  }
  return file.finish(place);
}

class FileInProgress {
  readonly members = new MemberList();
  readonly #options: ReadOptions;
  readonly #digests: DigestsInProgress = {};
  readonly #names: string[] = [];
  #sizeBytes: number | undefined;
  #nameType = '';

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  add(child: XmlElement): DigestFault | undefined {
    switch (child.name) {
      case 'filename':
        if (child.text !== '') this.#names.push(nameOfUnicode(child.text, this.#options));
        return undefined;
      case 'filesize':
        return this.#setSize(child.text.trim());
      case 'hashdigest':
        return this.#addDigest(child);
      case 'fileobject':
        return nested;
      case 'name_type':
        this.#nameType = child.text.trim();
        return this.keep(child);
      default:
        return this.keep(child);
    }
  }

  keep(child: XmlElement): undefined {
    this.members.add(child.name, valueOfElement(child));
  }

  finish(place: Place): LineVerdict {
    if (Object.keys(this.#digests).length === 0) {
      return /^[pcdblshwV]$/.test(this.#nameType) ? 'heading' : { ...noDigest, place };
    }
    const attributes: MediaAttributes = {
      ...(this.#names.length === 0 ? {} : { names: this.#names }),
      ...(this.members.size === 0 ? {} : { unknownMembers: this.members.finish() }),
    };
    return {
      place,
      digests: this.#digests,
      ...(this.#sizeBytes === undefined ? {} : { sizeBytes: this.#sizeBytes }),
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    };
  }

  #setSize(text: string): DigestFault | undefined {
    if (!/^\d{1,15}$/.test(text)) return notASize;
    const sizeBytes = Number(text);
    if (this.#sizeBytes !== undefined && this.#sizeBytes !== sizeBytes) return sizesDiffer;
    this.#sizeBytes = sizeBytes;
    return undefined;
  }

  #addDigest(child: XmlElement): DigestFault | undefined {
    const text = child.text.trim();
    const type = child.attributes.get('type');
    if (!['16', undefined].includes(child.attributes.get('base'))) return notBase16;
    const algorithm = type === undefined ? this.#algorithmOfLength(text) : parseAlgorithm(type);
    if (algorithm !== undefined) return addDigest(this.#digests, algorithm, text);
    if (type === undefined) return noType;
    this.members.add(type.toLowerCase(), text);
    return undefined;
  }

  #algorithmOfLength(text: string) {
    const [algorithm] = Object.keys(digestsOfText(text, algorithmOf64(this.#options.algorithm)) ?? {});
    return algorithm === undefined ? undefined : parseAlgorithm(algorithm);
  }
}

const noDigest = { code: 'no-digest', message: 'The file has no digest.' };
const nested = {
  code: 'entry-nested',
  message: 'A file stands within another one, so its digests cannot be told apart.',
};
const notASize = { code: 'size', message: 'The size is no number of bytes.' };
const sizesDiffer = { code: 'sizes-differ', message: 'Two different sizes are given for one file.' };
const noType = { code: 'digest-type', message: 'A digest comes without its type, and its length does not tell it.' };
const notBase16 = {
  code: 'digest-encoding',
  message: 'A digest is not written to base 16; convert the list to hexadecimal digits.',
};
