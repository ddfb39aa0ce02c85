import { describe, expect, it } from 'vitest';
import { recogniseContainer } from '../../src/containers/lookup.ts';
import type { Leaf, OpenedDocument } from '../../src/containers/open-document.ts';
import { CriskitError } from '../../src/core/errors.ts';
import { chooseReport } from '../../src/reports/choose-report.ts';
import { noSentNames } from '../../src/reports/sent-names.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';
import { md5 } from './reading.ts';

const context = { vocabulary: createVocabulary(), sentNames: noSentNames };

async function leaf(path: string, content: string | Uint8Array, role: Leaf['role'] = 'attachment'): Promise<Leaf> {
  const bytes = Buffer.from(content);
  const container = recogniseContainer({ bytes, name: path });
  if (!('read' in container)) throw new Error('a document was expected');
  const document = await container.read({ bytes, name: path });
  return { path: path.split('/'), role, bytes, content: { kind: 'document', document } };
}

function refused(path: string, code: 'INPUT_ENCRYPTED' | 'FORMAT_UNKNOWN', bytes = '%PDF-1.7'): Leaf {
  const error = new CriskitError(code, `${path} is refused`, { hint: 'Ask again.' });
  return { path: [path], role: 'attachment', bytes: Buffer.from(bytes, 'latin1'), content: { kind: 'refused', error } };
}

function carried(...leaves: readonly Leaf[]): OpenedDocument {
  return { leaves, carriers: [{ path: [], container: 'mail', traits: new Map() }], issues: [] };
}

function reply(...rows: readonly (readonly [number, string])[]): string {
  return ['MD5,Result', ...rows.map(([content, outcome]) => `${md5(content)},${outcome}`), ''].join('\n');
}

const letter = 'Good morning\nyour report is attached\n';

describe('the report among the parts of a message', () => {
  it('is the one that can be read; a letter and a picture are told apart from it', async () => {
    const chosen = chooseReport(
      carried(
        await leaf('text', letter, 'body'),
        refused('logo.png', 'FORMAT_UNKNOWN', '\x89PNG\r\n'),
        await leaf('reply.csv', reply([1, 'Identified'])),
      ),
      context,
    );
    expect(chosen.leaf.path).toEqual(['reply.csv']);
    expect(chosen.parts.map(({ taken }) => taken)).toEqual(['names-no-media', 'picture', 'report']);
    expect(chosen.issues).toEqual([]);
  });

  it('is the fuller one where another says the same or less', async () => {
    const chosen = chooseReport(
      carried(
        await leaf('text', reply([1, 'Identified']), 'body'),
        await leaf('reply.csv', reply([1, 'Identified'], [2, 'Recognized'])),
      ),
      context,
    );
    expect(chosen.leaf.path).toEqual(['reply.csv']);
    expect(chosen.parts.map(({ taken }) => taken)).toEqual(['agrees', 'report']);
    expect(chosen.issues).toEqual([]);
  });

  it('has to be named where two say different things, or speak of different media', async () => {
    const a = await leaf('a.csv', reply([1, 'Identified'], [2, 'Recognized']));
    const other = await leaf('b.csv', reply([1, 'Unrecognized']));
    const more = await leaf('z/c.csv', reply([3, 'Recognized']));
    expect(() => chooseReport(carried(a, other), context)).toThrow(/two reports came, "a\.csv".*different things/);
    expect(() => chooseReport(carried(a, more), context)).toThrow(/different media/);
    const chosen = chooseReport(carried(a, other, more), context, { part: 'z › c.csv' });
    expect(chosen.report.records.map(({ digests }) => digests.md5)).toEqual([md5(3)]);
    expect(chosen.issues.map(({ code, place }) => [code, place.part])).toEqual([
      ['part-not-used', 'a.csv'],
      ['part-not-used', 'b.csv'],
    ]);
    expect(chooseReport(carried(a, more), context, { part: 'c.csv' }).leaf).toBe(more);
  });

  it('leaves nothing aside that could not be read, or names media without an outcome', async () => {
    const chosen = chooseReport(
      carried(
        await leaf('reply.csv', reply([1, 'Identified'])),
        refused('second.pdf', 'INPUT_ENCRYPTED'),
        await leaf('list.txt', `to be checked\n${md5(9)}\n`),
        await leaf('same.txt', `${md5(1).toUpperCase()}\n`),
      ),
      context,
    );
    expect(chosen.parts.map(({ taken }) => taken)).toEqual(['report', 'differs', 'differs', 'agrees']);
    expect(chosen.issues.map(({ message }) => message)).toEqual([
      'It could not be read: second.pdf is refused.',
      'It names 1 digest that the report does not.',
    ]);
  });

  it('is not there: says why of the part that comes nearest, and names the others', async () => {
    const text = await leaf('text', letter, 'body');
    const open = () => chooseReport(carried(text, refused('report.pdf', 'INPUT_ENCRYPTED')), context);
    expect(open).toThrow(/in "report\.pdf": report\.pdf is refused\. Nor is it in "text"/);
    expect(() => chooseReport(carried(text), context)).toThrow(/in "text"/);
    expect(() => chooseReport(carried(), context)).toThrow(/carries no document/);
  });

  it.each([
    ['that does not exist', 'd.csv', /no part is called "d\.csv"/],
    ['that two have', 'same.csv', /2 parts are called "same\.csv"/],
    ['that is refused', 'locked.pdf', /locked\.pdf is refused/],
  ])('cannot be named by a name %s', async (_, part, message) => {
    const opened = carried(
      await leaf('x/same.csv', reply([1, 'Identified'])),
      await leaf('y/same.csv', reply([2, 'Identified'])),
      refused('locked.pdf', 'INPUT_ENCRYPTED'),
    );
    expect(() => chooseReport(opened, context, { part })).toThrow(message);
  });
});
