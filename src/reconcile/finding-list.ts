import type { Finding, FindingKind } from '../core/finding.ts';
import { countOf } from '../core/units.ts';

/** Findings in the order in which they were made; of each kind at most `limit`, the rest as one finding with its count. */
export class FindingList {
  readonly #limit: number;
  readonly #listed: Finding[] = [];
  readonly #seen = new Map<FindingKind, number>();
  readonly #unlisted = new Map<FindingKind, { count: number; weight: Finding['weight'] }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(finding: Finding): void {
    const seen = this.#seen.get(finding.kind) ?? 0;
    this.#seen.set(finding.kind, seen + 1);
    if (seen < this.#limit) {
      this.#listed.push(finding);
      return;
    }
    const rest = this.#unlisted.get(finding.kind) ?? { count: 0, weight: 'note' };
    rest.count += finding.count ?? 1;
    if (finding.weight === 'difference') rest.weight = 'difference';
    this.#unlisted.set(finding.kind, rest);
  }

  all(): readonly Finding[] {
    const rest = [...this.#unlisted].map(
      ([kind, { count, weight }]): Finding => ({
        kind,
        weight,
        message: `And ${countOf(count, 'more finding')} of the kind ${kind}; "criskit reconcile" lists every one.`,
        count,
      }),
    );
    return [...this.#listed, ...rest];
  }
}
