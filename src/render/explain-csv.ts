import { formatPlace } from '../core/place.ts';
import { formatCsvRow } from './csv-row.ts';
import { digestTexts, type ExplainedLine, type ExplainedRecord, type Explanation } from './explanation.ts';

/** Several records of one line stand in one cell. */
function ofRecords(
  valueOf: (record: ExplainedRecord) => string | readonly string[] | undefined,
): (line: ExplainedLine) => string {
  return ({ records }) => records.flatMap((record) => valueOf(record) ?? []).join('; ');
}

const columns: readonly (readonly [title: string, valueOf: (line: ExplainedLine) => string])[] = [
  ['Place', ({ place }) => formatPlace(place)],
  ['Taken for', ({ takenFor }) => takenFor],
  ['Outcome', ofRecords(({ outcome }) => outcome)],
  ['Digest', ofRecords(({ digests }) => digestTexts(digests))],
  ['Name', ofRecords(({ fileName }) => fileName)],
  ['Series', ofRecords(({ series }) => series)],
  ['Contact', ofRecords(({ contact }) => contact)],
  ['Message', ({ message }) => message],
  ['Text', ({ text }) => text],
];

/** UTF-8, a heading line, then one line for each line of the document; each as `formatCsvRow` writes it. */
export function* formatExplanationCsv({ lines }: Explanation): Generator<string> {
  yield formatCsvRow(columns.map(([title]) => title));
  for (const line of lines) yield formatCsvRow(columns.map(([, valueOf]) => valueOf(line)));
}
