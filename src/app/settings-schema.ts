import { z } from 'zod';
import { algorithms } from '../core/digest.ts';
import { outcomes } from '../core/outcome.ts';
import { trackerColumns } from '../tracker/contract.ts';

/** `case-number` for `caseNumber`: how criskit.toml writes the columns of the spreadsheet. */
export function keyOfColumn(column: string): string {
  return column.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const line = z.string().max(200);
const categoryName = z.string().min(1).max(64);

const category = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words with hyphens, such as "known-victim"'),
  title: line.min(1),
  kind: z.enum(['alert', 'ignorable']),
});

const columnNames = z.strictObject(
  Object.fromEntries(trackerColumns.map((column) => [keyOfColumn(column), z.array(line.min(1)).optional()])),
);

/** The shape of criskit.toml, key by key. Sections and keys that are left out have the default of the template. */
export const settingsSchema = z.strictObject({
  lab: z.strictObject({ name: line.optional(), agency: line.optional(), examiner: line.optional() }).optional(),
  categories: z.array(category).min(1).optional(),
  'split-rule': z
    .strictObject({
      version: z.int().min(1).optional(),
      identified: categoryName.optional(),
      recognized: categoryName.optional(),
      unrecognized: categoryName.optional(),
      'not-identified': categoryName.optional(),
      'unidentified-kinds': z.enum(['all', 'images-only']).optional(),
    })
    .optional(),
  hashing: z
    .strictObject({
      algorithms: z.array(z.enum(algorithms)).min(1).optional(),
      threads: z.int().min(1).max(256).optional(),
      'buffer-mib': z.int().min(1).max(1_048_576).optional(),
    })
    .optional(),
  'follow-up': z.strictObject({ days: z.int().min(1).max(3650).optional() }).optional(),
  tracker: z
    .strictObject({
      path: z.string().min(1).optional(),
      sheet: line.min(1).optional(),
      columns: columnNames.optional(),
    })
    .optional(),
  vocabulary: z.record(line.min(1), z.enum(outcomes)).optional(),
});

export type RawSettings = z.infer<typeof settingsSchema>;
export type SettingsIssue = z.core.$ZodIssue;
/** What a file of settings may hold: that of criskit.toml, or of a taught layout. */
export type SettingsShape = z.ZodType;

/** The names that may stand in the section that `path` leads to; none where any name may. */
export function knownKeys(shape: SettingsShape, path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = shape;
  for (const part of path) {
    schema = unwrap(schema);
    if (schema instanceof z.ZodArray) schema = schema.element;
    else if (schema instanceof z.ZodObject) schema = schema.shape[String(part)];
    else return [];
  }
  schema = unwrap(schema);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** False for a key of the top level that holds a single value. */
export function isSection(shape: SettingsShape, key: string): boolean {
  const schema = shape instanceof z.ZodObject ? unwrap(shape.shape[key]) : undefined;
  return schema instanceof z.ZodObject || schema instanceof z.ZodRecord || schema instanceof z.ZodArray;
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
