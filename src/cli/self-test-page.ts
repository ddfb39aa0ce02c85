import type { SelfTestStatement } from '../app/self-test.ts';
import { algorithmTitle } from '../core/digest.ts';
import { printable } from '../core/printable.ts';
import { formatTextTable } from '../core/text-table.ts';
import { countOf, formatCount } from '../core/units.ts';
import { formatMoment, formatPairs } from './table.ts';

/** So many are on the page; `--json` has all of them. */
const shownDifferences = 100;

/** The statement as a page that is printed, signed and filed. */
export function formatSelfTest(statement: SelfTestStatement): readonly string[] {
  const sources = [...new Set(statement.paths.flatMap((path) => path.sources))];
  return [
    'Statement on the self-test of hashing by criskit',
    ...formatPairs([...programLines(statement), ...machineLines(statement)]),
    '',
    formatVerdict(statement),
    ...formatDifferences(statement.differences),
    '',
    ...pathTable(statement.paths, sources),
    ...statement.notAvailable.map(({ path, reason }) => `${path}: not available: ${reason}`),
    '',
    'Where the expected digests are from:',
    ...sources.map((source, index) => `  [${index + 1}] ${source}`),
    '',
    'Each digest was computed by this installation on this computer. "Known" counts those that were compared with a digest',
    'that a document publishes or another program computed; the others show only that two ways of criskit agree.',
    'This says nothing of media, cables and file systems, and holds until one of the versions above changes.',
    '',
    ...['Name:', 'Date:', 'Signature:'].map((label) => `${label.padEnd(12)}${'_'.repeat(40)}`),
  ];
}

/** The result in one line. */
export function formatVerdict({ compared, differences }: SelfTestStatement): string {
  return differences.length === 0
    ? `All ${formatCount(compared)} comparisons agree.`
    : `${formatCount(differences.length)} of ${countOf(compared, 'comparison')} DIFFER. Do not hash with this installation.`;
}

function programLines({ madeAtUtc, program }: SelfTestStatement): readonly (readonly [string, string])[] {
  const { blake3, laneModule } = program;
  return [
    ['Made', formatMoment(madeAtUtc)],
    ['criskit', program.version],
    ['Run from', program.folder],
    ['Node.js', `${program.node}, ${program.nodePath}`],
    ['V8', program.v8],
    ['OpenSSL', `${program.openssl} (MD5, SHA-1, SHA-256)`],
    ['BLAKE3', `${blake3.name} ${blake3.version ?? '(version cannot be read)'}`],
    ['MD5 in lanes', `${laneModule.name}, SHA-256 ${laneModule.sha256 ?? '(file cannot be read)'}`],
  ];
}

function machineLines({ machine }: SelfTestStatement): readonly (readonly [string, string])[] {
  const { system, release, systemVersion, processor, cores, usableCores } = machine;
  return [
    ['Computer', machine.name],
    ['System', `${system} ${release} (${systemVersion})`],
    ['Architecture', machine.architecture],
    ['Processor', processor === '' ? 'the system does not say' : processor],
    ['Cores', usableCores === cores ? String(cores) : `${cores}, of which ${usableCores} can be used`],
  ];
}

function pathTable(paths: SelfTestStatement['paths'], sources: readonly string[]): readonly string[] {
  const columns = [
    { title: 'Algorithm' },
    { title: 'Path' },
    { title: 'Compared', align: 'right' },
    { title: 'Known', align: 'right' },
    { title: 'Agree', align: 'right' },
    { title: 'Expected from' },
  ] as const;
  const rows = paths.map((path) => [
    algorithmTitle[path.algorithm],
    path.path,
    formatCount(path.compared),
    formatCount(path.known),
    formatCount(path.agreed),
    sources.flatMap((source, index) => (path.sources.includes(source) ? [`[${index + 1}]`] : [])).join(' '),
  ]);
  return formatTextTable(columns, rows);
}

function formatDifferences(differences: SelfTestStatement['differences']): readonly string[] {
  if (differences.length === 0) return [];
  const more = differences.length - shownDifferences;
  return [
    '',
    'Differences:',
    ...differences.slice(0, shownDifferences).flatMap((difference) => {
      const { algorithm, path, detail, content, source, expected, found } = difference;
      return [
        `  ${algorithmTitle[algorithm]}, ${path}${detail === undefined ? '' : `, ${detail}`}: ${content}`,
        `    expected ${printable(expected)} (${source})`,
        `    found    ${printable(found)}`,
      ];
    }),
    ...(more > 0 ? [`  … and ${formatCount(more)} more; --json lists all`] : []),
  ];
}
