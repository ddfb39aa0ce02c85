import { scanXml } from '../containers/xml/xml-scan.ts';
import { localName } from './xml-names.ts';

/** The texts that cells refer to by number. Formatting and phonetic readings are left out. */
export function readSharedStrings(text: string, name: string): readonly string[] {
  const strings: string[] = [];
  let current: string[] = [];
  let isText = false;
  let phonetic = 0;
  scanXml(text, name, {
    onStart(tag) {
      const element = localName(tag.name);
      if (element === 'si') current = [];
      if (element === 'rPh') phonetic += 1;
      if (element === 't') isText = phonetic === 0;
    },
    onText(piece) {
      if (isText) current.push(piece);
    },
    onEnd(tag) {
      const element = localName(tag.name);
      if (element === 't') isText = false;
      if (element === 'rPh') phonetic -= 1;
      if (element === 'si') strings.push(decodeCellText(current.join('')));
    },
  });
  return strings;
}

/** Characters that XML cannot hold stand in a cell's text as `_x0001_` (ECMA-376 part 1, 22.9.2.19). */
export function decodeCellText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The reverse: what XML cannot hold, and what would be mistaken for such a code. */
export function encodeCellText(text: string): string {
  return text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000d-\u001f\ufffe\uffff]/g, (character) => {
      const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return `_x${code}_`;
    });
}
