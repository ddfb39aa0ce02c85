import { throwIfInterrupted } from '../../core/interruption.ts';
import { formatCount } from '../../core/units.ts';
import type { ContainerInput, Row, TableDocument } from '../contract.ts';
import { FlowBuilder } from '../flow/flow-builder.ts';
import { flowDocument } from '../flow/flow-document.ts';
import { OdtText } from './odt-text.ts';
import { readOpenDocumentParts } from './open-document-parts.ts';
import { scanXml } from '../xml/xml-scan.ts';

/** The text and tables of an OpenDocument text, and behind them its headers and footers. */
export function readOdt(input: ContainerInput, signal: AbortSignal | undefined): TableDocument {
  const { content, styles } = readOpenDocumentParts(input);
  const hiddenStyles = new Set<string>();
  const counts = new Map<string, number>();
  throwIfInterrupted(signal);
  const read = (xml: string, part: string | undefined): readonly Row[] => {
    const flow = new FlowBuilder({ name: input.name, ...(part === undefined ? {} : { part }) });
    const text = new OdtText({ flow, hiddenStyles, counts, name: input.name });
    scanXml(xml, part ?? input.name, {
      onStart: (tag) => text.onStart(tag),
      onEnd: () => text.onEnd(),
      onText: (piece) => text.onText(piece),
    });
    return flow.finish();
  };
  // First the named styles: which of them hide text is known by the time the content is read.
  const furniture = styles === undefined ? [] : read(styles, 'styles.xml').map(asFurniture);
  throwIfInterrupted(signal);
  return flowDocument(input, {
    container: 'odt',
    rows: [...read(content, undefined), ...furniture],
    traits: [...counts].map(([what, count]) => [what, formatCount(count)] as const),
  });
}

/** A header or footer that may name media is no mere furniture. */
function asFurniture(row: Row): Row {
  const mayMatter = row.issue !== undefined || row.cells.some((cell) => /[0-9a-f]{32}/i.test(cell.text));
  return mayMatter ? row : { ...row, furniture: true };
}
