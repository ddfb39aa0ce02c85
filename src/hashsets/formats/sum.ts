import type { HashSetFormat, ReadOptions } from '../contract.ts';
import { algorithmOf64 } from '../digest-text.ts';
import { headLines, shareOfLines } from '../head-lines.ts';
import { isComment, type LineJudge, readByLine } from '../line-verdicts.ts';
import { writeByLine, writtenDigest } from '../line-writing.ts';
import { readPackedByLine } from '../packed-lines.ts';
import { isGnuLine, judgeSumLine, nameOnLine, withNameOfLine } from '../sum-lines.ts';
import { usualSumLine } from '../sum-packed-line.ts';

/**
 * What md5sum, sha1sum, sha256sum and b3sum write and check; BSD's lines, and those of md5deep with sizes, are read too.
 * A content without a name stands as `-`, the name that these programs give to their standard input; a file that is
 * really called `-` stands as `./-`.
 */
export const sum = {
  id: 'sum',
  title: 'Digest and name per line (md5sum, sha1sum, sha256sum, b3sum)',
  extension: '.txt',
  algorithms: ['md5', 'sha1', 'sha256', 'blake3'],
  carries: ['names'],
  oneAlgorithm: true,
  checkedBy: 'md5sum -c',

  recognise(head) {
    const lines = headLines(head).filter((line) => line.trim() !== '' && !isComment(line.trimStart()));
    if (!lines.some(isGnuLine)) return undefined;
    const share = shareOfLines(lines, (line) => {
      const verdict = judgeSumLine(line, 0, 'sha256');
      return typeof verdict === 'object' && 'digests' in verdict && verdict.attributes !== undefined;
    });
    return share === 0 ? undefined : { confidence: 0.9 * share, reason: 'lines with a digest and a file name' };
  },

  read: (bytes, options) => readByLine(bytes, options, judgeFor(options)),
  readPacked: (bytes, options) =>
    readPackedByLine(bytes, options, judgeFor(options), usualSumLine(algorithmOf64(options.algorithm))),

  write(records, options) {
    const algorithm = options.algorithm ?? 'md5';
    return writeByLine(records, options, (record) => {
      const { mark, name } = nameOnLine(record);
      return `${mark}${writtenDigest(record, algorithm, options)}  ${name}`;
    });
  },

  asCarried: withNameOfLine,
} as const satisfies HashSetFormat;

function judgeFor({ algorithm }: ReadOptions): LineJudge {
  const of64 = algorithmOf64(algorithm);
  return (text, line, unended) => judgeSumLine(text, line, of64, unended);
}
