export { csv } from './formats/csv.ts';
export { hashdeep } from './formats/hashdeep.ts';
export { plain } from './formats/plain.ts';
export { sum } from './formats/sum.ts';
export { vics2 } from './formats/vics-2.ts';
