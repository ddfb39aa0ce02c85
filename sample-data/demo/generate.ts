import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bmp, gif, png } from './generator/images.ts';
import { jpeg } from './generator/jpeg.ts';
import { noise } from './generator/noise.ts';
import { avi, mp4 } from './generator/videos.ts';
import { xlsx } from './generator/workbook.ts';

/** Contents that stand in several places, by what becomes of them. */
const promoted = jpeg('recognized first, identified later', 320, 240);
const backwards = jpeg('identified first, unrecognized later', 320, 240);
const unclear = mp4('a word that the vocabulary lacks', 12);
const wallpaper = bmp('comes with an operating system', 96);

/** What each folder of media holds, by name. */
const media: Readonly<Record<string, Readonly<Record<string, Buffer>>>> = {
  '24-0001': {
    'phone/IMG_0412.JPG': promoted,
    'phone/IMG_0413.JPG': backwards,
    'phone/IMG_0413 (1).JPG': backwards,
    'phone/VID_0007.mp4': mp4('clip one', 20),
    'laptop/Übersicht – Größe ½.png': png('picture one', 64),
    'laptop/写真 01.gif': gif('picture two', 80),
    'laptop/scan.bmp': bmp('picture three', 64),
    'laptop/clip.avi': avi('clip two', 10),
  },
  '24-0002': {
    'DCIM/DSC00012.jpg': promoted,
    'DCIM/DSC00013.jpg': jpeg('picture four', 240, 320),
    'DCIM/MOV00004.avi': avi('clip three', 8),
    '-draft copy.png': png('picture five', 48),
    'holiday.jpg': mp4('clip four, named like a picture', 16),
  },
  '24-0003': {
    'tablet/a1.jpg': jpeg('picture six', 400, 304),
    'tablet/a2.png': png('picture seven', 56),
    'tablet/a3.mp4': unclear,
    'tablet/Größe M.gif': gif('picture eight', 64),
    'tablet/a5.jpg': backwards,
    'tablet/a6.bmp': bmp('picture nine', 48),
    'tablet/a7.jpg': jpeg('picture ten', 160, 120),
  },
  'new-case': {
    'usb stick/001.jpg': promoted,
    'usb stick/002.mp4': unclear,
    'usb stick/003.jpg': jpeg('picture eleven', 320, 240),
    'usb stick/004.gif': gif('picture twelve', 56),
    'usb stick/005.jpg': backwards,
    'usb stick/beach.bmp': wallpaper,
  },
};

function digest(algorithm: 'md5' | 'sha1', content: Buffer): string {
  return createHash(algorithm).update(content).digest('hex');
}

function sent(folder: string, name: string): Buffer {
  const content = media[folder]?.[name];
  if (content === undefined) throw new Error(`there is no ${folder}/${name}`);
  return content;
}

/** A status column under title rows, commas, with sums at the end that agree. */
function firstReply(): Buffer {
  const rows = [
    ['phone/IMG_0412.JPG', 'Recognized Hash Value', 'Blue Lantern', ''],
    ['phone/IMG_0413.JPG', 'Identified Child', 'Amber Hill', 'Det. Lee Okafor'],
    ['phone/VID_0007.mp4', 'Identified Child', 'Amber Hill', 'Det. Lee Okafor'],
    ['laptop/Übersicht – Größe ½.png', 'Unrecognized', '', ''],
    ['laptop/写真 01.gif', 'Unrecognized', '', ''],
    ['laptop/scan.bmp', 'Recognized Hash Value', '', ''],
    ['laptop/clip.avi', 'Unrecognized', '', ''],
  ].map(([name = '', ...rest]) => [name.slice(name.indexOf('/') + 1), ...digests('24-0001', name), ...rest].join(','));
  const head = ['Hash Value Comparison Report (invented)', 'Case 24-0001', ''];
  const columns = 'File Name,MD5,SHA-1,Result,Series Name,Point of Contact';
  const lines = [...head, columns, ...rows, '', 'Total identified: 2'];
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

function digests(folder: string, name: string): readonly string[] {
  const content = sent(folder, name);
  return [digest('md5', content), digest('sha1', content)];
}

/** A workbook with a sheet per outcome. */
function secondReply(): Buffer {
  const row = (name: string, ...rest: readonly string[]) => [
    name.slice(name.indexOf('/') + 1),
    digest('md5', sent('24-0002', name)),
    ...rest,
  ];
  return xlsx([
    { name: 'Summary', rows: [['Review of case 24-0002 (invented)'], ['Total identified: 2']] },
    {
      name: 'Identified Child',
      rows: [
        ['File', 'Hash Value', 'Series', 'POC'],
        row('DCIM/DSC00012.jpg', 'Blue Lantern', 'Sgt. Ana Ruiz'),
        row('DCIM/DSC00013.jpg', 'Blue Lantern', 'Sgt. Ana Ruiz'),
      ],
    },
    { name: 'Recognized', rows: [['File', 'Hash Value'], row('holiday.jpg')] },
    { name: 'Unrecognized', rows: [['File', 'Hash Value'], row('DCIM/MOV00004.avi'), row('-draft copy.png')] },
  ]);
}

/** Semicolons, CRLF and Windows-1252 as an old spreadsheet program saves it, with all kinds of trouble, and cut off. */
function thirdReply(): Buffer {
  const md5 = (name: string) => digest('md5', sent('24-0003', `tablet/${name}`));
  const lines = [
    'Filename;Hash;Status;Series',
    `a1.jpg;${md5('a1.jpg')};Identified Child;Copper Gate`,
    `a2.png;${md5('a2.png').slice(0, 31)};Recognized;`,
    `a3.mp4;${md5('a3.mp4')};Hash hit;`,
    `Größe M.gif;${md5('Größe M.gif')};Unrecognized;`,
    `a5.jpg;${md5('a5.jpg')};Unrecognized;`,
    `a7.jpg;${md5('a7.jpg')};Recognized;Blue Lantern`,
    `b9.jpg;${digest('md5', noise('never sent', 64))};Recognized;`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\na6.bmp;"${md5('a6.bmp').slice(0, 9)}`, 'latin1');
}

/** One MD5 per line: the wallpaper, and three of files that are nowhere here. */
function wallpapers(): Buffer {
  const others = ['one', 'two', 'three'].map((seed) => noise(`wallpaper ${seed}`, 64));
  return Buffer.from([wallpaper, ...others].map((content) => `${digest('md5', content)}\n`).join(''));
}

/** Every file of the demo by its path below this folder. */
export function demoFiles(): ReadonlyMap<string, Buffer> {
  return new Map([
    ...Object.entries(media).flatMap(([folder, files]) =>
      Object.entries(files).map(([name, content]) => [`media/${folder}/${name}`, content] as const),
    ),
    ['replies/24-0001.csv', firstReply()],
    ['replies/24-0002.xlsx', secondReply()],
    ['replies/24-0003.csv', thirdReply()],
    ['hash-sets/wallpapers.txt', wallpapers()],
  ]);
}

if (import.meta.main) {
  for (const folder of ['media', 'replies', 'hash-sets']) {
    rmSync(join(import.meta.dirname, folder), { recursive: true, force: true });
  }
  for (const [path, content] of demoFiles()) {
    const target = join(import.meta.dirname, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}
