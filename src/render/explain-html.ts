import { createHash } from 'node:crypto';
import { formatPlace } from '../core/place.ts';
import { printable } from '../core/printable.ts';
import { countOf, formatCount } from '../core/units.ts';
import {
  countTaken,
  digestTexts,
  type ExplainedLine,
  type ExplainedRecord,
  type Explanation,
  type TakenFor,
} from './explanation.ts';

/** One letter for each kind, so that nothing rests on colour alone. */
const marks: Readonly<Record<TakenFor, string>> = {
  record: 'R',
  issue: 'I',
  heading: 'H',
  'page furniture': 'F',
  blank: 'B',
};

const style = `
:root { color-scheme: light; }
body { font: 14px/1.45 system-ui, sans-serif; margin: 2em; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.4em; margin: 0 0 .6em; overflow-wrap: anywhere; }
h2 { font-size: 1.1em; margin: 1.6em 0 .5em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15em 1.2em; margin: 0; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
ul.counts { display: flex; flex-wrap: wrap; gap: .5em; list-style: none; margin: 0; padding: 0; }
ul.counts li { padding: .3em .8em; border: 1px solid #999; border-left-width: 6px; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #bbb; padding: .25em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #eee; }
td.text, td.digest { font-family: ui-monospace, monospace; font-size: .85em; white-space: pre-wrap; }
td.taken { white-space: nowrap; font-weight: 600; border-left-width: 6px; }
.record { border-left-color: #1b6e3c; }
tr.record td { background: #f1f9f3; }
.issue { border-left-color: #a11212; }
tr.issue td { background: #fdf0f0; }
.heading { border-left-color: #1f4f9c; }
tr.heading td { background: #f0f5fd; }
.furniture { border-left-color: #6b6b6b; }
tr.furniture td, tr.blank td { background: #f7f7f7; color: #555; }
.blank { border-left-color: #b5b5b5; }
@media print {
  body { margin: 0; font-size: 9pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** Nothing is loaded and nothing is run: the one style sheet is allowed by what it hashes to. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/**
 * A page that stands alone: counts, the issues, then every line of the document. It is well-formed XML as well as HTML;
 * texts of the document are escaped, control characters shown.
 */
export function* formatExplanationHtml(explanation: Explanation): Generator<string> {
  const { document, lines } = explanation;
  const title = `What was read of ${document.name}`;
  yield '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="en">\n<head>\n<meta charset="utf-8" />\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${policy}" />\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1" />\n';
  yield `<title>${escaped(title)}</title>\n<style>${style}</style>\n</head>\n<body>\n<h1>${escaped(title)}</h1>\n`;
  yield formatFacts(explanation);
  yield formatCounts(lines);
  yield* formatIssues(lines);
  yield `<h2>Every line</h2>\n<table>\n<thead><tr>${['Place', 'Taken for', 'Outcome', 'Digest', 'Name', 'Says', 'Text of the document'].map((one) => `<th scope="col">${one}</th>`).join('')}</tr></thead>\n<tbody>\n`;
  for (const [index, line] of lines.entries()) yield formatLine(line, index);
  yield '</tbody>\n</table>\n</body>\n</html>\n';
}

function formatFacts(explanation: Explanation): string {
  const { document, caseNumber, container, layout, reason, layoutSha256 } = explanation;
  const facts: readonly (readonly [string, string])[] = [
    ['Document', document.name],
    ['SHA-256', document.sha256],
    ...(caseNumber === null ? [] : [['Case', caseNumber] as const]),
    ['Read as', `${layout} (${container}): ${reason}`],
    ...(layoutSha256 === null ? [] : [['SHA-256 of the layout', layoutSha256] as const]),
  ];
  return `<dl>\n${facts.map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>\n`).join('')}</dl>\n`;
}

function formatCounts(lines: readonly ExplainedLine[]): string {
  const items = [...countTaken(lines)].map(
    ([takenFor, count]) =>
      `<li class="${classOf(takenFor)}">${marks[takenFor]} ${takenFor}: <b>${formatCount(count)}</b></li>\n`,
  );
  return `<h2>${countOf(lines.length, 'line')}</h2>\n<ul class="counts">\n${items.join('')}</ul>\n`;
}

function* formatIssues(lines: readonly ExplainedLine[]): Generator<string> {
  const count = lines.filter(({ takenFor }) => takenFor === 'issue').length;
  if (count === 0) return;
  yield `<h2>Lines that could not be used (${formatCount(count)})</h2>\n<ul>\n`;
  for (const [index, line] of lines.entries()) {
    if (line.takenFor !== 'issue') continue;
    yield `<li><a href="#line-${index + 1}">${escaped(formatPlace(line.place))}</a>: ${escaped(line.message)}</li>\n`;
  }
  yield '</ul>\n';
}

function formatLine({ place, takenFor, records, text, message }: ExplainedLine, index: number): string {
  const name = classOf(takenFor);
  const lines = (texts: readonly string[]) => texts.map(escaped).join('<br />');
  const cells = [
    `<td>${escaped(formatPlace(place))}</td>`,
    `<td class="taken ${name}">${marks[takenFor]} ${takenFor}</td>`,
    `<td>${lines(records.map(({ outcome }) => outcome))}</td>`,
    `<td class="digest">${lines(records.flatMap(({ digests }) => digestTexts(digests)))}</td>`,
    `<td>${lines(records.flatMap(({ fileName }) => fileName ?? []))}</td>`,
    `<td>${lines([...(message === '' ? [] : [message]), ...records.flatMap(attributesOf)])}</td>`,
    `<td class="text">${escaped(text)}</td>`,
  ];
  return `<tr id="line-${index + 1}" class="${name}">${cells.join('')}</tr>\n`;
}

function attributesOf({ series, contact }: ExplainedRecord): readonly string[] {
  return [
    ...(series === undefined ? [] : [`series: ${series}`]),
    ...(contact === undefined ? [] : [`contact: ${contact}`]),
  ];
}

function classOf(takenFor: TakenFor): string {
  return takenFor === 'page furniture' ? 'furniture' : takenFor;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML cannot hold is shown escaped too: half a character, and the two code points that are none. */
function escaped(text: string): string {
  return printable(text)
    .toWellFormed()
    .replaceAll(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
