import type { LabStatement } from '../app/explain-digest.ts';
import { algorithms, algorithmTitle } from '../core/digest.ts';
import { formatPlace } from '../core/place.ts';
import { countOf, formatBytes } from '../core/units.ts';
import { formatMoment, formatPairs } from './table.ts';

type Assertion = LabStatement['assertions'][number];
type Refiling = LabStatement['refilings'][number];

/** What `criskit why --json` prints. */
export function statementAsJson(statement: LabStatement): unknown {
  const { query, answer, media, assertions, refilings, submissions, conflicts, exports } = statement;
  return {
    digest: query.value,
    algorithm: query.algorithm,
    known: answer.known,
    categories: answer.categories,
    inConflict: answer.inConflict,
    ambiguous: answer.ambiguous,
    media,
    assertions: assertions.map(assertionAsJson),
    refilings: refilings.map(refilingAsJson),
    submissions,
    conflicts,
    exports,
  };
}

function assertionAsJson(assertion: Assertion): unknown {
  const { import: entry, from, place, outcome, categoryId, fileName, attributes, stated, inForce } = assertion;
  const { document, part } = from ?? entry;
  return {
    import: entry.importId,
    takenOverFrom: from?.importId ?? null,
    document: { name: document.name, sha256: document.sha256 },
    part,
    place: formatPlace(place),
    outcome,
    category: categoryId,
    case: entry.caseNumber,
    by: entry.importedBy,
    at: entry.importedAtUtc,
    inForce,
    state: entry.state,
    ended: entry.ended,
    setName: entry.setName,
    setVersion: entry.setVersion,
    stated,
    fileName: fileName ?? null,
    attributes: attributes === undefined ? null : attributesAsJson(attributes),
  };
}

function refilingAsJson({ import: entry, outcome, categoryId, inForce }: Refiling): unknown {
  return {
    import: entry.importId,
    splitRuleVersion: entry.splitRuleVersion,
    document: { name: entry.document.name, sha256: entry.document.sha256 },
    outcome,
    category: categoryId,
    by: entry.importedBy,
    at: entry.importedAtUtc,
    inForce,
    state: entry.state,
    ended: entry.ended,
  };
}

function attributesAsJson(attributes: NonNullable<Assertion['attributes']>): unknown {
  const { unknownMembers, ...known } = attributes;
  return unknownMembers === undefined ? known : { ...known, unknownMembers: Object.fromEntries(unknownMembers) };
}

/** The same as a page for people: what is known, and every document it rests on. */
export function formatStatement(statement: LabStatement): readonly string[] {
  const { query, media, assertions } = statement;
  return [
    `Statement on ${algorithmTitle[query.algorithm]} ${query.value}`,
    ...formatPairs([
      ['Lab', statement.labName],
      ['Made', `${formatMoment(statement.madeAtUtc)} by ${statement.madeBy}`],
    ]),
    '',
    ...summaryOf(statement),
    ...media.flatMap((one, index) => [
      '',
      ...describeMedia(one, media.length > 1 ? `Content ${index + 1}` : 'The content'),
    ]),
    ...assertions.flatMap((assertion, index) => ['', ...describeAssertion(assertion, index + 1, statement)]),
    ...listed(
      'Split rules applied to it since',
      statement.refilings.map((refiling) => describeRefiling(refiling, statement)),
    ),
    ...listed('Sent to NCMEC', statement.submissions.map(describeSubmission)),
    ...listed('Conflicts', statement.conflicts.map(describeConflict)),
    ...listed('Given out since, in exports of its category', statement.exports.map(describeExport)),
  ];
}

function summaryOf(statement: LabStatement): readonly string[] {
  const { answer, media, assertions, categoryTitles } = statement;
  if (media.length === 0) return ['The database of this lab holds nothing on this digest, and never did.'];
  const filed = answer.categories.map(
    ({ categoryId, importId, sinceUtc }) =>
      `It is filed as ${categoryTitles.get(categoryId) ?? categoryId} (${categoryId}), since ${formatMoment(sinceUtc)} by import ${importId}.`,
  );
  const inForce = assertions.filter((assertion) => assertion.inForce).length;
  return [
    ...(filed.length > 0 ? filed : ['It is filed in no category.']),
    `${countOf(assertions.length, 'record')} of ${countOf(new Set(assertions.map(({ import: entry }) => entry.importId)).size, 'import')} ` +
      `${assertions.length === 1 ? 'says' : 'say'} something of it; ${inForce} in force.`,
    ...(answer.inConflict
      ? ['A conflict about it is open: no export contains it until a person has settled that.']
      : []),
    ...(answer.ambiguous ? ['Two different contents in the database share this digest.'] : []),
  ];
}

function describeMedia(media: LabStatement['media'][number], title: string): readonly string[] {
  return [
    `${title}:`,
    ...indent([
      ...algorithms.map((algorithm) => [algorithmTitle[algorithm], media.digests[algorithm]] as const),
      ['Kind', media.kind],
      ['Size', media.sizeBytes === null ? null : `${media.sizeBytes} bytes (${formatBytes(media.sizeBytes)})`],
      [
        'Note',
        media.isDigestOfNothing ? 'a file of zero length, or a digest of zeros: never in an alert category' : null,
      ],
    ]),
  ];
}

function describeAssertion(assertion: Assertion, number: number, statement: LabStatement): readonly string[] {
  const { import: entry, from, place, outcome, categoryId, fileName, attributes, stated, inForce } = assertion;
  const { document, part } = from ?? entry;
  const category =
    categoryId === null ? 'none' : `${statement.categoryTitles.get(categoryId) ?? categoryId} (${categoryId})`;
  const ended = entry.ended;
  return [
    `${number}. Import ${entry.importId}, ${inForce ? 'in force' : entry.state}:`,
    ...indent([
      ['Document', document.name],
      ['SHA-256', document.sha256],
      ['Part', part?.path.join(' > ')],
      ['SHA-256 of part', part?.sha256],
      ['Place', formatPlace(place)],
      ['Taken over', from === null ? null : `from import ${from.importId}: ${entry.document.name} left it as it was`],
      ['Says', outcome ?? `member of the hash set ${nameOfSet(entry)}`],
      ['Filed in', category],
      [
        'Digests stated',
        algorithms
          .filter((algorithm) => stated[algorithm] !== undefined)
          .map((algorithm) => algorithmTitle[algorithm])
          .join(', '),
      ],
      ['File name', fileName],
      ['Series', attributes?.series],
      ['Contact', attributes?.contact],
      ['Case', entry.caseNumber],
      ['Split rule', entry.splitRuleVersion === null ? null : `version ${entry.splitRuleVersion}`],
      ['Imported', `${formatMoment(entry.importedAtUtc)} by ${entry.importedBy}`],
      [
        'Accepted',
        entry.acceptedDifference === null ? null : `although statements disagree: ${entry.acceptedDifference}`,
      ],
      ['Ended', ended === null ? null : `${entry.state} ${formatMoment(ended.atUtc)} by ${ended.by}: ${ended.reason}`],
    ]),
  ];
}

function nameOfSet({ setName, setVersion, document }: Assertion['import']): string {
  return `"${setName ?? document.name}"${setVersion === null ? '' : `, version ${setVersion}`}`;
}

function describeRefiling(refiling: Refiling, { categoryTitles }: LabStatement): string {
  const { import: entry, outcome, categoryId, inForce } = refiling;
  const where =
    categoryId === null ? 'in no category' : `in ${categoryTitles.get(categoryId) ?? categoryId} (${categoryId})`;
  const ended =
    entry.ended === null ? '' : `, ${formatMoment(entry.ended.atUtc)} by ${entry.ended.by}: ${entry.ended.reason}`;
  return (
    `import ${entry.importId}, ${inForce ? 'in force' : `${entry.state}${ended}`}: version ${entry.splitRuleVersion ?? ''} of the split rule ` +
    `(SHA-256 ${entry.document.sha256}) files ${outcome} ${where}, ${formatMoment(entry.importedAtUtc)} by ${entry.importedBy}`
  );
}

function describeSubmission(submission: LabStatement['submissions'][number]): string {
  const { submissionId, caseNumber, path, preparedAtUtc, preparedBy } = submission;
  return `submission ${submissionId} of case ${caseNumber}, as ${path}, prepared ${formatMoment(preparedAtUtc)} by ${preparedBy}`;
}

function describeConflict(conflict: LabStatement['conflicts'][number]): string {
  const { conflictId, message, state, settled } = conflict;
  const end = settled === null ? '' : `, ${formatMoment(settled.atUtc)} by ${settled.by}: ${settled.reason}`;
  return `conflict ${conflictId} (${state}${end}): ${message}`;
}

function describeExport(entry: LabStatement['exports'][number]): string {
  const { exportId, format, fileName, sha256, exportedAtUtc, exportedBy } = entry;
  return `export ${exportId}, ${format}, ${fileName}, ${formatMoment(exportedAtUtc)} by ${exportedBy}, SHA-256 ${sha256}`;
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  - ${line}`)];
}

function indent(pairs: readonly (readonly [string, string | null | undefined])[]): readonly string[] {
  return formatPairs(pairs).map((line) => `   ${line}`);
}
