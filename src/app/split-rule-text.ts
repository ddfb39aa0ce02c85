import { type KindCounts, mediaKinds, totalOfKinds } from '../core/media.ts';
import { formatSplitRule, type SplitRule } from '../core/split-rule.ts';
import { countOf, formatCount } from '../core/units.ts';
import { formatContact } from './case-contact-text.ts';
import { formatMediaChanges } from './media-changes-text.ts';
import type { AppliedSplitRule, SplitRuleView } from './split-rule.ts';

/** So many cases are named one by one. */
const shownCases = 50;

/** The rule in force, what each version filed, and the verdict. */
export function formatSplitRuleView(view: SplitRuleView): readonly string[] {
  return [
    'In criskit.toml:',
    ...ruleLines(view.rule),
    '',
    ...(view.versions.length === 0
      ? ['No version was used yet.']
      : view.versions.flatMap((version) => formatVersion(version))),
    '',
    ...formatVerdict(view),
  ];
}

function ruleLines(rule: SplitRule): readonly string[] {
  return formatSplitRule(rule)
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
}

function formatVersion(version: SplitRuleView['versions'][number]): readonly string[] {
  const { firstUsedAtUtc, firstUsedBy, imports } = version;
  const since =
    firstUsedAtUtc === null
      ? 'used before rules were kept'
      : `first used ${firstUsedAtUtc.slice(0, 10)} by ${firstUsedBy ?? ''}`;
  return [
    `Version ${version.version}: ${since}; ${countOf(imports, 'import')} in force`,
    ...(version.rule === null ? [] : ruleLines(version.rule).slice(2)),
    ...version.filed.map(
      ({ categoryId, counts }) =>
        `  files ${formatKinds(counts)} ${categoryId === '' ? 'nowhere' : `in ${categoryId}`} today`,
    ),
  ];
}

function formatVerdict(view: SplitRuleView): readonly string[] {
  const { rule, media, disagreeing, isVersionTaken } = view;
  if (isVersionTaken) {
    return [
      `Version ${rule.version} was used with another text (above). Nothing can be imported or applied until the version in criskit.toml is raised.`,
    ];
  }
  if (disagreeing === 0)
    return [`The database agrees with the rule (${countOf(media, 'media', 'media')} of reports in force).`];
  return [
    `The database does not agree with the rule: ${formatCount(disagreeing)} of what reports say of ${countOf(media, 'media', 'media')} is filed otherwise.`,
    'criskit split-rule apply --dry-run shows what would move.',
  ];
}

/** Such as `3 media (2 images, 1 video)`. */
function formatKinds(counts: KindCounts): string {
  const parts = mediaKinds.filter((kind) => counts[kind] > 0).map((kind) => `${formatCount(counts[kind])} ${kind}`);
  return `${countOf(totalOfKinds(counts), 'media', 'media')} (${parts.join(', ')})`;
}

/** What applying the rule did or would do. */
export function formatAppliedRule(applied: AppliedSplitRule): readonly string[] {
  const { rule, changes, unwritten } = applied;
  if (unwritten === 'nothing-to-do') {
    return [`Nothing was written: the database agrees with version ${rule.version} of the split rule.`];
  }
  const moved = changes.moved.reduce((sum, { counts }) => sum + totalOfKinds(counts), 0);
  return [
    `Split rule, version ${rule.version}: ${countOf(changes.refiled, 'outcome')} of media filed otherwise, ${countOf(moved, 'media', 'media')} ${moved === 1 ? 'moves' : 'move'}.`,
    ...changes.moved.flatMap(formatMove),
    ...formatCases(changes.cases),
    ...(changes.conflicts.length === 0
      ? []
      : [
          '',
          `${countOf(changes.conflicts.length, 'conflict')} between lists come up by it; until settled, their media are in no export (criskit conflicts list).`,
        ]),
    '',
    ...formatEnd(applied),
  ];
}

function formatMove({ before, after, counts, first }: AppliedSplitRule['changes']['moved'][number]): readonly string[] {
  const named = (names: readonly string[]) => (names.length === 0 ? 'no category' : names.join(' + '));
  const [, ...lines] = formatMediaChanges('', first, first.length);
  const more = totalOfKinds(counts) - first.length;
  return [
    '',
    `From ${named(before)} to ${named(after)}: ${formatKinds(counts)}`,
    ...lines,
    ...(more > 0 ? [`  … and ${formatCount(more)} more`] : []),
  ];
}

function formatCases(cases: AppliedSplitRule['changes']['cases']): readonly string[] {
  if (cases.length === 0) return [];
  const more = cases.length - shownCases;
  return [
    '',
    `Cases concerned (${formatCount(cases.length)}):`,
    ...cases.slice(0, shownCases).map((one) => `  ${formatContact(one)}: ${countOf(one.media, 'media', 'media')}`),
    ...(more > 0 ? [`  … and ${formatCount(more)} more`] : []),
  ];
}

function formatEnd({ unwritten, changes, tracker }: AppliedSplitRule): readonly string[] {
  switch (unwritten) {
    case 'preview':
      return ['Nothing is written yet.'];
    case 'dry-run':
      return ['Nothing was written (--dry-run).'];
    case 'declined':
    case 'nothing-to-do':
      return ['Nothing was written.'];
    case null:
      return [
        `Written as import ${changes.importId}; criskit undo ${changes.importId} --reason "…" moves everything back.`,
        ...(tracker?.state === 'pending'
          ? ['The spreadsheet could not be written: the rows are pending. Later: criskit tracker sync']
          : []),
      ];
  }
}
