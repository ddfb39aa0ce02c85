import { inventContents } from './invented-contents.ts';
import { ListWriter } from './list-writer.ts';

/** Writes the MD5s of the contents that `writeVics` writes, one a line. */
export function writePlainList(path: string, count: number): void {
  using list = new ListWriter(path);
  for (const { md5 } of inventContents(count)) list.write(`${md5}\n`);
}

/** The same with a name each, as md5sum writes it and hfind and md5deep read it. */
export function writeSums(path: string, count: number): void {
  using list = new ListWriter(path);
  for (const { md5, index } of inventContents(count)) list.write(`${md5}  ${index}\n`);
}

/** Writes MD5s to ask for, one a line: by turns one of those contents, from all over the list, and one that is none of them. */
export function writeQuestions(path: string, count: number, questions: number): void {
  using list = new ListWriter(path);
  const step = Math.floor((count * 2) / questions);
  const known = inventContents(count).filter(({ index }) => index % step === 0);
  for (const { md5 } of inventContents(Math.floor(questions / 2), { seed: 3 })) {
    const { value } = known.next();
    if (value !== undefined) list.write(`${value.md5}\n${md5}\n`);
  }
}
