import type { Cell } from '../containers/contract.ts';
import {
  type Algorithm,
  algorithmsOfText,
  algorithmTitle,
  type Digest,
  digestSizeBytes,
  parseDigest,
} from '../core/digest.ts';
import { excerpt } from '../core/printable.ts';

/** What a cell of a digest column holds. */
export type DigestCell =
  | { readonly kind: 'digest'; readonly algorithm: Algorithm; readonly value: Digest }
  | { readonly kind: 'blank' }
  | { readonly kind: 'issue'; readonly code: string; readonly message: string };

/** `Hash` and the like: any digest, told by its length. */
export type DigestLabel = Algorithm | 'any';

/**
 * One digest of the algorithm that the column's heading names, nothing around it but blanks. A number is never taken
 * for the digest it may have been: spreadsheet programs round what they take for one.
 */
export function readDigestCell(cell: Cell, label: DigestLabel): DigestCell {
  const text = cell.text.trim();
  if (cell.merged === true)
    return issue('merged-cell', 'The digest stands in a merged cell, so whose it is cannot be told.');
  if (cell.kind === 'formula')
    return issue('formula', 'The digest is the result of a formula, which may be out of date.');
  if (cell.kind === 'number') return numberIssue(text);
  if (cell.kind === 'date' || cell.kind === 'boolean' || cell.kind === 'error') {
    return issue('digest-number', `The cell holds a ${cell.kind} (${excerpt(text, 30)}) instead of a digest.`);
  }
  if (text === '' || /^(?:-|n\/a|none)$/i.test(text)) return { kind: 'blank' };
  return readDigestText(text, label);
}

function readDigestText(text: string, label: DigestLabel): DigestCell {
  const [byLength] = algorithmsOfText(text);
  if (byLength === undefined) return malformed(text, label);
  if (isRoundedNumber(text)) return numberIssue(text);
  const algorithm = label === 'any' ? byLength : label;
  const value = parseDigest(algorithm, text);
  if (value !== undefined) return { kind: 'digest', algorithm, value };
  const what = byLength === 'sha256' ? 'SHA-256 or BLAKE3' : algorithmTitle[byLength];
  return issue('digest-column', `A column headed ${algorithmTitle[algorithm]} holds a value as long as ${what}.`);
}

/** Excel keeps fifteen digits of a number and shows zeros for the rest. All zeros is a digest like any other here. */
export function isRoundedNumber(text: string): boolean {
  return /^\d+$/.test(text) && /[1-9]0{15,}$/.test(text);
}

function malformed(text: string, label: DigestLabel): DigestCell {
  if (/^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(text) || /^\d+[.,]\d+$/.test(text)) return numberIssue(text);
  const parts = text.split(/[\s,;|/+&]+/).filter((part) => algorithmsOfText(part).length > 0);
  if (parts.length > 1) return issue('two-digests', `The cell holds ${parts.length} digests instead of one.`);
  if (/^[0-9a-f]+$/i.test(text)) {
    const expected = label === 'any' ? '32, 40 or 64' : String(digestSizeBytes[label] * 2);
    return issue('digest-length', `The digest has ${text.length} characters instead of ${expected}.`);
  }
  return issue('digest-characters', `"${excerpt(text, 30)}" is no digest: it holds other characters than 0-9 and a-f.`);
}

function numberIssue(text: string): DigestCell {
  return issue(
    'digest-number',
    `A spreadsheet program has turned the digest into a number (${excerpt(text, 30)}); its digits are lost. Ask for the column as text.`,
  );
}

function issue(code: string, message: string): DigestCell {
  return { kind: 'issue', code, message };
}
