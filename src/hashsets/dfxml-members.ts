import { isXmlText } from '../containers/xml/xml-scan.ts';

/** Members of a fileobject that criskit gives back without knowing them: those of plain text, as dfxml.xsd types them. */
interface PlainMember {
  readonly name: string;
  readonly isValid: (text: string) => boolean;
}

function member(isValid: PlainMember['isValid'], ...names: readonly string[]): readonly PlainMember[] {
  return names.map((name) => ({ name, isValid }));
}

const isNumber = (text: string): boolean => /^\d{1,18}$/.test(text);
const isTruth = (text: string): boolean => text === '0' || text === '1';
const isNameType = (text: string): boolean => /^[-pcdbrlshwVv]$/.test(text);

/** In the order that the schema asks for, before and after the size. */
export const membersBeforeSize = [...member(isXmlText, 'error', 'id'), ...member(isNameType, 'name_type')];
export const membersAfterSize = [
  ...member(isTruth, 'unalloc', 'alloc', 'alloc_inode', 'alloc_name', 'used', 'unused', 'orphan', 'compressed'),
  ...member(isNumber, 'inode', 'meta_type', 'mode', 'nlink'),
  ...member(isXmlText, 'uid', 'gid'),
  ...member(isTime, 'mtime', 'ctime', 'atime', 'crtime'),
  ...member(isNumber, 'seq'),
  ...member(isTime, 'dtime', 'bkup_time'),
  ...member(isXmlText, 'link_target', 'libmagic'),
];

/** Digests that the schema names and criskit does not keep, by the type under which they are written. */
export const otherDigests = member((text) => /^[0-9a-f]+$/i.test(text), 'sha224', 'sha384', 'sha512', 'md6');

const plainMembers = new Map(
  [...membersBeforeSize, ...membersAfterSize, ...otherDigests].map(({ name, isValid }) => [name, isValid]),
);

/** True where the member can be written so that the schema accepts it and it is read as the same. */
export function isPlainMember(name: string, value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed() && plainMembers.get(name)?.(value) === true;
}

/** A dateTime of XML Schema, without the years and hours at its fringes. */
function isTime(text: string): boolean {
  const parts =
    /^([12]\d{3})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[-+](?:0\d|1[0-3]):[0-5]\d)?$/.exec(
      text,
    );
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
