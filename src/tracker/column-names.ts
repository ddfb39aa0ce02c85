import { trackerColumns, type TrackerAliases, type TrackerColumn } from './contract.ts';

/** Header texts by which a column is found; the first is the one that a new workbook gets. */
const builtInNames: Readonly<Record<TrackerColumn, readonly [string, ...string[]]>> = {
  caseNumber: [
    'Lab case number',
    'Lab case',
    'Laboratory case number',
    'Laboratory case',
    'Lab number',
    'Case number',
    'Case',
    'Case ID',
  ],
  agency: ['Agency', 'Agency name', 'Submitting agency', 'Requesting agency', 'Investigating agency', 'Department'],
  agencyCaseNumber: ['Agency case number', 'Agency case', 'Agency number', 'Agency case ID'],
  submittedOn: ['Submitted', 'Submitted on', 'Date submitted', 'Submitted date', 'Submission date'],
  mailedOn: [
    'Mailed',
    'Mailed on',
    'Date mailed',
    'Mail date',
    'Mailing date',
    'Sent',
    'Sent on',
    'Date sent',
    'Sent to NCMEC',
    'Date sent to NCMEC',
    'Shipped',
    'Date shipped',
  ],
  returnedOn: [
    'Returned',
    'Returned on',
    'Date returned',
    'Return date',
    'Received',
    'Received on',
    'Date received',
    'Report received',
    'Results received',
    'CRIS report received',
  ],
  imagesKnown: [
    'Images known',
    'Known images',
    'Images identified',
    'Identified images',
    'Images known victim',
    'Known victim images',
  ],
  videosKnown: [
    'Videos known',
    'Known videos',
    'Videos identified',
    'Identified videos',
    'Videos known victim',
    'Known victim videos',
  ],
  imagesUnidentified: [
    'Images unidentified',
    'Unidentified images',
    'Images not identified',
    'Not identified images',
    'Images unknown',
    'Unknown images',
  ],
  videosUnidentified: [
    'Videos unidentified',
    'Unidentified videos',
    'Videos not identified',
    'Not identified videos',
    'Videos unknown',
    'Unknown videos',
  ],
  total: ['Total', 'Total files', 'Total media', 'Total count'],
  status: ['Status', 'CRIS status', 'NCMEC status'],
  daysOut: ['Days out', 'Days outstanding', 'Days waiting', 'Days since mailed', 'Age in days'],
};

/** The header that a new workbook gives the column. */
export function columnTitle(column: TrackerColumn): string {
  return builtInNames[column][0];
}

/** Lower case, without blanks and punctuation; `#`, `No.` and `Nr.` read as `number`. */
export function normaliseHeader(text: string): string {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('#', ' number ')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => (['no', 'nr', 'num'].includes(word) ? 'number' : word)).join('');
}

/** Which columns a header text names. The lab's own names come before the built-in ones. */
export interface HeaderNames {
  find(text: string): { readonly columns: readonly TrackerColumn[]; readonly isOwn: boolean };
}

export function headerNames(aliases: TrackerAliases): HeaderNames {
  const own = indexNames((column) => aliases[column] ?? []);
  const builtIn = indexNames((column) => builtInNames[column]);
  return {
    find(text) {
      const name = normaliseHeader(text);
      const ownColumns = name === '' ? undefined : own.get(name);
      return { columns: ownColumns ?? builtIn.get(name) ?? [], isOwn: ownColumns !== undefined };
    },
  };
}

function indexNames(
  namesOf: (column: TrackerColumn) => readonly string[],
): ReadonlyMap<string, readonly TrackerColumn[]> {
  const index = new Map<string, TrackerColumn[]>();
  for (const column of trackerColumns) {
    for (const name of new Set(namesOf(column).map(normaliseHeader))) {
      index.set(name, [...(index.get(name) ?? []), column]);
    }
  }
  return index;
}
