import { excerpt } from '../../core/printable.ts';

/** Where files lie that a message only points to. */
const fileSharingHost =
  /https?:\/\/(?:[a-z0-9-]{1,63}\.){0,6}(1drv\.ms|onedrive\.live\.com|sharepoint\.(?:com|us)|drive\.google\.com|docs\.google\.com|dropbox\.com|box\.com|wetransfer\.com|we\.tl|icloud\.com|sharefile\.com|kiteworks\.com|egnyte\.com|mega\.nz)[/?"'\s]/i;

/** The host of the first link to a file-sharing service in these texts; undefined where there is none. */
export function findSharedFile(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    const host = fileSharingHost.exec(text)?.[1];
    if (host !== undefined) return host.toLowerCase();
  }
  return undefined;
}

const promise = /\b(?:attached|attachments?|enclosed|enclosures?)\b/gi;

/** Boilerplate speaks of attachments that need not be there: "this message and any attachments may be privileged". */
const promisesNothing = /\b(?:any|no|not|its|without|or|and|all|including)\s+$/i;

/**
 * The words with which a text says that something comes with it, such as `is attached`; undefined where it says no such
 * thing. What is quoted from an earlier message does not count, nor what the markup says.
 */
export function findPromise(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    for (const line of visibleTextOf(text).split(/\r\n|\r|\n/)) {
      if (line.startsWith('>')) continue;
      for (const match of line.matchAll(promise)) {
        const before = line.slice(Math.max(0, match.index - 40), match.index);
        if (!promisesNothing.test(before)) return excerpt(`${lastWords(before)} ${match[0]}`.trim());
      }
    }
  }
  return undefined;
}

/** Up to three whole ones. */
function lastWords(text: string): string {
  return text.trim().split(/\s+/).slice(-3).join(' ');
}

/** Without what stands between `<` and `>`. */
function visibleTextOf(text: string): string {
  if (!text.trimStart().startsWith('<')) return text;
  return text
    .split('<')
    .map((piece) => piece.slice(piece.indexOf('>') + 1))
    .join(' ');
}
