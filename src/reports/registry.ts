export { outcomeSections } from './layouts/outcome-sections.ts';
export { sheetPerOutcome } from './layouts/sheet-per-outcome.ts';
export { statusColumn } from './layouts/status-column.ts';
