import { describe, expect, it } from 'vitest';
import { readXmlParts, type XmlPart } from '../../../src/containers/xml/xml-stream.ts';

async function* inPieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

async function readParts(texts: AsyncIterable<string>): Promise<readonly XmlPart[]> {
  const parts: XmlPart[] = [];
  for await (const some of readXmlParts(texts, 'part', ({ name }) => name === 'w')) parts.push(...some);
  return parts;
}

async function* endless(head: string, piece: string, counter: { pieces: number }): AsyncGenerator<string> {
  yield head;
  for (;;) {
    counter.pieces += 1;
    yield piece;
  }
}

describe('readXmlParts', () => {
  it('gives tags, and whole elements with all that is in them, however the text is cut', async () => {
    const text =
      '<?xml version="1.0"?><a xmlns="n" xmlns:p="m" p:x="1"><!-- <w/> -->t<w y="2">b<p:__proto__ __proto__="z">&amp;<![CDATA[<w>]]></p:__proto__>\r\nc<w/></w></a>';
    const noAttributes = new Map();
    const expected = [
      { kind: 'start', tag: { name: 'a', namespace: 'n', attributes: new Map([['p:x', '1']]), line: 1 } },
      {
        kind: 'whole',
        element: {
          name: 'w',
          namespace: 'n',
          attributes: new Map([['y', '2']]),
          line: 1,
          text: 'b\nc',
          children: [
            {
              name: '__proto__',
              namespace: 'm',
              attributes: new Map([['__proto__', 'z']]),
              line: 1,
              text: '&<w>',
              children: [],
            },
            { name: 'w', namespace: 'n', attributes: noAttributes, line: 2, text: '', children: [] },
          ],
        },
      },
      { kind: 'end' },
    ];
    for (const length of [1, 2, 7, text.length]) expect(await readParts(inPieces(text, length))).toEqual(expected);
  });

  it.each([
    ['<!DOCTYPE a><a/>', 'INPUT_HOSTILE'],
    ['<!DOCTYPE a [<!ENTITY l "lol">]><a><w>&l;</w></a>', 'INPUT_HOSTILE'],
    ['<a><w>&undeclared;</w></a>', 'INPUT_DAMAGED'],
    ['<a><w></a>', 'INPUT_DAMAGED'],
    ['<a><w/>', 'INPUT_DAMAGED'],
    ['<a p:x="1"/>', 'INPUT_DAMAGED'],
    ['<a>\u0001</a>', 'INPUT_DAMAGED'],
    ['', 'INPUT_DAMAGED'],
    ['<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'INPUT_DAMAGED'],
    [`${'<a>'.repeat(65)}${'</a>'.repeat(65)}`, 'INPUT_HOSTILE'],
    [`<a>${'<w>'.repeat(64)}${'</w>'.repeat(64)}</a>`, 'INPUT_HOSTILE'],
  ])('refuses %s', async (text, code) => {
    await expect(readParts(inPieces(text, 5))).rejects.toMatchObject({ code });
  });

  it.each([
    ['text', '<a>', 'x'],
    ['text of a whole element', '<a><w>', 'x'],
    ['a tag', '<a ', 'x="1" '],
    ['a value', '<a x="', 'y'],
    ['a comment', '<a><!--', 'y'],
    ['a name', '<', 'y'],
    ['many elements', '<a><w>', '<b/>'],
    ['a large element', '<a><w>', `<b>${'y'.repeat(4089)}</b>`],
  ])('stops early at %s without end', async (_, head, unit) => {
    const counter = { pieces: 0 };
    const piece = unit === 'x="1" ' ? 'y'.repeat(65_536) : unit.repeat(65_536 / unit.length);
    await expect(readParts(endless(head, piece, counter))).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
    expect(counter.pieces).toBeLessThan(140);
  });
});
