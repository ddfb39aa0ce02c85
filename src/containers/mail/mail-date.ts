const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Zones by name that RFC 5322 (4.3) still gives a meaning, in hours from UTC. */
const hoursOfZone: ReadonlyMap<string, number> = new Map(
  'ut 0, utc 0, gmt 0, z 0, est -5, edt -4, cst -6, cdt -5, mst -7, mdt -6, pst -8, pdt -7'
    .split(', ')
    .map((zone) => [zone.split(' ')[0] ?? '', Number(zone.split(' ')[1])]),
);

/**
 * The date field of a message (RFC 5322, 3.3) in UTC, such as `2026-11-03T15:00:00Z`; undefined where it is not written
 * as the standard says, names no zone, or no such day exists.
 */
export function mailDateToUtc(text: string): string | undefined {
  const match =
    /^\s*(?:[A-Za-z]{3},\s*)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))? ([+-]\d{4}|[A-Za-z]{1,3})(?: \([^()]*\))?\s*$/.exec(
      text.slice(0, 200),
    );
  if (match === null) return undefined;
  const [day, year, hour, minute, second] = [1, 3, 4, 5, 6].map((index) => Number(match[index] ?? 0));
  const month = months.indexOf((match[2] ?? '').toLowerCase());
  const zoneMinutes = minutesOfZone(match[7] ?? '');
  if (month < 0 || zoneMinutes === undefined) return undefined;
  const local = new Date(Date.UTC(year ?? 0, month, day, hour, minute, second));
  const isReal = local.getUTCDate() === day && local.getUTCHours() === hour && local.getUTCMinutes() === minute;
  if (!isReal) return undefined;
  return new Date(local.getTime() - zoneMinutes * 60_000).toISOString().replace('.000Z', 'Z');
}

function minutesOfZone(zone: string): number | undefined {
  const offset = /^([+-])(\d{2})(\d{2})$/.exec(zone);
  if (offset === null) {
    const hours = hoursOfZone.get(zone.toLowerCase());
    return hours === undefined ? undefined : hours * 60;
  }
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return offset[1] === '-' ? -minutes : minutes;
}
