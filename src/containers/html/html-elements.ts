/** What the elements of HTML mean for the text that a person reads. Names in small letters. */

/** Their text stands in lines of its own. */
const blockElements: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre ' +
    'section select summary table tbody td textarea tfoot th thead tr ul xmp'
  ).split(' '),
);

export function isBlockElement(name: string): boolean {
  return blockElements.has(name);
}

/** Groups of rows of a table. */
export function isRowGroup(name: string): boolean {
  return ['thead', 'tbody', 'tfoot'].includes(name);
}

/** Elements that a browser without scripts does not show, with the words for the log. */
export const droppedElements: ReadonlyMap<string, string> = new Map([
  ['script', 'scripts, not run'],
  ['style', 'style sheets, not applied'],
  ['template', 'templates, not read'],
  ['noscript', 'alternatives to scripts, not read'],
  ['title', 'titles, not read'],
  ['noframes', 'alternatives to frames, not read'],
  ['noembed', 'alternatives to objects, not read'],
]);

/** Elements that show something else than text, with the words for the log. */
export const countedElements: ReadonlyMap<string, string> = new Map([
  ['img', 'pictures, not read'],
  ['svg', 'pictures, not read'],
  ['video', 'recordings, not played'],
  ['audio', 'recordings, not played'],
  ['input', 'form fields, not read'],
]);

/** Elements that show another document here. What it says is not in this file. */
export function isFrame(name: string): boolean {
  return ['iframe', 'frame', 'object', 'embed', 'applet'].includes(name);
}

type Attributes = Readonly<Record<string, string | undefined>>;

/** True where the element itself says that it is not shown. Style sheets are not applied. */
export function isHiddenElement(attributes: Attributes): boolean {
  if (attributes['hidden'] !== undefined) return true;
  const style = (attributes['style'] ?? '').slice(0, 2000).toLowerCase().replaceAll(/\s/g, '');
  if (style === '') return false;
  const hides =
    /(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|font-size:0(?:\.0+)?(?:px|pt|em|rem|%)?(?=[;!]|$)|mso-hide:all|opacity:0(?=[;!]|$))/;
  if (hides.test(style)) return true;
  const color = valueOf(style, /(?:^|;)color:([^;!]+)/);
  return color !== undefined && color === valueOf(style, /(?:^|;)background(?:-color)?:([^;!]+)/);
}

function valueOf(style: string, pattern: RegExp): string | undefined {
  const value = pattern.exec(style)?.[1];
  return value === 'white' || value === '#fff' ? '#ffffff' : value;
}

/** True where blanks and line ends are shown as they stand. */
export function isPreformatted(name: string, attributes: Attributes): boolean | undefined {
  if (['pre', 'listing', 'xmp', 'plaintext', 'textarea'].includes(name)) return true;
  const stated = /white-space\s*:\s*([a-z-]+)/i.exec((attributes['style'] ?? '').slice(0, 2000))?.[1]?.toLowerCase();
  return stated === undefined ? undefined : /^(?:pre|break-spaces)/.test(stated) && stated !== 'pre-line';
}

/** A span as written; 1 where it is none. `rowspan="0"` reaches to the end of its group. */
export function spanOf(attribute: string | undefined, whenZero: number): number {
  const digits = /^\s*\+?(\d{1,9})/.exec(attribute ?? '')?.[1];
  if (digits === undefined) return 1;
  return Number(digits) === 0 ? whenZero : Number(digits);
}
