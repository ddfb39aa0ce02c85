import { escapeXml, findAttribute, scanXml, type Splice, type XmlStart } from '../containers/xml/xml-scan.ts';
import { type Growth, growName } from './grow-ranges.ts';
import type { Workbook } from './workbook-parts.ts';
import { isTrue, localName, prefixOf } from './xml-names.ts';

/** Children of a workbook that stand before `calcPr`, the last one last. */
const beforeCalculation = ['sheets', 'functionGroups', 'externalReferences', 'definedNames'];

/**
 * The changes of the part that lists the sheets: everything is computed anew when the workbook is opened, and names of
 * ranges that end with the list go on ending with it.
 */
export function editWorkbookPart(workbook: Workbook, sheet: string, growth: Growth | undefined): readonly Splice[] {
  const text = workbook.parts.text(workbook.path);
  const splices: Splice[] = [];
  let calculation: XmlStart | undefined;
  let insertAt: { readonly rank: number; readonly end: number; readonly prefix: string } | undefined;
  let name: { readonly tag: XmlStart; formula: string } | undefined;
  scanXml(text, workbook.path, {
    onStart(tag) {
      if (localName(tag.name) === 'calcPr') calculation = tag;
      if (localName(tag.name) === 'definedName') name = { tag, formula: '' };
      const rank = beforeCalculation.indexOf(localName(tag.name));
      if (rank >= (insertAt?.rank ?? 0)) insertAt = { rank, end: tag.end, prefix: prefixOf(tag) };
    },
    onText(piece) {
      if (name !== undefined) name.formula += piece;
    },
    onEnd(tag) {
      const element = localName(tag.name);
      if (insertAt !== undefined && element === beforeCalculation[insertAt.rank])
        insertAt = { ...insertAt, end: tag.end };
      if (element !== 'definedName' || name === undefined) return;
      const grown = growth === undefined ? name.formula : growName(name.formula, sheet, growth);
      if (grown !== name.formula) splices.push({ start: name.tag.end, end: tag.start, text: escapeXml(grown) });
      name = undefined;
    },
  });
  if (calculation !== undefined) return [...splices, ...recalculate(text, calculation)];
  const at = insertAt?.end ?? 0;
  return [...splices, { start: at, end: at, text: `<${insertAt?.prefix ?? ''}calcPr fullCalcOnLoad="1"/>` }];
}

function recalculate(text: string, tag: XmlStart): readonly Splice[] {
  const span = findAttribute(text, tag, 'fullCalcOnLoad');
  if (span === undefined) {
    const at = tag.start + 1 + tag.name.length;
    return [{ start: at, end: at, text: ' fullCalcOnLoad="1"' }];
  }
  return isTrue(tag.attributes['fullCalcOnLoad']) ? [] : [{ start: span.valueStart, end: span.valueEnd, text: '1' }];
}
