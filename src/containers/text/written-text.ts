import type { Cell } from '../contract.ts';

/** Characters that are never seen and only allow or forbid a line break: soft hyphen, zero-width space, word joiner. */
const invisible = /[\u00ad\u200b\u2060\ufeff]+/g;
const anyInvisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/;
const joinersInToken = /(?<=[!-~])[\u200c\u200d]+(?=[!-~])/g;

/**
 * The text without the invisible characters that split or touch a word. Between blanks they stay, and so do the joiners
 * that other scripts need.
 */
export function withoutInvisible(text: string): string {
  if (!anyInvisible.test(text)) return text;
  return text.replace(joinersInToken, '').replace(invisible, (found, at: number, whole: string) => {
    const isAlone = isBlankAt(whole, at - 1) && isBlankAt(whole, at + found.length);
    return isAlone ? found : '';
  });
}

function isBlankAt(text: string, index: number): boolean {
  return (text[index] ?? ' ').trim() === '';
}

/** A cell of written text. */
export function textCell(text: string): Cell {
  return { kind: text.trim() === '' ? 'blank' : 'text', text };
}

/** A cell that shows nothing because a merged one covers it. */
export const coveredCell: Cell = { kind: 'blank', text: '', merged: true };

/** A cell that nothing stands in. */
export const blankCell: Cell = { kind: 'blank', text: '' };
