import { type Algorithm, algorithmTitle, type Digests, parseAlgorithm } from '../../core/digest.ts';
import type { HashSetFormat, ReadOptions } from '../contract.ts';
import { algorithmOf64, cutFault, digestsOfText, explainNonDigest } from '../digest-text.ts';
import { headLines, shareOfLines } from '../head-lines.ts';
import { isComment, issueAt, type LineJudge, type LineVerdict, readByLine } from '../line-verdicts.ts';
import { writeByLine, writtenDigest } from '../line-writing.ts';

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
    return readByLine(bytes, options, createJudge(options));
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
function createJudge(options: ReadOptions): LineJudge {
  let of64 = algorithmOf64(options.algorithm);
  let named: Algorithm | undefined;
  let begun = false;
  let digitsBefore = 0;

  function judgeUnusual(raw: string, line: number, unended: boolean): LineVerdict {
    const text = raw.trim();
    if (text === '') return 'blank';
    if (isComment(text)) return 'heading';
    const algorithm = begun ? undefined : headingOf(text);
    begun = true;
    if (algorithm === undefined) return judgeDigests(digestsOfText(text, of64), text, line, unended);
    if (algorithm !== 'generic') named = algorithm;
    of64 = algorithmOf64(named ?? options.algorithm);
    return 'heading';
  }

  function judgeDigests(digests: Digests | undefined, text: string, line: number, unended: boolean): LineVerdict {
    if (digests === undefined) return issueAt(line, explainNonDigest(text, named));
    if (unended && text.length < digitsBefore) return issueAt(line, cutFault);
    if (named === undefined || digests[named] !== undefined) {
      digitsBefore = text.length;
      return { place: { line }, digests };
    }
    const message = `${text.length} hexadecimal digits under a heading that says ${algorithmTitle[named]}.`;
    return issueAt(line, { code: 'digest-length', message });
  }

  return (text, line, unended) => {
    const digests = digestsOfText(text, of64);
    if (digests === undefined) return judgeUnusual(text, line, unended);
    begun = true;
    return judgeDigests(digests, text, line, unended);
  };
}
