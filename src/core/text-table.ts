import { printable } from './printable.ts';

export interface TextColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/**
 * Aligned columns for a terminal, a heading line first. Every cell is shown on one line with its control characters
 * escaped; columns are two blanks apart, and no line ends in blanks.
 */
export function formatTextTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const lines = [columns.map((column) => column.title), ...rows].map((cells) =>
    columns.map((_, index) => printable(cells[index] ?? '')),
  );
  const widths = columns.map((_, index) =>
    lines.reduce((most, cells) => Math.max(most, widthOf(cells[index] ?? '')), 0),
  );
  return lines.map((cells) =>
    cells
      .map((cell, index) => {
        const blanks = ' '.repeat((widths[index] ?? 0) - widthOf(cell));
        return columns[index]?.align === 'right' ? blanks + cell : cell + blanks;
      })
      .join('  ')
      .trimEnd(),
  );
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const accent = /\p{Mark}/u;

/** Columns that a terminal needs: two for East Asian letters and pictographs, none for accents that stand alone. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (accent.test(character)) continue;
    width += wide.test(character) ? 2 : 1;
  }
  return width;
}
