import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { CriskitError } from '../../core/errors.ts';
import { chainSha256, chainStart } from '../audit-chain.ts';
import type { Actor } from '../contract.ts';
import type { DerivedCategory } from '../derive.ts';
import { databaseError, isBusy, withoutSqliteErrors } from './database-error.ts';
import { BlockCache } from './segments/block-cache.ts';
import { describeWriter, leaveWriterNote, removeWriterNote } from './writer-note.ts';

/** What an action leaves in the audit log. */
export interface Audited<T> {
  readonly result: T;
  /** Null: nothing happened, so nothing is logged. */
  readonly audit: { readonly action: string; readonly body: unknown } | null;
  /** True: everything is taken back. */
  readonly rollback?: boolean;
}

/** All MD5s of ten million contents. */
export const mostBlockBytes = 192 << 20;
const defaultSegmentFrom = 1 << 16;

/** One open database: statements prepared once, writes one after the other, each with its audit entry. */
export class Connection {
  readonly db: Database.Database;
  readonly path: string;
  readonly busyTimeoutMs: number;
  /** A hash set of that many records and more is kept as segments. */
  readonly segmentFrom: number;
  /** Blocks of segments that were read. */
  readonly blocks = new BlockCache(mostBlockBytes);
  readonly #statements = new Map<string, Database.Statement>();
  #categories: ReadonlyMap<number, DerivedCategory & { readonly name: string }> | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(db: Database.Database, path: string, busyTimeoutMs: number, segmentFrom = defaultSegmentFrom) {
    this.db = db;
    this.path = path;
    this.busyTimeoutMs = busyTimeoutMs;
    this.segmentFrom = segmentFrom;
  }

  /** The statement for this text, prepared at its first use. */
  prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Parameters stand as `?`, in order, or all of them as `?1`, `?2`, … */
  all<T>(sql: string, ...parameters: unknown[]): T[] {
    return this.#typed(() => this.prepare(sql).all(...bound(sql, parameters)) as T[]);
  }

  get<T>(sql: string, ...parameters: unknown[]): T | undefined {
    return this.#typed(() => this.prepare(sql).get(...bound(sql, parameters)) as T | undefined);
  }

  /** Number of the row that was inserted. */
  insert(sql: string, ...parameters: unknown[]): number {
    return Number(this.prepare(sql).run(...bound(sql, parameters)).lastInsertRowid);
  }

  run(sql: string, ...parameters: unknown[]): number {
    return this.prepare(sql).run(...bound(sql, parameters)).changes;
  }

  /** Iterators that are handed out fail here, outside the promises of the store. */
  #typed<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw withoutSqliteErrors(error, this.path);
    }
  }

  /** By number; read once until `forgetCategories`. */
  categories(): ReadonlyMap<number, DerivedCategory & { readonly name: string }> {
    if (this.#categories === undefined) {
      type Row = { category_id: number; name: string; kind: 'alert' | 'ignorable'; rank: number; is_outcome: number };
      const rows = this.all<Row>('SELECT category_id, name, kind, rank, is_outcome FROM category ORDER BY rank');
      this.#categories = new Map(
        rows.map((row) => [
          row.category_id,
          { name: row.name, kind: row.kind, rank: row.rank, isOutcome: row.is_outcome === 1 },
        ]),
      );
    }
    return this.#categories;
  }

  forgetCategories(): void {
    this.#categories = undefined;
  }

  /** Throws NOT_FOUND. */
  categoryNumber(categoryId: string): number {
    for (const [number, category] of this.categories()) if (category.name === categoryId) return number;
    throw new CriskitError('NOT_FOUND', `The lab has no category "${categoryId}".`, {
      hint: 'Add it under [[categories]] in criskit.toml.',
    });
  }

  categoryName(number: number): string {
    return this.categories().get(number)?.name ?? `category ${number}`;
  }

  /** One transaction, entered only when no other of this process is open, with one audit entry at its end. */
  async write<T>(actor: Actor, work: () => Audited<T> | Promise<Audited<T>>): Promise<T> {
    const turn = this.#queue.then(() => this.#writeNow(actor, work));
    this.#queue = turn.catch(() => undefined);
    return await turn;
  }

  async #writeNow<T>(actor: Actor, work: () => Audited<T> | Promise<Audited<T>>): Promise<T> {
    await this.#begin();
    leaveWriterNote(this.path, actor.atUtc);
    try {
      const { result, audit, rollback } = await work();
      if (audit !== null && rollback !== true) this.#appendAudit(actor, audit.action, audit.body);
      if (rollback === true || audit === null) this.#rollBack();
      else this.db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.db.inTransaction) this.#rollBack();
      throw databaseError(error, this.path);
    } finally {
      this.forgetCategories();
      removeWriterNote(this.path);
    }
  }

  /** The number of a segment that was taken back is given again. */
  #rollBack(): void {
    this.db.exec('ROLLBACK');
    this.blocks.clear();
  }

  /** Everything that is read meanwhile is of one moment; nothing may be awaited. */
  atOneMoment<T>(read: () => T): T {
    if (this.db.inTransaction) return read();
    this.db.exec('BEGIN');
    try {
      return read();
    } finally {
      // Only temporary tables were written.
      this.db.exec('COMMIT');
    }
  }

  /** Waits without blocking the process, so that an interruption is heard. */
  async #begin(): Promise<void> {
    const stepMs = 50;
    for (let waitedMs = 0; ; waitedMs += stepMs) {
      try {
        this.db.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error)) throw databaseError(error, this.path);
        if (waitedMs >= this.busyTimeoutMs) throw this.#busyError(error);
      }
      await sleep(stepMs);
    }
  }

  #busyError(cause: unknown): CriskitError {
    const waited = (this.busyTimeoutMs / 1000).toFixed(0);
    return new CriskitError(
      'DATABASE_BUSY',
      `${this.path} is held by ${describeWriter(this.path)}; waited ${waited} s.`,
      { path: this.path, hint: 'Repeat the command when that one has finished; nothing was changed.', cause },
    );
  }

  #appendAudit(actor: Actor, action: string, body: unknown): void {
    type Last = { audit_id: number; sha256: Uint8Array };
    const last = this.get<Last>('SELECT audit_id, sha256 FROM audit ORDER BY audit_id DESC LIMIT 1');
    const previous = last?.sha256 ?? chainStart;
    const entry = {
      auditId: (last?.audit_id ?? 0) + 1,
      atUtc: actor.atUtc,
      by: actor.by,
      action,
      body: JSON.stringify(body),
    };
    this.run(
      `INSERT INTO audit (audit_id, at_utc, actor, action, body, previous_sha256, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      entry.auditId,
      entry.atUtc,
      entry.by,
      entry.action,
      entry.body,
      previous,
      chainSha256(previous, entry),
    );
  }
}

/** better-sqlite3 takes numbered parameters by name. */
function bound(sql: string, parameters: readonly unknown[]): readonly unknown[] {
  if (!/\?\d/.test(sql)) return parameters;
  return [Object.fromEntries(parameters.map((value, index) => [index + 1, value]))];
}
