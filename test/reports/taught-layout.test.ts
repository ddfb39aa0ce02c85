import { describe, expect, it } from 'vitest';
import { createVocabulary } from '../../src/reports/vocabulary.ts';
import { noSentNames } from '../../src/reports/sent-names.ts';
import { findMismatch } from '../../src/reports/taught-layout.ts';
import { readDocument } from '../containers/read-document.ts';
import { writeWorkbook } from '../containers/reading.ts';
import { issuesOf, md5, outcomesOf, readReply, sha1 } from './reading.ts';
import { layoutOfToml, readBy, takenFor, taughtOf } from './taught.ts';

const german = `format = 1
title = "Portal, in German"
[fingerprint]
header = ["Prüfsumme", "Dateiname", "Befund", "Serie"]
[columns]
digests = [{ column = "Prüfsumme", algorithm = "md5" }]
name = "Dateiname"
outcome = "Befund"
series = "Serie"
[outcomes]
"Kind bekannt" = "identified"
"Neu" = "unrecognized"
[ignore]
prefixes = ["Erstellt am"]
`;

const rows = [`${md5(1)};a.jpg;Kind bekannt;Blue`, `${md5(2)};b.mp4;neu;`];
const reply = ['Prüfsumme;Dateiname;Befund;Serie', ...rows, ''].join('\n');
const taught = [layoutOfToml(german)];

describe('a taught table', () => {
  it('is recognised and read, with its own words beside those that criskit knows', async () => {
    const report = await readReply(`${reply}${md5(3)};c.jpg;Recognized;\n`, { taught });
    expect(report).toMatchObject({ layout: 'portal', taught: { name: 'portal', sha256: 'f'.repeat(64) } });
    expect(outcomesOf(report)).toEqual(['2 identified', '3 unrecognized', '4 recognized']);
    expect(report.records[0]).toMatchObject({
      digests: { md5: md5(1) },
      fileName: 'a.jpg',
      kind: 'image',
      series: 'Blue',
    });
  });

  it('is recognised as a workbook too, below title rows and in other letter case', async () => {
    const cells = reply
      .trim()
      .split('\n')
      .map((line) => line.split(';'));
    const [header = [], ...data] = cells;
    const workbook = writeWorkbook({ Blatt: [['Bericht'], [], header.map((one) => one.toUpperCase()), ...data] });
    const report = await readReply(workbook, { taught });
    expect(takenFor(report)).toEqual(['heading', 'blank', 'heading', 'record identified', 'record unrecognized']);
  });

  it('may have its columns in another order and others between them', async () => {
    const moved = `Nr;Befund;Serie;Größe;Dateiname;Prüfsumme\n1;Neu;;12;a.jpg;${md5(1)}\n`;
    const report = await readReply(moved, { taught });
    expect(report.records).toMatchObject([{ digests: { md5: md5(1) }, fileName: 'a.jpg', outcome: 'unrecognized' }]);
  });

  it('reads an added column that criskit knows as well, and sees where it contradicts', async () => {
    const added = `Prüfsumme;Dateiname;Befund;Serie;SHA-1;Status\n${md5(1)};a.jpg;Neu;;${sha1(1)};Identified\n${md5(2)};b.jpg;Neu;;${sha1(2)};Unrecognized\n`;
    const report = await readBy(german, added);
    expect(takenFor(report)).toEqual(['heading', 'issue outcome-contradiction', 'record unrecognized']);
    expect(report.records[0]?.digests).toEqual({ md5: md5(2), sha1: sha1(2) });
  });

  it('takes headings that stand there twice for columns that must agree', async () => {
    const twice = `Prüfsumme;Dateiname;Befund;Serie;Befund\n${md5(1)};a.jpg;Neu;;Neu\n${md5(2)};b.jpg;Neu;;Kind bekannt\n`;
    expect(takenFor(await readBy(german, twice))).toEqual([
      'heading',
      'record unrecognized',
      'issue outcome-contradiction',
    ]);
  });

  it('has an issue for every word that it does not know, also where none is known', async () => {
    const unknown = `Prüfsumme;Dateiname;Befund;Serie\n${md5(1)};a.jpg;Fraglich;\n`;
    expect(issuesOf(await readBy(german, unknown))).toEqual(['2 unknown-outcome']);
  });

  it('does not fit where a heading is missing', async () => {
    const document = await readDocument({
      bytes: Buffer.from(`Prüfsumme;Dateiname;Befund\n${md5(1)};a.jpg;Neu\n`),
      name: 'r',
    });
    const context = { vocabulary: createVocabulary(), sentNames: noSentNames };
    expect(findMismatch(taughtOf(german), document, context)).toMatch(/No row of the document has the headings/);
  });

  it('keeps one layout from speaking for another container', async () => {
    const only = german.replace('[fingerprint]', '[fingerprint]\ncontainer = "workbook"');
    await expect(readReply(reply, { taught: [layoutOfToml(only)] })).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });

  it('with columns by their place fits the very same header only', async () => {
    const placed = german
      .replace('column = "Prüfsumme"', 'column = { letters = "A" }')
      .replace('outcome = "Befund"', 'outcome = 3');
    expect(outcomesOf(await readReply(reply, { taught: [layoutOfToml(placed)] }))).toHaveLength(2);
    const moved = reply.replace('Prüfsumme;Dateiname', 'Dateiname;Prüfsumme');
    await expect(readReply(moved, { taught: [layoutOfToml(placed)] })).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
    });
  });

  it('may have no header', async () => {
    const bare = `format = 1
title = "Bare"
[fingerprint]
width = 3
[columns]
digests = [{ column = 1 }]
name = 2
outcome = 3
`;
    const layouts = [layoutOfToml(bare)];
    const report = await readReply(`${md5(1)},a.jpg,Identified\n${md5(2)},b.jpg,Foo\n`, { taught: layouts });
    expect(takenFor(report)).toEqual(['record identified', 'issue unknown-outcome']);
    await expect(readReply(`${md5(1)},a.jpg,x,Identified\n`, { taught: layouts })).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
    });
  });
});

describe('rows that a layout passes over', () => {
  it('are headings, and issues where they hold a digest or a name', async () => {
    const text = `Erstellt am 1. Mai\n${reply}Erstellt am 2. Mai\nErstellt am b.mp4;;;\nErstellt am ${md5(9)};;;\nErstellt am;scan 7;;\n`;
    expect(takenFor(await readBy(german, text, ['x/scan 7'])).slice(-4)).toEqual([
      'heading',
      'issue ignored-media',
      'issue ignored-media',
      'issue ignored-media',
    ]);
  });

  it('never hide an outcome or a sum', async () => {
    const sections = `format = 1
title = "Sections"
sections = true
[fingerprint]
header = ["Prüfsumme"]
[columns]
digests = [{ column = "Prüfsumme" }]
[ignore]
prefixes = ["Not", "Total", "Note"]
`;
    const text = `Prüfsumme\nIdentified\n${md5(1)}\nNote: see below\nNot identified\n${md5(2)}\nTotal identified: 5\n`;
    const report = await readBy(sections, text);
    expect(outcomesOf(report)).toEqual(['3 identified', '6 not-identified']);
    expect(report.statedTotals).toMatchObject([{ count: 5 }]);
  });
});

describe('among other layouts', () => {
  const status = `MD5,File Name,Status,Review\n${md5(1)},a.jpg,Identified,Not identified\n`;
  const other = (outcome: string) => `format = 1
title = "Other"
[fingerprint]
header = ["MD5", "File Name", "Status", "Review"]
[columns]
digests = [{ column = "MD5" }]
outcome = "${outcome}"
`;

  it('is chosen where both read as much and say the same', async () => {
    const text = status.replace(',Not identified', ',x');
    expect((await readReply(text, { taught: [layoutOfToml(other('Status'), 'mine')] })).layout).toBe('mine');
  });

  it('is ambiguous where a layout of criskit says something else, until it is named', async () => {
    const layouts = [layoutOfToml(other('Review'), 'mine')];
    const text = status.replace('Review', 'Second review').replace(',Not identified', ',Not identified');
    const mine = [layoutOfToml(other('Second review').replace('"Review"]', '"Second review"]'), 'mine')];
    await expect(readReply(text, { taught: mine })).rejects.toMatchObject({
      code: 'FORMAT_AMBIGUOUS',
      message: expect.stringMatching(/mine.*status-column|status-column.*mine/),
    });
    expect(outcomesOf(await readReply(text, { taught: mine, layout: 'mine' }))).toEqual(['2 not-identified']);
    expect(outcomesOf(await readReply(text, { taught: layouts, layout: 'status-column' }))).toEqual(['2 identified']);
  });

  it('is ambiguous with another taught one that reads other digests', async () => {
    const text = `Left,Right,Word\n${md5(1)},${md5(2)},Identified\n`;
    const by = (column: string) => `format = 1
title = "By ${column}"
[fingerprint]
header = ["Left", "Right", "Word"]
[columns]
digests = [{ column = "${column}" }]
outcome = "Word"
`;
    const layouts = [layoutOfToml(by('Left'), 'left'), layoutOfToml(by('Right'), 'right')];
    await expect(readReply(text, { taught: layouts })).rejects.toMatchObject({ code: 'FORMAT_AMBIGUOUS' });
    expect((await readReply(text, { taught: layouts, layout: 'right' })).records[0]?.digests.md5).toBe(md5(2));
  });

  it('does not win over what contradicts it, however much it matches', async () => {
    const greedy = `format = 1
title = "Anything"
[fingerprint]
texts = ["MD5"]
[lines]
records = ["{digest},{name},{any},{outcome}"]
`;
    await expect(readReply(status, { taught: [layoutOfToml(greedy)] })).rejects.toMatchObject({
      code: 'FORMAT_AMBIGUOUS',
    });
  });
});

describe('taught lines', () => {
  const letter = `format = 1
title = "Letter"
[fingerprint]
texts = ["Result of the review"]
[lines]
records = ["{digest} - {outcome} [{series}]", "{name}: {outcome}", "{digest}"]
headings = ["Result: {outcome}"]
[outcomes]
"known to us" = "identified"
[ignore]
texts = ["Yours sincerely"]
`;

  it('are read by the first template that fits', async () => {
    const text = `Result of the review\n\n${md5(1)} - Known to us [Blue]\na.jpg: not identified\nYours sincerely\n`;
    const report = await readReply(text, { taught: [layoutOfToml(letter)] });
    expect(takenFor(report)).toEqual(['heading', 'blank', 'record identified', 'record not-identified', 'heading']);
    expect(report.records).toMatchObject([
      { digests: { md5: md5(1) }, series: 'Blue' },
      { fileName: 'a.jpg', digests: {} },
    ]);
  });

  it('stand below headings, and below none that is not understood', async () => {
    const text = `Result: known to us (1)\n${md5(1)}\nResult: unrecognized\n${md5(2)}\nResult: perhaps\n${md5(3)}\n`;
    const report = await readBy(letter, text);
    expect(takenFor(report)).toEqual([
      'heading',
      'record identified',
      'heading',
      'record unrecognized',
      'issue unknown-outcome',
      'issue no-outcome',
    ]);
  });

  it('do not fall to the heading before, where text between may be another', async () => {
    const text = `Result: known to us\n${md5(1)}\nThe others are new\n${md5(2)}\n`;
    expect(takenFor(await readBy(letter, text))).toEqual([
      'heading',
      'record identified',
      'issue unknown-outcome',
      'issue no-outcome',
    ]);
  });

  it('are issues where they name media and fit no template', async () => {
    const text = `${md5(1)} - known to us [a]\nsee ${md5(2)} and ${md5(3)}\nfile scan 7.dat is known\nb.jpg\n${md5(4)} : ${md5(5)}\n`;
    const report = await readBy(
      letter.replace(', "{digest}"]', ']').replace('headings = ["Result: {outcome}"]', ''),
      text,
      ['scan 7.dat'],
    );
    expect(takenFor(report)).toEqual([
      'record identified',
      'issue no-template',
      'issue no-template',
      'issue no-template',
      'issue no-template',
    ]);
  });

  it('lose no media in what a template passes over', async () => {
    const passing = letter.replace('"{name}: {outcome}"', '"{digest} {any} = {outcome}"').replace(', "{digest}"]', ']');
    const text = `${md5(1)} x y = identified\n${md5(2)} b.jpg = identified\n${md5(3)} ${md5(4)} = identified\n`;
    expect(takenFor(await readBy(passing, text))).toEqual([
      'record identified',
      'issue no-template',
      'issue no-template',
    ]);
  });

  it('name a file by a name that was sent, whatever its ending', async () => {
    expect(takenFor(await readBy(letter, 'note: identified\nscan: identified\n', ['a/scan']))).toEqual([
      'heading',
      'record identified',
    ]);
  });

  it('tell an MD5 from the name of a file, and a SHA-1 from an MD5', async () => {
    const own = letter.replace('"{name}: {outcome}"', '"{md5} is {outcome}"');
    expect(takenFor(await readBy(own, `${sha1(1)} is identified\n${md5(1)} is identified\n`))).toEqual([
      'issue digest-column',
      'record identified',
    ]);
  });
});
