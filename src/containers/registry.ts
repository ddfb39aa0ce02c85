export { delimitedText } from './delimited-text.ts';
export { workbook } from './workbook.ts';
