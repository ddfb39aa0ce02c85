import { abc, fox, of, type PartialRecord, tooLong, type TortureRow } from './row.ts';

function page(content: string): string {
  return `<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">\n${content}\n</queryResult>\n`;
}

function images(count: number | string, ...entries: readonly string[]): string {
  return `<images count="${count}">\n${entries.map((entry) => `${entry}\n`).join('')}</images>`;
}

function image(more = '', md5: string = abc.md5): string {
  return `<image><member id="1">M</member><id>x</id><fingerprints><md5>${md5}</md5></fingerprints>${more}</image>`;
}

const removal = '<deletedImage><member id="1">M</member><id>x</id></deletedImage>';
const abcImage = of({ md5: abc.md5 }, { kind: 'image' });

function removed(): PartialRecord {
  return of({}, { kind: 'image' });
}

const rows: readonly Omit<TortureRow, 'format'>[] = [
  {
    title: 'nothing',
    content: '',
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } },
  },
  {
    title: 'a page of no entries',
    content: page(images(0)),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a page that is cut off behind a whole entry',
    content: page(images(1, image())).slice(0, -10),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  {
    title: 'a page of another version',
    content: page('').replace('/v2', '/v3'),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
  },
  {
    title: 'counts that lie, and one that is none',
    content: page(`${images(2, image())}${images('many', image())}`),
    kept: [abcImage, abcImage],
    issues: ['2 count-differs', '4 count-differs'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'entries and lists that nobody knows',
    content: page(`${images(2, image(), image().replaceAll('image>', 'audio>'))}<audios>${image()}</audios>`),
    kept: [abcImage],
    issues: ['4 entry-unknown', '5 list-unknown'],
  },
  {
    title: 'an entry twice, and one again behind its removal',
    content: page(images(4, image(), image(), removal, image('', fox.md5))),
    kept: [abcImage, abcImage, of({ md5: fox.md5 })],
    removed: [removed()],
  },
  {
    title: 'a removal of nobody knows what',
    content: page(images(2, image(), '<deletedImage><id>x</id></deletedImage>')),
    kept: [abcImage],
    issues: ['4 removal-without-id'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'digests of 31 digits, of nothing, two that differ, and none',
    content: page(
      images(
        4,
        image('', abc.md5.slice(1)),
        image('', ''),
        image(`<fingerprints><md5>${fox.md5}</md5></fingerprints>`),
        image().replace(/<fingerprints>.*<\/fingerprints>/, ''),
      ),
    ),
    kept: [],
    issues: ['3 digest-length', '4 not-a-digest', '5 digests-differ', '6 no-digest'],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a member called __proto__, and texts that are a formula or lead out of a folder',
    content: page(images(1, image('<__proto__>=1+1</__proto__><classification>../../x</classification>'))),
    kept: [
      of(
        { md5: abc.md5 },
        {
          attributes: {
            unknownMembers: new Map<string, unknown>([
              ['member', { '@id': '1', '#text': 'M' }],
              ['id', 'x'],
              ['__proto__', '=1+1'],
              ['classification', '../../x'],
            ]),
          },
        },
      ),
    ],
    imported: { exit: 0, answer: { records: 1 } },
  },
  {
    title: 'a document type with entities',
    content: `<!DOCTYPE q [<!ENTITY a "b">]>${page(images(1, image('&a;')))}`,
    kept: [],
    fails: 'INPUT_HOSTILE',
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'INPUT_HOSTILE' } } },
  },
  {
    title: 'nesting without end',
    content: page(images(1, image(`${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`))),
    kept: [],
    fails: 'INPUT_HOSTILE',
  },
  {
    title: 'a text of more than a million characters',
    content: page(images(1, image(`<a>${tooLong}</a>`))),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
  { title: 'a NUL', content: page(images(1, image('\0'))), kept: [], fails: 'INPUT_DAMAGED' },
  {
    title: 'names in Windows-1252',
    content: Buffer.from(page(images(1, image('<a>\xfc</a>'))), 'latin1'),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
];

export const ncmecXml: readonly TortureRow[] = rows.map((row) => ({ format: 'ncmec-xml', ...row }));
