import type { HashSetRecord } from './contract.ts';

/** A file whose records are texts between a head and a tail. */
export interface TextShape {
  readonly head: string;
  /** Asked for at the end. */
  tail(): string;
  /** `index`: how many records stand before. */
  textOf(record: HashSetRecord, index: number): string;
}

/** The file in UTF-8, one piece per batch of records. */
export async function* writeRecordTexts(
  records: AsyncIterable<readonly HashSetRecord[]>,
  shape: TextShape,
): AsyncGenerator<Uint8Array> {
  if (shape.head !== '') yield Buffer.from(shape.head, 'utf8');
  let index = 0;
  for await (const batch of records) {
    let text = '';
    for (const record of batch) {
      text += shape.textOf(record, index);
      index += 1;
    }
    if (text !== '') yield Buffer.from(text, 'utf8');
  }
  const tail = shape.tail();
  if (tail !== '') yield Buffer.from(tail, 'utf8');
}
