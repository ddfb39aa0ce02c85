/** At most so many units of UTF-16 of the text, without half a surrogate pair: halves that stand in it become U+FFFD. */
export function cutText(text: string, units: number): string {
  const cut = text.toWellFormed().slice(0, units);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
