export { bsdTag } from './formats/bsd-tag.ts';
export { csv } from './formats/csv.ts';
export { griffeyeCsv } from './formats/griffeye-csv.ts';
export { hashdeep } from './formats/hashdeep.ts';
export { icseCsv } from './formats/icse-csv.ts';
export { plain } from './formats/plain.ts';
export { sum } from './formats/sum.ts';
export { vics2 } from './formats/vics-2.ts';
