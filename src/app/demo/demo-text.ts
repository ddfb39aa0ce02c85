import { join } from 'node:path';
import { errorCatalogue } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { databasePath, settingsName } from '../lab.ts';
import { demoExports } from './demo-chapters.ts';
import type { DemoEvent } from './run-demo.ts';

/** Wider lines of what commands say are folded, so that nothing is broken in the middle of a word. */
const width = 100;

/** What stands above the first step. */
export function formatDemoStart(folder: string): readonly string[] {
  return [
    'A complete example lab. All of it is invented: people, cases, replies, and pictures and clips of',
    `noise. Each command really runs, and shows what it really says; beyond ${width} columns it is folded.`,
    '',
    `$ cd ${quote(folder)}`,
  ];
}

/** One event as people read it, with the blank line that sets it off from what was before. */
export function formatDemoEvent(event: DemoEvent): readonly string[] {
  switch (event.kind) {
    case 'chapter': {
      const title = `── ${event.number}. ${event.title} `;
      return ['', '', title.padEnd(width, '─')];
    }
    case 'edit':
      return ['', ...fold(`# ${event.step.says}`, '# '), ...event.step.lines.map((line) => `  + ${line}`)];
    case 'command': {
      const { says, typed } = event.step;
      return ['', ...(says === '' ? [] : fold(`# ${says}`, '# ')), ...fold(`$ criskit ${typed}`, '    ')];
    }
    case 'outcome':
      return [...outputLines(event.outcome.output), ...exitCodeLines(event.outcome.exitCode)];
  }
}

function outputLines(output: string): readonly string[] {
  const lines = output.trimEnd().split('\n');
  return lines.flatMap((line) => fold(printable(line), `${/^\s*/.exec(line)?.[0] ?? ''}    `));
}

const meanings: Readonly<Record<number, string>> = {
  1: 'done, with differences',
  2: 'wrong usage',
  3: 'something outside failed',
  70: errorCatalogue.INTERNAL.title,
  130: errorCatalogue.INTERRUPTED.title,
};

function exitCodeLines(exitCode: number): readonly string[] {
  return exitCode === 0 ? [] : [`[exit code ${exitCode}: ${meanings[exitCode] ?? 'unknown'}]`];
}

/** Broken at blanks; further lines begin with `indent`. What has no blank stays whole. */
function fold(line: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const at = blank > indent.length ? blank : rest.indexOf(' ', width);
    if (at < 0) break;
    lines.push(rest.slice(0, at).trimEnd());
    rest = `${indent}${rest.slice(at + 1).trimStart()}`;
  }
  return [...lines, rest];
}

/** What stands below the last step: where things are, and what to try next. */
export function formatDemoEnd(folder: string, isOtherLabSet: boolean): readonly string[] {
  const inFolder = (name: string) => join(folder, name);
  return [
    '',
    '',
    '── Where things are '.padEnd(width, '─'),
    '',
    `  the lab      ${folder}`,
    `  settings     ${inFolder(settingsName)}`,
    `  database     ${databasePath(folder)}`,
    `  spreadsheet  ${inFolder('tracker.xlsx')}`,
    `  manifests    ${inFolder('submissions')}`,
    `  hash sets    ${inFolder(demoExports)}`,
    '',
    'The folder can be deleted as a whole.',
    '',
    '── What to try next '.padEnd(width, '─'),
    '',
    ...(isOtherLabSet
      ? ['CRISKIT_LAB is set in this environment and would lead to another lab: unset it first.', '']
      : []),
    `  cd ${quote(folder)}`,
    ...nextCommands.map((line) => `  ${line}`),
    '',
    'Or open the spreadsheet, change a figure by hand, save, and ask: criskit tracker check',
    'In a checkout, where criskit is not on the path, bin/criskit.js is the command.',
  ];
}

const nextCommands: readonly string[] = [
  'criskit case show 24-0003',
  'criskit lookup media/24-0002/holiday.jpg',
  'criskit import replies/24-0002.xlsx --case 24-0002 --yes    (the same again: nothing changes)',
  'criskit reconcile --format xlsx -o findings.xlsx',
  'criskit db backup backup.db',
  `hashdeep -r -l -m -k ${demoExports}/known.txt media    (where hashdeep is installed)`,
];

/** In double quotes where a shell would take it apart. */
function quote(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `"${path}"`;
}
