export { delimitedText } from './delimited-text.ts';
export { gzip } from './gzip.ts';
export { mail } from './mail.ts';
export { outlookMail } from './outlook-mail.ts';
export { tnef } from './tnef.ts';
export { workbook } from './workbook.ts';
export { zip } from './zip.ts';
