import { z } from 'zod';
import { algorithms } from '../core/digest.ts';
import { outcomes } from '../core/outcome.ts';

const text = z.string().max(200);
const texts = z.array(text.min(1)).max(100);

const column = z.union(
  [text.min(1), z.int().min(1).max(500), z.strictObject({ letters: z.string().regex(/^[A-Z]{1,2}$/i) })],
  'it takes the text of a heading in quotes, the number of a column, or { letters = "C" }',
);
const columns = z.union(
  [column, z.array(column).min(1).max(20)],
  'it takes the text of a heading in quotes, the number of a column, { letters = "C" }, or a list of these',
);
const templates = z.array(text.min(1)).max(12);

/** The shape of `layouts/<name>.toml`, key by key; docs/layouts.md explains each. */
export const layoutFileSchema = z.strictObject({
  format: z.literal(1),
  title: text.min(1),
  author: text.optional(),
  date: text.optional(),
  sections: z.boolean().optional(),
  fingerprint: z.strictObject({
    container: text.min(1).optional(),
    header: z.array(text).min(1).max(500).optional(),
    width: z.int().min(1).max(500).optional(),
    texts: z.array(text.min(3)).max(20).optional(),
  }),
  columns: z
    .strictObject({
      digests: z
        .array(z.strictObject({ column, algorithm: z.enum(algorithms).optional() }))
        .min(1)
        .max(20)
        .optional(),
      name: columns.optional(),
      outcome: columns.optional(),
      series: columns.optional(),
      contact: columns.optional(),
      kind: columns.optional(),
    })
    .optional(),
  lines: z.strictObject({ records: templates.min(1), headings: templates.optional() }).optional(),
  outcomes: z.record(text.min(1), z.enum(outcomes)).optional(),
  ignore: z.strictObject({ texts: texts.optional(), prefixes: texts.optional() }).optional(),
});

export type RawLayout = z.infer<typeof layoutFileSchema>;
export type RawColumn = z.infer<typeof column>;
