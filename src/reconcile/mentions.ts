import { firstDigest } from '../core/digest.ts';
import type { Finding } from '../core/finding.ts';
import { combineKinds, type MediaKind } from '../core/media.ts';
import type { Outcome } from '../core/outcome.ts';
import { formatPlace, type Place } from '../core/place.ts';
import { agreedOutcome } from './agreed-outcome.ts';
import type { Content } from './content-index.ts';
import type { ReturnedRecord } from './contract.ts';

/** What the report says of one content. */
interface Mention {
  readonly statements: { readonly outcome: Outcome; readonly place: Place }[];
  kind: MediaKind;
}

/** What was said of each content, gathered record by record. */
export class Mentions<T> {
  readonly #ofContent = new Map<Content<T>, Mention>();

  add(content: Content<T>, record: ReturnedRecord): void {
    const statement = { outcome: record.outcome, place: record.place };
    const mention = this.#ofContent.get(content);
    if (mention === undefined) {
      this.#ofContent.set(content, { statements: [statement], kind: record.kind });
      return;
    }
    mention.statements.push(statement);
    mention.kind = combineKinds(mention.kind, record.kind);
  }

  /** The outcome that counts, and the kind that the report states; undefined where the content is not mentioned. */
  resultOf(content: Content<T>): { readonly outcome: Outcome; readonly kind: MediaKind } | undefined {
    const mention = this.#ofContent.get(content);
    if (mention === undefined) return undefined;
    return { outcome: agreedOutcome(outcomesOf(mention)).outcome, kind: mention.kind };
  }

  /**
   * Says where statements disagree, and where a content is mentioned more often than `expectedOf` expects it: as often
   * as there are files of it.
   */
  findingsOf(nameOf: (content: Content<T>) => string, expectedOf: (content: Content<T>) => number): readonly Finding[] {
    const findings: Finding[] = [];
    for (const [content, mention] of this.#ofContent) {
      const { outcome, agree } = agreedOutcome(outcomesOf(mention));
      const isRepeated = mention.statements.length > expectedOf(content);
      if (agree && !isRepeated) continue;
      const common = aboutContent(content, nameOf(content), mention);
      findings.push(
        agree
          ? {
              ...common,
              kind: 'mentioned-twice',
              weight: 'note',
              message: `${nameOf(content)} is mentioned ${mention.statements.length} times with the same outcome.`,
            }
          : {
              ...common,
              kind: 'outcomes-differ',
              weight: 'difference',
              message: `${nameOf(content)} has outcomes that disagree: ${describe(mention)}. It counts as ${outcome}.`,
            },
      );
    }
    return findings;
  }
}

function outcomesOf(mention: Mention): ReadonlySet<Outcome> {
  return new Set(mention.statements.map((statement) => statement.outcome));
}

function aboutContent<T>(content: Content<T>, name: string, mention: Mention): Pick<Finding, 'subject' | 'place'> {
  const place = mention.statements[1]?.place ?? mention.statements[0]?.place;
  const subject = firstDigest(content.digests)?.value ?? name;
  return place === undefined ? { subject } : { subject, place };
}

/** Each outcome with the first place that states it. */
function describe(mention: Mention): string {
  const first = new Map<Outcome, Place>();
  for (const { outcome, place } of mention.statements) if (!first.has(outcome)) first.set(outcome, place);
  return [...first].map(([outcome, place]) => `${outcome} (${formatPlace(place)})`).join(', ');
}
