import type { Outcome } from '../core/outcome.ts';
import type { StatedTotal } from './contract.ts';
import { type Statement, statementOf } from './outcome-cells.ts';

type SectionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly statement: Statement; readonly outcome: Outcome; readonly isFilled: boolean }
  | { readonly kind: 'closed'; readonly reason: string; readonly listed: readonly Outcome[] };

/**
 * What headings have made of the rows below them. A heading with another one right below it, which does not state that
 * nothing belongs to it, may be an entry of a list of all outcomes: then no row belongs to any of them, and the list ends
 * where one of its outcomes comes again.
 */
export class Sections {
  /** Rows with the same number stand below the same heading. */
  number = 0;
  #state: SectionState = { kind: 'none' };

  /** What stands above the next row; undefined where nothing does. */
  get statement(): Statement | undefined {
    return this.#state.kind === 'open' ? this.#state.statement : undefined;
  }

  /** Why the next row belongs to no section; undefined where it does, or where there has been none. */
  get closedBecause(): string | undefined {
    return this.#state.kind === 'closed' ? this.#state.reason : undefined;
  }

  get hasBegun(): boolean {
    return this.#state.kind !== 'none';
  }

  open({ outcome, text }: { readonly outcome: Outcome; readonly text: string }, isStatedEmpty: boolean): void {
    this.number += 1;
    const listed = this.#listedSoFar();
    this.#state =
      listed.length === 0 || listed.includes(outcome)
        ? { kind: 'open', statement: statementOf(outcome, text), outcome, isFilled: isStatedEmpty }
        : {
            kind: 'closed',
            reason: 'several headings stand above it with nothing between them',
            listed: [...listed, outcome],
          };
  }

  /** Something stands below the last heading. */
  fill(): void {
    if (this.#state.kind === 'open') this.#state = { ...this.#state, isFilled: true };
    if (this.#state.kind === 'closed') this.#state = { ...this.#state, listed: [] };
  }

  close(reason: string): void {
    this.number += 1;
    this.#state = { kind: 'closed', reason, listed: [] };
  }

  /** A sum of another outcome than the section's may be meant as a heading, so the section ends there. */
  closeByTotals(totals: readonly StatedTotal[]): void {
    if (this.#state.kind !== 'open') return;
    const { possible } = this.#state.statement;
    this.fill();
    const others = totals.filter(({ outcome }) => outcome !== null && !possible.includes(outcome));
    if (others.length > 0) this.close(`"${others[0]?.text ?? ''}" stands above it`);
  }

  #listedSoFar(): readonly Outcome[] {
    if (this.#state.kind === 'open') return this.#state.isFilled ? [] : [this.#state.outcome];
    return this.#state.kind === 'closed' ? this.#state.listed : [];
  }
}
