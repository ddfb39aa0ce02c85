import type { Issue } from '../core/issue.ts';
import { pathTextOfBytes } from '../files/path-text.ts';
import type { HashSetBatch, HashSetRecord, ReadOptions } from './contract.ts';
import type { DigestFault } from './digest-text.ts';
import { readLines } from './text-lines.ts';

/** What one line is: exactly one of these, so that none is passed over in silence. */
export type LineVerdict = HashSetRecord | Issue | 'heading' | 'blank';

export function issueAt(line: number, fault: DigestFault): Issue {
  return { ...fault, place: { line } };
}

/** True for a line, without blanks in front, that lists of digests use for remarks. */
export function isComment(text: string): boolean {
  return text.startsWith('#') || text.startsWith(';') || text.startsWith('//');
}

/** Verdicts of consecutive lines or rows, on their way into a batch. */
export class BatchInProgress {
  readonly #records: HashSetRecord[] = [];
  readonly #issues: Issue[] = [];
  #headings = 0;
  #blanks = 0;

  add(verdict: LineVerdict): void {
    if (verdict === 'heading') this.#headings += 1;
    else if (verdict === 'blank') this.#blanks += 1;
    else if ('digests' in verdict) this.#records.push(verdict);
    else this.#issues.push(verdict);
  }

  finish(): HashSetBatch {
    return { records: this.#records, issues: this.#issues, headings: this.#headings, blanks: this.#blanks };
  }
}

/** Says what a line is. `unended`: the file ends within this line, which may be cut off. */
export type LineJudge = (text: string, line: number, unended: boolean) => LineVerdict;

/**
 * Reads a format whose lines stand each for itself; `judge` is called for every line in order. With `pathText` it sees
 * bytes as characters, and names of records are turned into path text.
 */
export async function* readByLine(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  judge: LineJudge,
): AsyncGenerator<HashSetBatch> {
  const { pathText } = options;
  for await (const block of readLines(bytes, options, pathText === undefined ? {} : { asBytes: true })) {
    const batch = new BatchInProgress();
    const lastLine = block.firstLine + block.lines.length - 1;
    let line = block.firstLine;
    for (const text of block.lines) {
      const verdict = judge(text, line, block.unended && line === lastLine);
      batch.add(pathText === undefined ? verdict : withPathText(verdict));
      line += 1;
    }
    yield batch.finish();
  }
}

function withPathText(verdict: LineVerdict): LineVerdict {
  if (typeof verdict === 'string' || !('digests' in verdict) || verdict.attributes?.names === undefined) return verdict;
  const names = verdict.attributes.names.map((name) => pathTextOfBytes(Buffer.from(name, 'latin1')));
  return { ...verdict, attributes: { ...verdict.attributes, names } };
}
