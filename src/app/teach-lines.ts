import type { Table, TableDocument } from '../containers/contract.ts';
import { excerpt } from '../core/printable.ts';
import { countOf, formatCount } from '../core/units.ts';
import { isBlank } from '../reports/columns.ts';
import type { ReadingContext } from '../reports/contract.ts';
import { type LineTemplate, matchTemplate, parseTemplate, placeholdersOf } from '../reports/line-template.ts';
import { joinerOf, singleBlanks, textOfRow } from '../reports/row-text.ts';
import { outcomePhrase } from '../reports/stated-totals.ts';
import { matchRecordLine } from '../reports/taught-lines.ts';
import { faultOfHeading, faultOfRecord } from './layout-file-problems.ts';
import { proposeTemplate } from './propose-template.ts';
import { type Answer, askUntilUnderstood, type Dialogue, none } from './teach-dialogue.ts';
import { isMediaRow } from './teach-proposals.ts';
import type { TaughtContent } from './teach-table.ts';
import { askForWords } from './teach-words.ts';

/** Lines that are written otherwise than the first are asked for twice; what fits none after that is an issue. */
const mostTemplates = 3;

interface Lines {
  readonly media: readonly string[];
  /** All others that are filled, in order. */
  readonly others: readonly string[];
  /** Those before the first line that names media. */
  readonly before: readonly string[];
}

/** Nine questions at most: the templates, a heading, a text of the fingerprint, one for each outcome. */
export async function teachLines(
  dialogue: Dialogue,
  { document, table }: { readonly document: TableDocument; readonly table: Table },
  context: ReadingContext,
): Promise<TaughtContent> {
  const lines = linesOf(document, table, context);
  showLines(dialogue, lines);
  const records = await askForRecords(dialogue, lines.media, context);
  const hasOutcome = records.some((one) => placeholdersOf(one).includes('outcome'));
  const headings = hasOutcome ? [] : [await askForHeading(dialogue, lines)];
  const text = await askForText(dialogue, lines, context);
  const said = [
    ...lines.media.flatMap((line) => captured(records, line, context)),
    ...lines.others.flatMap((line) =>
      headings.flatMap((one) => matchTemplate(one, line)?.get('outcome') ?? []).map(outcomePhrase),
    ),
  ];
  return {
    sections: false,
    fingerprint: { texts: [text] },
    lines: {
      records: records.map((one) => one.text),
      ...(headings.length === 0 ? {} : { headings: headings.map((one) => one.text) }),
    },
    outcomes: await askForWords(dialogue, said, context.vocabulary),
  };
}

function linesOf(document: TableDocument, table: Table, context: ReadingContext): Lines {
  const joiner = joinerOf(document);
  const filled = table.rows.filter((row) => row.furniture !== true && row.cells.some((cell) => !isBlank(cell)));
  const all = filled.map((row) => ({ text: textOfRow(row, joiner), isMedia: isMediaRow(row, context) }));
  const textsOf = (some: typeof all, isMedia: boolean) =>
    some.flatMap((line) => (line.isMedia === isMedia ? [line.text] : []));
  const first = all.findIndex(({ isMedia }) => isMedia);
  return { media: textsOf(all, true), others: textsOf(all, false), before: textsOf(all.slice(0, first), false) };
}

function captured(records: readonly LineTemplate[], line: string, context: ReadingContext): readonly string[] {
  for (const template of records) {
    const outcome = matchRecordLine(template, line, context)?.get('outcome');
    if (outcome !== undefined) return [outcome];
  }
  return [];
}

async function askForRecords(
  dialogue: Dialogue,
  media: readonly string[],
  context: ReadingContext,
): Promise<readonly LineTemplate[]> {
  const templates: LineTemplate[] = [];
  let unfit = media;
  while (templates.length < mostTemplates && unfit.length > 0) {
    const remaining = unfit;
    const isFirst = templates.length === 0;
    if (!isFirst)
      dialogue.show([
        `${countOf(unfit.length, 'line')} that name media fit no template, such as:`,
        `  ${excerpt(unfit[0] ?? '', 150)}`,
      ]);
    const template = await askUntilUnderstood(dialogue, {
      question: isFirst ? 'How is such a line written?' : `How are these written (${none}: they are to be issues)?`,
      proposed: proposeTemplate(unfit[0] ?? '', context),
      read: (answer): Answer<LineTemplate | undefined> =>
        answer === none && !isFirst ? { value: undefined } : readRecordTemplate(answer, remaining, context),
    });
    if (template === undefined) break;
    templates.push(template);
    unfit = unfit.filter((line) => matchRecordLine(template, line, context) === undefined);
  }
  if (unfit.length > 0) dialogue.show([`${countOf(unfit.length, 'line')} that name media will be issues.`]);
  return templates;
}

function readRecordTemplate(answer: string, lines: readonly string[], context: ReadingContext): Answer<LineTemplate> {
  const template = parseTemplate(answer);
  const fault = 'fault' in template ? template.fault : faultOfRecord(placeholdersOf(template), true);
  if ('fault' in template || fault !== undefined) return { fault: `The template ${fault}.` };
  const fits = lines.some((line) => matchRecordLine(template, line, context) !== undefined);
  return fits ? { value: template } : { fault: 'None of the lines that name media is written so.' };
}

async function askForHeading(dialogue: Dialogue, { others, before }: Lines): Promise<LineTemplate> {
  const nearest = before.at(-1) ?? others[0] ?? '';
  const label = /^(.*[:=] )\S/.exec(nearest)?.[1];
  return askUntilUnderstood(dialogue, {
    question: 'The outcome stands in lines above. How are these written?',
    proposed: `${label?.replaceAll(/[{}]/g, '$&$&') ?? ''}{outcome}`,
    read: (answer): Answer<LineTemplate> => {
      const template = parseTemplate(answer);
      const fault = 'fault' in template ? template.fault : faultOfHeading(placeholdersOf(template));
      if ('fault' in template || fault !== undefined) return { fault: `The template ${fault}.` };
      const fits = others.some((line) => matchTemplate(template, line) !== undefined);
      return fits ? { value: template } : { fault: 'No line is written so.' };
    },
  });
}

/** By which text the same kind of document is recognised: a title, best without numbers, which belong to one case. */
async function askForText(dialogue: Dialogue, lines: Lines, { vocabulary }: ReadingContext): Promise<string> {
  const isTitle = (text: string) =>
    /\p{L}{3}/u.test(text) && !/\d/.test(text) && text.length <= 100 && vocabulary.outcomeOf(text) === undefined;
  const proposed = lines.before.find(isTitle) ?? lines.others.find(isTitle) ?? lines.others[0] ?? lines.media[0] ?? '';
  return askUntilUnderstood(dialogue, {
    question: 'Which text stands in every document of this kind?',
    proposed: proposed.slice(0, 100),
    read: (answer) => {
      const text = singleBlanks(answer);
      if (text.length < 3 || text.length > 200) return { fault: 'It needs 3 to 200 characters.' };
      const occurs = [...lines.others, ...lines.media].some((line) => line.includes(text));
      return occurs ? { value: text } : { fault: `"${excerpt(text)}" stands in no line of this document.` };
    },
  });
}

function showLines(dialogue: Dialogue, { media, before }: Lines): void {
  const shown = 8;
  const more = media.length - shown;
  dialogue.show([
    ...(before.length === 0 ? [] : ['The document begins:', ...before.slice(0, shown).map(indented), '']),
    'Lines that hold a digest or the name of a file:',
    ...media.slice(0, shown).map(indented),
    ...(more > 0 ? [`  … and ${formatCount(more)} more`] : []),
    '',
    'In a template {digest}, {name}, {outcome}, {series}, {contact} and {kind} stand for what differs from line to line, {any} for what says nothing.',
  ]);
}

function indented(text: string): string {
  return `  ${excerpt(text, 150)}`;
}
