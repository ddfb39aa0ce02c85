import type { Connection } from '../connection.ts';
import { Segment, type SegmentRow, type SegmentUse } from './segment.ts';

/** Every segment of the database, in the order in which they came. */
export function listSegments(connection: Connection): readonly Segment[] {
  type Row = { id: number; mask: number; entries: number; contents: number; first: number };
  const rows = connection.all<Row>(
    `SELECT segment_id AS id, algorithms AS mask, entries, contents, first_media_id AS first FROM segment ORDER BY segment_id`,
  );
  if (rows.length === 0) return [];
  type Use = { segment_id: number; import_id: number; from_import_id: number | null; category_id: number };
  const uses = Map.groupBy(
    connection.all<Use>(
      `SELECT u.segment_id, u.import_id, u.from_import_id, i.category_id FROM segment_use u JOIN import i USING (import_id)
       ORDER BY u.import_id`,
    ),
    (use) => use.segment_id,
  );
  return rows.map((row) => {
    const described: SegmentRow = {
      segmentId: row.id,
      mask: row.mask,
      entries: row.entries,
      contents: row.contents,
      firstMediaId: row.first,
      uses: (uses.get(row.id) ?? []).map(
        (use): SegmentUse => ({
          importId: use.import_id,
          fromImportId: use.from_import_id,
          categoryId: use.category_id,
        }),
      ),
    };
    return new Segment(connection, 'main', described);
  });
}

/** SQL: the number that the next media gets, behind those of rows and of segments. */
export const nextMediaIdSql = `(1 + max((SELECT coalesce(max(media_id), 0) FROM media),
  (SELECT coalesce(max(first_media_id + entries - 1), 0) FROM segment)))`;

/** The content of a segment that has this number; undefined where it is a media of rows. */
export function contentOfMedia(
  segments: readonly Segment[],
  mediaId: number,
): { readonly segment: Segment; readonly start: number } | undefined {
  const segment = segments.find(
    ({ firstMediaId, entries }) => mediaId >= firstMediaId && mediaId < firstMediaId + entries,
  );
  if (segment === undefined || segment.isUnpacked(mediaId - segment.firstMediaId)) return undefined;
  return { segment, start: mediaId - segment.firstMediaId };
}
