import { findAttribute, scanXml, type Splice, type XmlStart } from '../containers/xml/xml-scan.ts';
import { CriskitError } from '../core/errors.ts';
import { localName } from './xml-names.ts';

/** The formats of cells, by the number that a cell's `s` attribute gives. */
export interface Styles {
  /** Name of the part. */
  readonly path: string;
  /** How many there are: the number that the first format added gets. */
  readonly count: number;
  /** True where the format shows a number as a day. */
  isDate(style: number): boolean;
  /** The changes of the part that add one format for each of `wanted`, in that order. */
  add(wanted: readonly WantedFormat[]): readonly Splice[];
}

/** A format like that of `like` in all but how it shows numbers: as a day, or plainly. */
export interface WantedFormat {
  readonly like: number;
  readonly shows: 'day' | 'number';
}

interface CellFormat {
  readonly tag: XmlStart;
  readonly end: number;
}

/** The `cellXfs` element and the formats in it. */
interface FormatList {
  readonly tag: XmlStart;
  readonly end: number;
  readonly formats: readonly CellFormat[];
  /** The lab's own number formats by their id. */
  readonly codes: ReadonlyMap<number, string>;
}

/** Built-in number formats: the short date, shown as the reader's own locale writes it, and the general one. */
const numberFormat: Readonly<Record<WantedFormat['shows'], string>> = { day: '14', number: '0' };

export function readStyles(text: string, path: string): Styles {
  const list = findFormats(text, path);
  const { formats } = list;
  return {
    path,
    count: formats.length,
    isDate(style) {
      const id = Number(formats[style]?.tag.attributes['numFmtId'] ?? 0);
      const code = list.codes.get(id);
      return code === undefined ? isBuiltInDate(id) : showsDay(code);
    },
    add(wanted) {
      const added = wanted.map(({ like, shows }) => copyFormat(text, formats[like] ?? formats[0], numberFormat[shows]));
      const count = findAttribute(text, list.tag, 'count');
      const total = String(formats.length + added.length);
      const splice = { start: list.end, end: list.end, text: added.join('') };
      return count === undefined ? [splice] : [{ start: count.valueStart, end: count.valueEnd, text: total }, splice];
    },
  };
}

function findFormats(text: string, path: string): FormatList {
  const codes = new Map<number, string>();
  const formats: CellFormat[] = [];
  let list: XmlStart | undefined;
  let end: number | undefined;
  let open: XmlStart | undefined;
  scanXml(text, path, {
    onStart(tag) {
      const element = localName(tag.name);
      if (element === 'numFmt') codes.set(Number(tag.attributes['numFmtId']), tag.attributes['formatCode'] ?? '');
      if (element === 'cellXfs') list = tag;
      if (element === 'xf' && list !== undefined && end === undefined) open = tag;
    },
    onEnd(tag) {
      const element = localName(tag.name);
      if (element === 'cellXfs') end = tag.start;
      if (element !== 'xf' || open === undefined) return;
      formats.push({ tag: open, end: tag.end });
      open = undefined;
    },
  });
  if (list === undefined || end === undefined || formats.length === 0) {
    throw new CriskitError('INPUT_DAMAGED', `${path} lists no cell formats`);
  }
  return { tag: list, end, formats, codes };
}

/** Built-in number formats that show a day: ECMA-376 part 1, 18.8.30, with those of East Asian locales. */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

/** A number format shows a day where its first section holds a `d` or `y` outside quotes, escapes and brackets. */
function showsDay(code: string): boolean {
  const bare = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '');
  return /[dy]/i.test(bare.split(';')[0] ?? '');
}

/** The same format, with another number format. */
function copyFormat(text: string, format: CellFormat | undefined, numberFormatId: string): string {
  if (format === undefined) return '';
  let copy = text.slice(format.tag.start, format.end);
  const tag = { ...format.tag, start: 0 };
  for (const [attribute, value] of [
    ['applyNumberFormat', '1'],
    ['numFmtId', numberFormatId],
  ] as const) {
    const span = findAttribute(copy, tag, attribute);
    copy =
      span === undefined
        ? copy.replace(/^<[^\s/>]+/, (name) => `${name} ${attribute}="${value}"`)
        : copy.slice(0, span.valueStart) + value + copy.slice(span.valueEnd);
  }
  return copy;
}
