import { packageLimits } from './package-preflight.ts';

/** What a workbook may hold. A report of 50,000 rows stays below a tenth of each. */
export const workbookLimits = {
  ...packageLimits,
  cells: 3_000_000,
  rowsPerSheet: 300_000,
  columnsPerSheet: 16_384,
} as const;
