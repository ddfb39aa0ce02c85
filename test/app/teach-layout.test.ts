import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dialogue } from '../../src/app/teach-dialogue.ts';
import { type LayoutFile, writeLayoutFile } from '../../src/app/layout-files.ts';
import { teachLayout, type TeachRequest } from '../../src/app/teach-layout.ts';
import { writeWorkbook } from '../containers/reading.ts';
import { md5, sentFile } from '../reconcile/invented.ts';
import { makeLab, type TestLab } from './tracker-lab.ts';

let test: TestLab;
const signal = new AbortController().signal;
const names = ['a.jpg', 'b.jpg', 'c.mp4', 'd.jpg', 'e.jpg'];
const digest = (name: string) => md5(name).md5;

beforeEach(async () => {
  test = await makeLab();
  await test.addCase('26-0001');
  await test.send(
    '26-0001',
    names.map((name) => sentFile(name, name, name.endsWith('mp4') ? 'video' : 'image')),
  );
});

afterEach(() => test.close());

/** A person who answers from a list, in order, and accepts what is proposed where the answer is empty. */
class Person implements Dialogue {
  readonly asked: { readonly question: string; readonly proposed: string }[] = [];
  readonly shown: string[] = [];
  readonly #answers: string[];

  constructor(answers: readonly string[]) {
    this.#answers = [...answers];
  }

  async ask(question: string, proposed: string): Promise<string> {
    this.asked.push({ question, proposed });
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error(`nobody answers: ${question}`);
    return answer === '' ? proposed : answer;
  }

  show(lines: readonly string[]): void {
    this.shown.push(...lines);
  }

  get proposed(): string[] {
    return this.asked.map((one) => one.proposed);
  }
}

async function teach(
  content: string | Uint8Array,
  answers: readonly string[],
  change: Partial<TeachRequest> = {},
): Promise<{ readonly person: Person; readonly file: LayoutFile; readonly path: string }> {
  const path = test.write('reply', content);
  const person = new Person(answers);
  const request = { path, caseNumber: '26-0001', submissionId: undefined, part: undefined, name: 'taught', signal };
  return { person, file: await teachLayout(test.lab, { ...request, ...change }, person), path };
}

async function keep({ path, text }: LayoutFile): Promise<void> {
  await writeLayoutFile(path, text, signal);
}

/** Other columns, other words, another order than any that criskit knows. */
const words = { 'a.jpg': 'Kind bekannt', 'b.jpg': 'Wert bekannt', 'c.mp4': 'Neu', 'd.jpg': 'Neu', 'e.jpg': 'Unklar' };
const rows = Object.entries(words).map(([name, word]) => [
  word,
  '7',
  name,
  digest(name),
  name === 'a.jpg' ? 'Blau' : '',
]);
const header = ['Befund', 'Größe', 'Datei', 'Prüfsumme', 'Serienname'];
const foreign = [['Bericht 24-0001'], [], header, ...rows].map((cells) => cells.join(';')).join('\n');

describe('a table that criskit has never seen', () => {
  it('is taught in fewer than ten answers, and its like is then imported without any', async () => {
    await expect(test.importReply(test.write('first', foreign), '26-0001')).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      hint: expect.stringContaining('--teach'),
    });
    const { person, file } = await teach(foreign, ['', '', '', '', 'E', '2', '3', '1', '4']);
    expect(person.asked.length).toBeLessThan(10);
    expect(person.proposed).toEqual(['3', 'D', 'C', 'A', '-', '-', '-', '-', '-']);
    await keep(file);
    const other = writeWorkbook({ Blatt1: [header.toReversed(), ...rows.map((cells) => cells.toReversed())] });
    const result = await test.importReply(test.write('second', other), '26-0001');
    expect(result).toMatchObject({
      layout: 'taught',
      taught: { name: 'taught', sha256: file.sha256 },
      written: true,
      issues: [],
      outcomes: {
        identified: { image: 1 },
        recognized: { image: 1 },
        unrecognized: { image: 1, video: 1 },
        'not-identified': { image: 1 },
        'not-mentioned': { image: 0 },
      },
    });
    const [kept] = await test.lab.store.listImports();
    expect(kept).toMatchObject({ format: 'taught', summary: { taught: { name: 'taught', sha256: file.sha256 } } });
  });

  it('needs four answers where its words are known, all of them proposed', async () => {
    const known = foreign
      .replace('Kind bekannt', 'Identified')
      .replace('Wert bekannt', 'Recognized')
      .replaceAll('Neu', 'Unrecognized')
      .replace('Unklar', 'Not identified');
    const { person, file } = await teach(known, ['', '', '', '', '']);
    expect(person.proposed).toEqual(['3', 'D', 'C', 'A', '-']);
    expect(file.layout.words.size).toBe(0);
  });

  it('is shown with its rows and the letters of its columns, and its words with their number', async () => {
    const { person } = await teach(foreign, ['', '', '', '', '', '2', '3', '1', '4']);
    const page = person.shown.join('\n');
    expect(page).toMatch(/^ +A +B +C +D/m);
    expect(page).toMatch(/^3 +Befund +Größe +Datei +Prüfsumme/m);
    expect(page).toContain('1  "Neu" (2)');
  });

  it('asks again where an answer cannot be meant, with what was wrong', async () => {
    const { person } = await teach(foreign, [
      '99',
      '4',
      '2',
      '3',
      'B',
      'Z',
      'Prüfsumme',
      'D',
      '3',
      'C, C',
      'befund',
      'A, B, C',
      'D',
      'E',
      '2, 9',
      'zwei',
      '2',
      '2',
      '3',
      '1',
      '-',
    ]);
    const page = person.shown.join('\n');
    for (const fault of [
      '"99" is none of the rows 1 to 8.',
      'Row 4 names media; it is no row of headings.',
      'Row 2 is blank.',
      'Column B holds no digest in any row.',
      '"Z" is no column: there is A to E',
      'Column D holds something else already.',
      'Column C is named twice.',
      'There are two columns at most',
      '"9" is none of the numbers 1 to 4',
      '"zwei" is none of the numbers',
      'Number 2 means "identified" already.',
      'Rows with the other 1 word will be issues.',
    ]) {
      expect(page).toContain(fault);
    }
  });

  it('names columns by letters where two have the same heading, and several by a list', async () => {
    const twice = foreign.replace('Größe', 'Befund').replaceAll(';7;', ';Neu;');
    const { file } = await teach(twice, ['', '', '', 'A', '', '2', '3', '1', '4']);
    expect(file.text).toContain('outcome = { letters = "A" }');
    const sha1Of = (name: string) => md5(name).sha1 ?? 'a'.repeat(40);
    const both = [['Summe', 'Summe 2', 'Ergebnis'], ...names.map((name) => [digest(name), sha1Of(name), 'Identified'])];
    const { person, file: second } = await teach(both.map((cells) => cells.join(',')).join('\n'), ['', '', '', '', '']);
    expect(person.proposed).toEqual(['1', 'A, B', '-', 'C', '-']);
    expect(second.text).toContain(
      'digests = [{ column = "Summe", algorithm = "md5" }, { column = "Summe 2", algorithm = "sha1" }]',
    );
  });

  it('may have no header', async () => {
    const bare = Object.entries(words).map(([name, word]) => `${digest(name)},${name},${word}`);
    const { person, file } = await teach(bare.join('\n'), ['', '', '', '', '', '2', '3', '1', '4']);
    expect(person.proposed.slice(0, 4)).toEqual(['-', 'A', 'B', 'C']);
    await keep(file);
    const again = test.write('again', bare.toReversed().join('\n'));
    expect(await test.importReply(again, '26-0001')).toMatchObject({ layout: 'taught', issues: [], written: true });
  });

  it('may state its outcomes in headings', async () => {
    const row = (name: string) => `${digest(name)},${name}`;
    const sections = ['Summe,Datei', 'Bekannt', row('a.jpg'), row('d.jpg'), 'Neu', row('b.jpg'), row('e.jpg')].join(
      '\n',
    );
    const { file } = await teach(sections, ['', '', '', '-', '', '1', '-', '2']);
    await keep(file);
    const result = await test.importReply(test.write('again', sections), '26-0001');
    expect(result).toMatchObject({ outcomes: { identified: { image: 2 }, unrecognized: { image: 2 } }, issues: [] });
  });
});

describe('lines that are no table', () => {
  const letter = [
    'Ergebnis der Prüfung',
    '',
    `${digest('a.jpg')} - Kind bekannt [Blaues Haus]`,
    `${digest('b.jpg')} - Neu [ohne]`,
    'c.mp4: Neu',
    '',
  ].join('\n');

  it('are taught by a template that the first of them suggests', async () => {
    const { person, file } = await teach(letter, ['', '', '', '2', '-', '1']);
    expect(person.proposed.slice(0, 3)).toEqual([
      '{digest} - {outcome} [{series}]',
      '{name}: {outcome}',
      'Ergebnis der Prüfung',
    ]);
    await keep(file);
    const result = await test.importReply(test.write('again', `${letter}d.jpg: Neu\n`), '26-0001');
    expect(result).toMatchObject({
      layout: 'taught',
      issues: [],
      outcomes: { identified: { image: 1 }, unrecognized: { image: 2, video: 1 }, 'not-mentioned': { image: 1 } },
    });
  });

  it('may stand below headings', async () => {
    const sections = `Ergebnis\nTreffer: bekannt\n${digest('a.jpg')}\nTreffer: neu\n${digest('b.jpg')}\n`;
    const { person, file } = await teach(sections, ['', '', '', '1', '-', '2']);
    expect(person.proposed.slice(0, 3)).toEqual(['{digest}', 'Treffer: {outcome}', 'Ergebnis']);
    await keep(file);
    expect(await test.importReply(test.write('again', `${sections}`), '26-0001')).toMatchObject({
      outcomes: { identified: { image: 1 }, unrecognized: { image: 1 } },
      issues: [],
    });
  });

  it('take a template that is typed, once it fits a line', async () => {
    const { person, file } = await teach(letter, [
      '{digest}{outcome}',
      '{outcome}',
      '{digest} = {outcome}',
      '{digest} - {outcome} [{any}]',
      '-',
      'xy',
      'Something else',
      'Ergebnis',
      '2',
      '-',
      '1',
    ]);
    const page = person.shown.join('\n');
    expect(page).toContain('The template has two placeholders with nothing between them');
    expect(page).toContain('The template holds neither {digest} nor {name}.');
    expect(page).toContain('None of the lines that name media is written so.');
    expect(page).toContain('1 line that name media will be issues.');
    expect(page).toContain('It needs 3 to 200 characters.');
    expect(page).toContain('"Something else" stands in no line of this document.');
    expect(file.layout.reading).toMatchObject({ records: [{ text: '{digest} - {outcome} [{any}]' }] });
  });

  it('never lead to more than nine questions', async () => {
    const many = `Titel\nKopf: eins\n${digest('a.jpg')}\nx ${digest('b.jpg')}\ny (${digest('c.mp4')})\nz/${digest('d.jpg')}\nKopf: zwei\nKopf: drei\nKopf: vier\nKopf: fünf\n${digest('e.jpg')}\n`;
    const { person } = await teach(many, [
      '{digest}',
      'x {digest}',
      'y ({digest})',
      'Kopf: {outcome}',
      'Titel',
      '1',
      '2',
      '3',
      '4',
    ]);
    expect(person.asked).toHaveLength(9);
  });
});

describe('what cannot be taught', () => {
  it('is a document without a digest or a sent name', async () => {
    await expect(teach('Liebe Kollegen\nnichts\n', [])).rejects.toMatchObject({ code: 'NO_RECORDS' });
  });

  it('is a layout by which nothing can be read', async () => {
    await expect(teach(foreign, ['', '', '', '', '', '-', '-', '-', '-'])).rejects.toMatchObject({
      code: 'NO_RECORDS',
      message: expect.stringContaining('was not saved'),
    });
    expect(existsSync(join(test.folder, 'layouts'))).toBe(false);
  });

  it('is a name that is taken, or that none can have: nobody is asked', async () => {
    mkdirSync(join(test.folder, 'layouts'));
    writeFileSync(join(test.folder, 'layouts/taught.toml'), '# mine');
    await expect(teach(foreign, [])).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await expect(teach(foreign, [], { name: 'Über' })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(teach(foreign, [], { name: 'status-column' })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(teach(foreign, [], { name: 'x', caseNumber: '26-9999' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(readFileSync(join(test.folder, 'layouts/taught.toml'), 'utf8')).toBe('# mine');
  });

  it('are words that would break the file', async () => {
    const hostile = foreign
      .replace('Kind bekannt', '__proto__')
      .replace('Wert bekannt', 'quote" = \\ \u001b[31m # x')
      .replace('Unklar', 'x'.repeat(250));
    const { file, person } = await teach(hostile, ['', '', '', '', '', '1', '2']);
    expect(person.asked).toHaveLength(7);
    expect([...file.layout.words.keys()]).toEqual(['Neu', 'quote" = \\ \u001b[31m # x']);
  });
});
