/** What programs put into archives of their own: resource forks and folder views of macOS, thumbnails of Windows. */
const leftBehind = /^__MACOSX\/|(?:^|\/)(?:\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$/i;

/** By the name of an entry. */
export function isLeftBehind(name: string): boolean {
  return leftBehind.test(name);
}
