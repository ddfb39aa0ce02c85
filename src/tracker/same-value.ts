import type { TrackerCell, TrackerValue } from './contract.ts';

/**
 * True where the cell says what the value says, however a person or a program wrote it: the text `1` is the number 1,
 * the text `2026-11-22` and the serial of that day are the date, and blanks around a text do not count.
 */
export function isSameMeaning(cell: TrackerCell | undefined, value: TrackerValue): boolean {
  const text = comparable(cell?.text ?? '');
  if (cell === undefined || text === '') return isNothing(value);
  switch (value.kind) {
    case 'blank':
      return false;
    case 'text':
      return text === comparable(value.text);
    case 'number':
      return (
        cell.value.kind !== 'date' && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && Number(text) === value.number
      );
    case 'date':
      if (cell.value.kind === 'date') return cell.value.date === value.date;
      return text === value.date || cell.dateOfNumber === value.date;
  }
}

/** Half a character, which no file can hold, counts as the sign for one that is missing. */
function comparable(text: string): string {
  return text.toWellFormed().normalize('NFC').trim();
}

function isNothing(value: TrackerValue): boolean {
  return value.kind === 'blank' || (value.kind === 'text' && value.text.trim() === '');
}
