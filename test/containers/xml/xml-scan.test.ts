import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applySplices,
  decodeXml,
  escapeXml,
  findAttribute,
  scanXml,
  type XmlStart,
} from '../../../src/containers/xml/xml-scan.ts';

const failure = (code: string) => expect.objectContaining({ code });

describe('scanXml', () => {
  it('gives offsets that cut out exactly each tag and its content', () => {
    const text =
      '\uFEFF<?xml version="1.0"?>\r\n<a>\r\n <!-- <b> -->\r\n<b x="1&gt;2" y=">">t😀&amp;x</b ><c/>\n<b\n z=\'"\'/></a>';
    const tags: string[] = [];
    let read = '';
    scanXml(text, 'part', {
      onStart: ({ start, end, isSelfClosing }) => tags.push(`${text.slice(start, end)}${isSelfClosing ? '!' : ''}`),
      onEnd: ({ start, end }) => tags.push(text.slice(start, end)),
      onText: (piece) => {
        read += piece;
      },
    });
    expect(tags).toEqual([
      '<a>',
      '<b x="1&gt;2" y=">">',
      '</b >',
      '<c/>!',
      '<c/>',
      "<b\n z='\"'/>!",
      "<b\n z='\"'/>",
      '</a>',
    ]);
    expect(read).toContain('t😀&x');
  });

  it('takes __proto__ for a name like any other', () => {
    const tags: XmlStart[] = [];
    scanXml('<__proto__ __proto__="x" constructor="y"/>', 'part', { onStart: (tag) => tags.push(tag) });
    expect(tags[0]?.attributes['__proto__']).toBe('x');
    expect(tags[0]?.attributes['toString']).toBeUndefined();
  });

  it.each([
    ['<!DOCTYPE a><a/>', 'INPUT_HOSTILE'],
    ['<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;">]><a>&m;</a>', 'INPUT_HOSTILE'],
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'INPUT_HOSTILE'],
    ['<a>&undeclared;</a>', 'INPUT_DAMAGED'],
    ['<a><b></a>', 'INPUT_DAMAGED'],
    ['<a>', 'INPUT_DAMAGED'],
    ['<a x=1/>', 'INPUT_DAMAGED'],
    ['<a x="1" x="2"/>', 'INPUT_DAMAGED'],
    ['<a/><b/>', 'INPUT_DAMAGED'],
    ['', 'INPUT_DAMAGED'],
    ['<a>\u0001</a>', 'INPUT_DAMAGED'],
  ])('refuses %j', (text, code) => {
    expect(() => scanXml(text, 'part', { onText: () => undefined })).toThrow(failure(code));
  });
});

describe('findAttribute', () => {
  it('is not misled by what stands inside another value', () => {
    const text = `<a note=" ref='A1' " ref = 'B2' xref="C3">`;
    const tag = { name: 'a', attributes: {}, start: 0, end: text.length, isSelfClosing: false };
    const span = findAttribute(text, tag, 'ref');
    expect(text.slice(span?.valueStart, span?.valueEnd)).toBe('B2');
    expect(text.slice(span?.start, (span?.valueEnd ?? 0) + 1)).toBe(" ref = 'B2'");
    expect(findAttribute(text, tag, 'r')).toBeUndefined();
  });
});

describe('decodeXml', () => {
  it('takes UTF-8, keeping a byte order mark so that offsets hold', () => {
    expect(decodeXml(Buffer.from('\uFEFF<a>é</a>'), 'part')).toBe('\uFEFF<a>é</a>');
    expect(decodeXml(Buffer.from('<?xml version="1.0" encoding="utf-8"?><a/>'), 'part')).toContain('<a/>');
  });

  it.each([
    [Buffer.from('<a>é</a>', 'latin1')],
    [Buffer.from('<a/>', 'utf16le').fill(0xff, 0, 1)],
    [Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a/>')],
  ])('refuses any other encoding: %j', (bytes) => {
    expect(() => decodeXml(bytes, 'part')).toThrow(failure('INPUT_DAMAGED'));
  });
});

describe('escapeXml', () => {
  it('writes text and attribute values that read back as they were', () => {
    const content = fc
      .string({ unit: 'grapheme-composite' })
      .filter((text) => !/[\u0000-\u0008\u000b-\u000c\u000e-\u001f\ufffe\uffff]/.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(content, (text) => {
        let read = '';
        let value: string | undefined;
        const attribute = text.replaceAll(/[\t\n]/g, ' ');
        scanXml(`<a x="${escapeXml(attribute)}">${escapeXml(text)}</a>`, 'part', {
          onStart: (tag) => {
            value = tag.attributes['x'];
          },
          onText: (piece) => {
            read += piece;
          },
        });
        expect([read, value]).toEqual([text, attribute]);
      }),
    );
  });
});

describe('applySplices', () => {
  it('applies changes in any order, insertions at one place in the order given', () => {
    expect(
      applySplices('abcdef', [
        { start: 4, end: 6, text: 'Z' },
        { start: 1, end: 1, text: '1' },
        { start: 1, end: 1, text: '2' },
        { start: 2, end: 3, text: '' },
      ]),
    ).toBe('a12bdZ');
    expect(applySplices('abc', [])).toBe('abc');
  });

  it('refuses changes that overlap', () => {
    expect(() =>
      applySplices('abc', [
        { start: 0, end: 2, text: '' },
        { start: 1, end: 3, text: '' },
      ]),
    ).toThrow(failure('INTERNAL'));
  });
});
