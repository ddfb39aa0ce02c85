import { scanXml, type XmlStart } from '../containers/xml/xml-scan.ts';
import { CriskitError } from '../core/errors.ts';
import { openPackage, type PackageParts, readRelationships, type Relationship } from './package-parts.ts';
import { refusal, refuseUnreadable } from './refusal.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readStyles, type Styles } from './styles.ts';
import { checkRoot, isTrue, localName } from './xml-names.ts';

/** A workbook whose sheets are found and whose cells can be read. */
export interface Workbook {
  readonly parts: PackageParts;
  /** Name of the part that lists the sheets. */
  readonly path: string;
  readonly sheets: readonly WorkbookSheet[];
  /** True where day 0 is 1 January 1904, as old Macintosh workbooks count. */
  readonly is1904: boolean;
  readonly sharedStrings: readonly string[];
  readonly styles: Styles | undefined;
}

export interface WorkbookSheet {
  /** Untrusted text. */
  readonly name: string;
  /** Name of its part. */
  readonly path: string;
}

/** First bytes of a compound file: an old .xls, or any Office file with a password to open it. */
const compoundFile = [0xd0, 0xcf, 0x11, 0xe0];

/** Throws `TRACKER_REFUSED` where the bytes are no workbook that can be read safely and whole. */
export function openWorkbook(bytes: Uint8Array): Workbook {
  if (compoundFile.every((byte, index) => bytes[index] === byte)) {
    throw refusal(
      'The spreadsheet is protected by a password to open it, or is an old .xls file.',
      'Save it as "Excel Workbook (.xlsx)" without a password to open it.',
    );
  }
  return refuseUnreadable(() => readWorkbook(openPackage(bytes)));
}

function readWorkbook(parts: PackageParts): Workbook {
  const path = readRelationships(parts, '').find((relationship) => relationship.type === 'officeDocument')?.target;
  if (path === undefined) throw new CriskitError('INPUT_DAMAGED', 'the file is a zip archive but no workbook');
  if (!path.endsWith('.xml')) throw new CriskitError('FORMAT_CANNOT', 'the file is a binary workbook (.xlsb)');
  const relationships = readRelationships(parts, path);
  const sheets: WorkbookSheet[] = [];
  let is1904 = false;
  let isRoot = true;
  scanXml(parts.text(path), path, {
    onStart(tag) {
      if (isRoot) checkRoot(tag, 'workbook');
      isRoot = false;
      if (localName(tag.name) === 'workbookPr') is1904 = isTrue(tag.attributes['date1904']);
      if (localName(tag.name) === 'sheet') sheets.push(...findSheet(tag, relationships));
    },
  });
  const strings = targetOf(relationships, 'sharedStrings');
  const styles = targetOf(relationships, 'styles');
  return {
    parts,
    path,
    sheets,
    is1904,
    sharedStrings: strings === undefined ? [] : readSharedStrings(parts.text(strings), strings),
    styles: styles === undefined ? undefined : readStyles(parts.text(styles), styles),
  };
}

/** Sheets of charts and dialogs hold no cells and are left out. */
function findSheet(tag: XmlStart, relationships: readonly Relationship[]): readonly WorkbookSheet[] {
  const id = Object.entries(tag.attributes).find(([name]) => name.endsWith(':id'))?.[1];
  const relationship = relationships.find((candidate) => candidate.id === id);
  if (relationship === undefined) throw new CriskitError('INPUT_DAMAGED', 'the workbook lists a sheet that it lacks');
  if (relationship.type !== 'worksheet') return [];
  return [{ name: tag.attributes['name'] ?? '', path: relationship.target }];
}

function targetOf(relationships: readonly Relationship[], type: string): string | undefined {
  return relationships.find((relationship) => relationship.type === type)?.target;
}
