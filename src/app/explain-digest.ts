import { algorithmsOfText, parseDigest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import type { Statement } from '../store/contract.ts';
import type { Lab } from './lab.ts';

/** A statement with the lab it is made in. */
export interface LabStatement extends Statement {
  readonly labName: string;
  readonly madeAtUtc: string;
  readonly madeBy: string;
  readonly categoryTitles: ReadonlyMap<string, string>;
}

/** Everything that was ever said of the digest; of 64 digits, as the algorithm that the database knows. Throws USAGE. */
export async function explainDigest(lab: Lab, text: string): Promise<LabStatement> {
  const queries = algorithmsOfText(text.trim()).flatMap((algorithm) => {
    const value = parseDigest(algorithm, text.trim());
    return value === undefined ? [] : [{ algorithm, value }];
  });
  const [first] = queries;
  if (first === undefined) {
    throw new CriskitError('USAGE', `"${excerpt(text)}" is no digest (${text.length} characters).`, {
      hint: 'MD5 has 32 hexadecimal digits, SHA-1 40, SHA-256 and BLAKE3 64.',
    });
  }
  let statement = await lab.store.why(first);
  for (const query of queries.slice(1)) {
    if (statement.media.length === 0) statement = await lab.store.why(query);
  }
  const { by, atUtc } = lab.actor();
  return {
    ...(statement.media.length === 0 ? { ...statement, query: first } : statement),
    labName: lab.settings.lab.name,
    madeAtUtc: atUtc,
    madeBy: by,
    categoryTitles: new Map(lab.settings.categories.map(({ id, title }) => [id, title])),
  };
}
