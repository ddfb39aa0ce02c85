/** MediaFile entries of VICS: under which names a content was found. */

const nameMembers: ReadonlySet<string> = new Set(['MD5', 'FileName', 'FilePath']);

/** The full name of an entry; empty where it has none. Some programs write the folder as the path, others the whole name. */
export function nameOfFile(file: unknown): string {
  const fileName = textOf(file, 'FileName');
  const folder = textOf(file, 'FilePath');
  if (folder === '' || /[\\/]$/.test(folder)) return folder + fileName;
  if (fileName === '' || folder === fileName || endsWithPart(folder, fileName)) return folder;
  return `${folder}${folder.includes('\\') ? '\\' : '/'}${fileName}`;
}

/** The entry of which `nameOfFile` gives back the name. */
export function fileOfName(
  name: string,
  md5: string,
): { readonly MD5: string; readonly FileName: string; readonly FilePath: string } {
  const end = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
  return { MD5: md5, FileName: name.slice(end), FilePath: name.slice(0, end) };
}

/** True where nothing is lost with all but the name and the digest of the media it belongs to. */
export function hasOnlyNames(file: unknown): boolean {
  if (typeof file !== 'object' || file === null) return false;
  return Object.entries(file).every(
    ([name, value]) =>
      value === null || name.includes('odata.') || (nameMembers.has(name) && typeof value === 'string'),
  );
}

function endsWithPart(path: string, part: string): boolean {
  return path.endsWith(`/${part}`) || path.endsWith(`\\${part}`);
}

function textOf(file: unknown, member: string): string {
  if (typeof file !== 'object' || file === null) return '';
  const value = (file as Readonly<Record<string, unknown>>)[member];
  return typeof value === 'string' ? value : '';
}
