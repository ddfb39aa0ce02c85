import { attributesFromJson, attributesToJson } from '../../core/attributes-json.ts';
import type { UnpackedRecord } from '../../core/packed-records.ts';
import type { SetRemovals } from '../contract.ts';
import type { Connection } from './connection.ts';

type Removal = SetRemovals['removals'][number];

/** What of a hash set is written one by one, in the order of the file: `number` is its place in that order. */
export type StagedRecord =
  | { readonly number: number; readonly record: UnpackedRecord }
  | { readonly number: number; readonly removal: Removal };

export function createStagedRecords(connection: Connection): void {
  connection.db.exec(`
    CREATE TEMP TABLE staged_record (n INTEGER PRIMARY KEY, is_removal INTEGER, body TEXT, attributes TEXT);`);
}

export function stageRecord(connection: Connection, number: number, record: UnpackedRecord): void {
  const { attributes, ...body } = record;
  connection.run(
    'INSERT INTO temp.staged_record (n, is_removal, body, attributes) VALUES (?, 0, ?, ?)',
    number,
    JSON.stringify(body),
    attributesToJson(attributes),
  );
}

export function stageRemoval(connection: Connection, number: number, { digests, place }: Removal): void {
  const body = JSON.stringify({ digests, place });
  connection.run('INSERT INTO temp.staged_record (n, is_removal, body) VALUES (?, 1, ?)', number, body);
}

export function* stagedRecords(connection: Connection): Generator<StagedRecord> {
  type Row = { n: number; is_removal: number; body: string; attributes: string | null };
  const pageSize = 4096;
  const page = connection.db.prepare(
    `SELECT n, is_removal, body, attributes FROM temp.staged_record WHERE n > ? ORDER BY n LIMIT ${pageSize}`,
  );
  for (let after = 0; ; ) {
    const rows = page.all(after) as Row[];
    if (rows.length === 0) return;
    for (const { n: number, is_removal: isRemoval, body, attributes: text } of rows) {
      if (isRemoval === 1) {
        yield { number, removal: JSON.parse(body) as Removal };
        continue;
      }
      const attributes = attributesFromJson(text);
      const record = JSON.parse(body) as UnpackedRecord;
      yield { number, record: attributes === undefined ? record : { ...record, attributes } };
    }
    after = rows.at(-1)?.n ?? after;
  }
}
