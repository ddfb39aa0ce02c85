/** The time, as a value that is handed on: tests and reproducible runs bring their own. */
export interface Clock {
  /** Now, as ISO 8601 in universal time with milliseconds: `2026-11-22T09:30:00.000Z`. */
  nowUtc(): string;
  /** Today's calendar date where the lab is, as year, month and day. */
  today(): string;
}

export const systemClock: Clock = {
  nowUtc: () => new Date().toISOString(),
  today: () => {
    const now = new Date();
    const twoDigits = (number: number) => String(number).padStart(2, '0');
    return `${now.getFullYear()}-${twoDigits(now.getMonth() + 1)}-${twoDigits(now.getDate())}`;
  },
};
