import type { Row } from '../containers/contract.ts';
import { algorithms } from '../core/digest.ts';
import { fileNameOf, foldName } from '../core/media.ts';
import type { ReadingContext, ReportRecord, RowReading } from './contract.ts';
import { holdsMedia } from './line-words.ts';
import { readMediaInText } from './media-in-text.ts';

/**
 * The first row that breaks the rule that holds for every layout: a row with a whole digest, with anything of 16 or more
 * hexadecimal digits, or with the name of a sent file is a record or an issue, or a further line of a record that holds
 * just that. Undefined where all keep it.
 */
export function findUnaccounted(readings: readonly RowReading[], context: ReadingContext): RowReading | undefined {
  const records = new Map(
    readings.flatMap(({ line }) => (line.kind === 'record' ? [[line.record.place, line.record]] : [])),
  );
  return readings.find(({ row, line }) => {
    if (line.kind === 'record' || line.kind === 'issue' || !holdsMedia(row, context)) return false;
    const record = line.kind === 'heading' && line.partOf !== undefined ? records.get(line.partOf) : undefined;
    return record === undefined || !isWithin(row, record, context);
  });
}

/** True where all digests and names of a row are the record's. */
export function isWithin(row: Row, record: ReportRecord, context: ReadingContext): boolean {
  if (!holdsMedia(row, context)) return true;
  const media = readMediaInText(row, context, { joinsShards: true });
  if (media.kind !== 'media') return false;
  const named = media.fileName === undefined || sameName(media.fileName, record.fileName);
  const isWhole = Object.keys(media.digests).length > 0 || media.fileName !== undefined;
  return (
    isWhole && named && algorithms.every((one) => (media.digests[one] ?? record.digests[one]) === record.digests[one])
  );
}

function sameName(a: string, b: string | undefined): boolean {
  return b !== undefined && foldName(fileNameOf(a)) === foldName(fileNameOf(b).normalize('NFC'));
}
