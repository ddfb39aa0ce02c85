export { digestNames } from './layouts/digest-names.ts';
export { hashComparison } from './layouts/hash-comparison.ts';
export { outcomeLines } from './layouts/outcome-lines.ts';
export { outcomeSections } from './layouts/outcome-sections.ts';
export { shardedPaths } from './layouts/sharded-paths.ts';
export { sheetPerOutcome } from './layouts/sheet-per-outcome.ts';
export { statusColumn } from './layouts/status-column.ts';
