import { listPromotions } from '../../app/promotions.ts';
import { writeTextFile } from '../../app/write-text-file.ts';
import { defineCommand } from '../contract.ts';
import { formatJson } from '../output.ts';
import { formatPromotions, formatPromotionsCsv, promotionAsJson } from '../promotion-lines.ts';

export const promotions = defineCommand({
  args: {},
  options: {
    since: { value: 'DATE', summary: 'only by imports from that day on, in universal time' },
    case: { value: 'NUMBER', summary: 'only what a report of this case promoted, or what it held before' },
    format: { value: 'FORMAT', choices: ['table', 'csv', 'json'], summary: 'default: table' },
    output: { value: 'FILE', short: 'o', summary: 'write there instead of to standard output' },
    force: { summary: 'replace FILE where it exists' },
  },
  details: [
    'A media is promoted where a later report or hash set in force makes more of it than was known: most often a child was identified since. Every earlier case of the lab that holds the same media is named, with its officer, so that the lab can tell them. In CSV each of these cases has a line of its own.',
  ],
  examples: [
    { line: 'criskit promotions --since 2026-11-01', does: 'shows what became known in November, and whom to tell' },
    { line: 'criskit promotions --format csv -o tell.csv', does: 'writes one line for each media and earlier case' },
  ],
  run: async ({ options, openLab, resolve, signal }) => {
    const found = await listPromotions(await openLab('read'), { since: options.since, caseNumber: options.case });
    const data = { promotions: found.map(promotionAsJson) };
    const text = formatPromotions(found);
    const documents = {
      table: text.map((line) => `${line}\n`).join(''),
      csv: formatPromotionsCsv(found),
      json: formatJson(data, true),
    };
    const format = (options.format ?? 'table') as keyof typeof documents;
    if (options.output !== undefined) {
      const path = resolve(options.output);
      await writeTextFile(path, documents[format], { replace: options.force, signal });
      return { exitCode: 0, data: { ...data, written: path }, text: text.slice(-1) };
    }
    if (format === 'table') return { exitCode: 0, data, text };
    return { exitCode: 0, data, document: asStream(documents[format]) };
  },
});

async function* asStream(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
