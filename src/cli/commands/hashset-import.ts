import { parseAlgorithmOf64 } from '../../app/algorithm-list.ts';
import { checkedId } from '../../app/checked-text.ts';
import { type HashSetPreview, type ImportedHashSet, importHashSet } from '../../app/import-hash-set.ts';
import { CriskitError } from '../../core/errors.ts';
import { countOf, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatIssue, issueAsJson } from '../issue-lines.ts';
import { entryOption, hashSetInput } from '../standard-input.ts';

const issuesShown = 20;

type Counts = NonNullable<HashSetPreview['result']>;

export const hashsetImport = defineCommand({
  args: { file: { summary: 'the hash set, as it is or packed with zip or gzip; - for standard input' } },
  options: {
    category: { value: 'ID', required: true, summary: 'the category that its media are filed in' },
    format: { value: 'ID', summary: 'default: recognised by what the file holds' },
    algorithm: { value: 'NAME', summary: 'what 64 digits without a label are: sha256 (default) or blake3' },
    map: {
      value: 'WHAT',
      repeatable: true,
      summary: 'TITLE=COLUMN, TITLE=skip or COLUMN:=VALUE, each of them once; see below',
    },
    entry: entryOption,
    set: { value: 'NAME', summary: 'name of the set; default: what the file says, or else its own name' },
    'set-version': { value: 'V', summary: 'which version of the set it is; default: what the file says' },
    source: { value: 'TEXT', summary: 'where it comes from; default: what the file says' },
    date: { value: 'DATE', summary: 'the date of the version; default: what the file says' },
    'keep-earlier': { summary: 'leave the set of that name that is in force beside it' },
    supersedes: { value: 'IMPORT', summary: 'the import that it takes the place of, where several have that name' },
    delta: { summary: 'the file holds only what was added or changed since the version before' },
    yes: { summary: 'do not ask on the terminal' },
    'accept-issues': { summary: 'go on although half or more of the entries cannot be read' },
    'dry-run': { summary: 'read and count only; write nothing' },
  },
  details: [
    'For tables, --map "Hash Value=md5" says what the column of that title holds, where its title does not: md5, sha1, sha256, blake3, hash (told by length), size, kind, path, series, contact, victim_identified, offender_identified, is_distributed, vics_category, vics_scheme, tags, comments, photodna, mime or names. "Notes=skip" leaves a column away. A file whose columns are named is read as csv unless --format says otherwise.',
    'In any format, --map "series:=Operation X" says it of every record that does not say it itself: kind, series, contact, victim_identified, offender_identified, is_distributed, vics_category, vics_scheme, tags, comments or mime.',
    'A set whose name is in force in the category is its next version: added, removed and changed media are shown, and it takes the place of the version before in one step. Undone, it gives the place back. Without a terminal, --yes is needed where media would leave the set.',
    'A file that takes entries out is a delta: the version before, less what it takes out, with what it adds. --delta says so of a file that only adds.',
    'A page of NCMEC hash sharing is always a delta, and names its entries: one that comes again replaces the digests that it had, and one that is deleted takes them out, unless another entry still has them. Pages go in one after the other, in their order.',
    'Whole or not at all. Lines that cannot be read are told with their place, counted, and never guessed; then the exit code is 1. The same document in the same category again changes nothing, however it is packed.',
    'Gzip and zip are taken off as the file is read. The SHA-256 that is kept is that of the file as it was given; of a packed one, that of the file inside is kept as well.',
  ],
  examples: [
    {
      line: 'criskit hashset import ignorable.txt --category operating-system --set NSRL --set-version 2026.03',
      does: 'takes a list of digests into a category of the lab',
    },
    {
      line: 'criskit hashset import newer.txt --category operating-system --set NSRL --set-version 2026.06',
      does: 'puts the next version in its place, after showing what differs',
    },
    {
      line: 'criskit hashset import week.xml --category known-victim --set "Hash sharing" --delta --yes',
      does: 'applies what changed since the version before',
    },
    {
      line: 'criskit hashset import list.csv --category unidentified --map "Prüfsumme=md5" --map "series:=Operation X"',
      does: 'takes a table whose heading criskit does not know, and gives every record a series',
    },
    {
      line: 'criskit hashset import national.zip --entry sets/images.json --category unidentified',
      does: 'takes one of several hash sets out of an archive',
    },
    {
      line: 'ssh server cat list.txt | criskit hashset import - --category unidentified --set "From the server"',
      does: 'reads what another program writes',
    },
  ],
  run: async (context) => {
    const { args, options, io, openLab, signal, progress, confirm, warn } = context;
    const input = hashSetInput(args.file, context);
    const dryRun = options['dry-run'];
    const approve = async (preview: HashSetPreview) => {
      const { result } = preview;
      // A script that adds to the database was never asked; one that takes media out of force is.
      if (!io.stdinIsTerminal && (result === null || !takesOut(result))) return;
      const question = questionAbout(args.file, options.category, preview);
      const shown = result === null ? undefined : describeVersion(result).join('\n');
      if (!(await confirm(question, shown)))
        throw new CriskitError('NEEDS_CONFIRMATION', 'Not confirmed; nothing was written.');
    };
    const imported = await importHashSet(await openLab(dryRun ? 'read' : 'write'), {
      input,
      entry: options.entry,
      format: options.format,
      algorithm: parseAlgorithmOf64(options.algorithm),
      map: options.map,
      categoryId: options.category,
      set: { name: options.set, version: options['set-version'], source: options.source, date: options.date },
      keepEarlier: options['keep-earlier'],
      supersedes:
        options.supersedes === undefined ? undefined : checkedId('The number of the import', options.supersedes),
      isDelta: options.delta,
      acceptIssues: options['accept-issues'],
      approve: options.yes || dryRun ? undefined : approve,
      dryRun,
      signal,
      progress,
    });
    for (const issue of imported.issues.slice(0, issuesShown)) warn(formatIssue(issue));
    const more = imported.issueCount - issuesShown;
    if (more > 0) warn(`and ${countOf(more, 'more issue', 'more issues')}`);
    return {
      exitCode: imported.issueCount > 0 ? 1 : 0,
      data: asJson(imported, dryRun),
      text: asText(imported, dryRun),
    };
  },
});

function takesOut({ version }: Counts): boolean {
  return version !== null && version.removed + version.changed > 0;
}

function questionAbout(file: string, category: string, { set, records, result }: HashSetPreview): string {
  const what = `${file} (${countOf(records, 'record')}) into the category ${category}`;
  if (result?.version === null || result === null) return `Take ${what}?`;
  return `Take ${what}, as the version of "${set.name}" in the place of import ${result.version.supersedes}?`;
}

function describeVersion({ version, idleRemovals }: Counts): readonly string[] {
  const idle = idleRemovals > 0 ? [`  not in it   ${formatCount(idleRemovals)} that the file takes out`] : [];
  if (version === null) return idle;
  const { supersedes, isDelta, carried, added, removed, changed } = version;
  return [
    `  replaces    import ${supersedes}${isDelta ? `, as a delta: ${countOf(carried, 'record')} stay` : ''}`,
    `    added     ${formatCount(added)}`,
    `    removed   ${formatCount(removed)}`,
    `    changed   ${formatCount(changed)}`,
    ...idle,
  ];
}

function describeEntries({ entries }: ImportedHashSet): readonly string[] {
  if (entries === null) return [];
  const { updated, takenOut, overtaken, saidAgain } = entries;
  const what = [
    `${formatCount(updated)} updated`,
    `${formatCount(takenOut)} taken out`,
    ...(overtaken > 0 ? [`${formatCount(overtaken)} overtaken by a later one of the file`] : []),
    ...(saidAgain > 0 ? [`${formatCount(saidAgain)} said again, as others share a content with them`] : []),
  ];
  return [`  entries     ${what.join(', ')}`];
}

function asJson(
  { set, format, sha256, part, outcome, entries, issueCount, issues }: ImportedHashSet,
  dryRun: boolean,
): unknown {
  const common = { set, format, sha256, part, entries, issues: issueCount, firstIssues: issues.map(issueAsJson) };
  if (outcome.kind === 'known') {
    const { importId, records } = outcome.entry;
    return {
      import: { id: importId },
      alreadyImported: importId,
      records,
      added: 0,
      known: records,
      written: false,
      ...common,
    };
  }
  const { importId, ...counts } = outcome.result;
  return { import: { id: dryRun ? null : importId }, ...counts, written: !dryRun, ...common };
}

function asText(imported: ImportedHashSet, dryRun: boolean): readonly string[] {
  const { set, format, reason, sha256, part, outcome, issueCount } = imported;
  if (outcome.kind === 'known') {
    return [`The same document is in that category already, by import ${outcome.entry.importId}; nothing was changed.`];
  }
  const { importId, records, added, known, duplicates, conflicts } = outcome.result;
  return [
    dryRun ? 'Would import; nothing was written.' : `Import ${importId}`,
    `  set         ${[set.name, set.version ?? '', set.date ?? ''].filter((word) => word !== '').join(', ')}`,
    `  format      ${format}${reason === undefined ? '' : ` (${reason})`}`,
    `  SHA-256     ${sha256}`,
    ...(part === null ? [] : [`  inside      ${part.path.join(' > ')}`, `  its SHA-256 ${part.sha256}`]),
    `  records     ${formatCount(records)}`,
    `  added       ${formatCount(added)}`,
    `  known       ${formatCount(known)}`,
    `  repeated    ${formatCount(duplicates)}`,
    `  issues      ${formatCount(issueCount)}`,
    ...describeEntries(imported),
    ...describeVersion(outcome.result),
    ...(conflicts > 0 ? [`  conflicts   ${formatCount(conflicts)} (criskit conflicts list)`] : []),
  ];
}
