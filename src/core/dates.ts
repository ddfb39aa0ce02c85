declare const dateBrand: unique symbol;

/** A calendar date, `2026-11-22`, with no time and no zone. */
export type CalendarDate = string & { readonly [dateBrand]: true };

const millisecondsPerDay = 86_400_000;

/** Undefined where the text is no existing date written as year, month and day. */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : (text as CalendarDate);
}

/** The date in universal time of a moment written as ISO 8601. */
export function dateOfUtc(momentUtc: string): CalendarDate {
  return new Date(momentUtc).toISOString().slice(0, 10) as CalendarDate;
}

/** Whole days from the first date to the second; negative where the second is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / millisecondsPerDay);
}
