import { decodeHexadecimal } from '../../core/ascii-bytes.ts';
import {
  type Algorithm,
  algorithmTitle,
  type Digests,
  digestSizeBytes,
  firstDigest,
  parseAlgorithm,
} from '../../core/digest.ts';
import { maskOf } from '../../core/packed-records.ts';
import { unknownKind, unknownSize } from '../../core/record-columns.ts';
import type { HashSetFormat, ReadOptions } from '../contract.ts';
import { type AlgorithmOf64, algorithmOf64, cutFault, digestsOfText, explainNonDigest } from '../digest-text.ts';
import { headLines, shareOfLines } from '../head-lines.ts';
import { isComment, issueAt, type LineJudge, type LineVerdict, readByLine } from '../line-verdicts.ts';
import { writeByLine, writtenDigest } from '../line-writing.ts';
import { readPackedByLine, type UsualLine } from '../packed-lines.ts';
import { behindLineEnd } from '../text-lines.ts';

/** One digest per line and nothing else; what text lists of X-Ways, AXIOM, FTK and many others come down to. */
export const plain = {
  id: 'plain',
  title: 'Plain list: one digest per line',
  extension: '.txt',
  algorithms: ['md5', 'sha1', 'sha256', 'blake3'],
  carries: [],
  oneAlgorithm: true,
  checkedBy: 'hfind',

  recognise(head) {
    const lines = headLines(head)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !isComment(line));
    const content = headingOf(lines[0]) === undefined ? lines : lines.slice(1);
    const share = shareOfLines(content, (line) => digestsOfText(line, 'sha256') !== undefined);
    return share === 0 ? undefined : { confidence: 0.9 * share, reason: 'lines that hold one digest and nothing else' };
  },

  read(bytes, options) {
    const judge = new PlainJudge(options);
    return readByLine(bytes, options, judge.judge);
  },

  readPacked(bytes, options) {
    const judge = new PlainJudge(options);
    return readPackedByLine(bytes, options, judge.judge, judge.addUsual);
  },

  write(records, options) {
    const algorithm = options.algorithm ?? 'md5';
    const head = options.headerLine === true ? [algorithmTitle[algorithm]] : [];
    return writeByLine(records, options, (record) => writtenDigest(record, algorithm, options), head);
  },
} as const satisfies HashSetFormat;

/** Words of a first line that names what the lines below hold; a generic one tells no algorithm. */
const genericHeadings: ReadonlySet<string> = new Set(['hash', 'hashes', 'hashvalue', 'digest', 'digests']);

function headingOf(line: string | undefined): Algorithm | 'generic' | undefined {
  if (line === undefined) return undefined;
  const words = line.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (genericHeadings.has(words)) return 'generic';
  return parseAlgorithm(words.replace(/hash(?:es|value)?$/, ''));
}

/** Judges the lines of one file: the first line with content may be a heading, which then binds all that follow. */
class PlainJudge {
  readonly #asked: Algorithm | undefined;
  #of64: AlgorithmOf64;
  #named: Algorithm | undefined;
  #begun = false;
  /** Of the last record. */
  #digits = 0;
  #algorithm: Algorithm | undefined;

  constructor({ algorithm }: ReadOptions) {
    this.#asked = algorithm;
    this.#of64 = algorithmOf64(algorithm);
  }

  readonly judge: LineJudge = (text, line, unended) => {
    const digests = digestsOfText(text, this.#of64);
    if (digests === undefined) return this.#judgeUnusual(text, line, unended);
    this.#begun = true;
    return this.#judgeDigests(digests, text, line, unended);
  };

  /** A line of as many digits as the last record had. */
  readonly addUsual: UsualLine = ({ bytes, view }, start, line, columns) => {
    if (this.#algorithm === undefined) return -1;
    const next = behindLineEnd(bytes, start + this.#digits);
    if (next < 0) return -1;
    columns.reserve(0);
    const sizeBytes = digestSizeBytes[this.#algorithm];
    if (!decodeHexadecimal(view, start, columns.digests, columns.digestBytes, sizeBytes)) return -1;
    columns.add(maskOf[this.#algorithm], line, unknownSize, unknownKind, sizeBytes, 0);
    return next;
  };

  #judgeUnusual(raw: string, line: number, unended: boolean): LineVerdict {
    const text = raw.trim();
    if (text === '') return 'blank';
    if (isComment(text)) return 'heading';
    const algorithm = this.#begun ? undefined : headingOf(text);
    this.#begun = true;
    if (algorithm === undefined) return this.#judgeDigests(digestsOfText(text, this.#of64), text, line, unended);
    if (algorithm !== 'generic') this.#named = algorithm;
    this.#of64 = algorithmOf64(this.#named ?? this.#asked);
    return 'heading';
  }

  #judgeDigests(digests: Digests | undefined, text: string, line: number, unended: boolean): LineVerdict {
    const named = this.#named;
    if (digests === undefined) return issueAt(line, explainNonDigest(text, named));
    if (unended && text.length < this.#digits) return issueAt(line, cutFault);
    if (named === undefined || digests[named] !== undefined) {
      this.#digits = text.length;
      this.#algorithm = firstDigest(digests)?.algorithm;
      return { place: { line }, digests };
    }
    const message = `${text.length} hexadecimal digits under a heading that says ${algorithmTitle[named]}.`;
    return issueAt(line, { code: 'digest-length', message });
  }
}
