import { resolve } from 'node:path';
import { type Category, defaultCategories } from '../core/category.ts';
import type { Algorithm } from '../core/digest.ts';
import { type Outcome, outcomes } from '../core/outcome.ts';
import { defaultSplitRule, type SplitRule } from '../core/split-rule.ts';
import { suggest } from '../core/suggestion.ts';
import { type TrackerAliases, type TrackerSettings, trackerColumns } from '../tracker/contract.ts';
import type { SettingsProblem } from './settings-problems.ts';
import { keyOfColumn, type RawSettings, settingsSchema } from './settings-schema.ts';
import { parseTomlFile } from './settings-toml.ts';

/** What criskit.toml says, checked, with the defaults filled in. */
export interface Settings {
  readonly lab: { readonly name: string; readonly agency: string; readonly examiner: string };
  /** In the order of precedence. */
  readonly categories: readonly Category[];
  readonly splitRule: SplitRule;
  readonly hashing: {
    readonly algorithms: readonly Algorithm[];
    readonly threads: number | undefined;
    readonly bufferMib: number | undefined;
  };
  readonly followUpDays: number;
  readonly tracker: TrackerSettings;
  /** The lab's own words for outcomes, as written. */
  readonly vocabulary: ReadonlyMap<string, Outcome>;
}

/** In criskit.toml: filed in no category. */
const noCategory = 'none';
const countedCategories = ['known-victim', 'unidentified'] as const;

/** `path` is for messages, its folder the one that relative paths start from. Throws SETTINGS_INVALID. */
export function parseSettings(text: string, path: string): Settings {
  const raw = parseTomlFile(text, path, settingsSchema, ruleProblems);
  return withDefaults(raw, resolve(path, '..'));
}

/** What the shape alone cannot say. */
function ruleProblems(raw: RawSettings): readonly SettingsProblem[] {
  const categories = raw.categories ?? defaultCategories;
  const ids = categories.map((category) => category.id);
  const problems: SettingsProblem[] = [];
  for (const [index, id] of ids.entries()) {
    const keyPath = ['categories', index, 'id'];
    if (ids.indexOf(id) !== index) problems.push({ keyPath, message: `the category "${id}" is listed twice.` });
    if (id === noCategory) problems.push({ keyPath, message: `"${noCategory}" stands for no category.` });
  }
  for (const id of countedCategories) {
    const index = ids.indexOf(id);
    if (index < 0) {
      const message = `the category "${id}" is missing; the spreadsheet's figures count it.`;
      problems.push({ keyPath: ['categories'], message });
    } else if (categories[index]?.kind !== 'alert') {
      const keyPath = ['categories', index, 'kind'];
      problems.push({ keyPath, message: `the category "${id}" must be of kind "alert".` });
    }
  }
  return [...problems, ...splitProblems(raw, ids), ...repeatedAlgorithms(raw)];
}

function splitProblems(raw: RawSettings, ids: readonly string[]): readonly SettingsProblem[] {
  return outcomes.flatMap((outcome) => {
    const id = splitTarget(raw, outcome);
    if (id === noCategory || ids.includes(id)) return [];
    const near = suggest(id, [...ids, noCategory]);
    return [
      {
        keyPath: ['split-rule', outcome],
        message: `[split-rule] ${outcome} names the category "${id}", which is not in [[categories]].`,
        hint: near === undefined ? `Categories: ${ids.join(', ')}.` : `Did you mean "${near}"?`,
      },
    ];
  });
}

function repeatedAlgorithms(raw: RawSettings): readonly SettingsProblem[] {
  const listed = raw.hashing?.algorithms ?? [];
  return new Set(listed).size === listed.length
    ? []
    : [{ keyPath: ['hashing', 'algorithms'], message: '[hashing] algorithms names one of them twice.' }];
}

function splitTarget(raw: RawSettings, outcome: Outcome): string {
  return raw['split-rule']?.[outcome] ?? defaultSplitRule.byOutcome[outcome] ?? noCategory;
}

function withDefaults(raw: RawSettings, folder: string): Settings {
  const target = (outcome: Outcome) => {
    const id = splitTarget(raw, outcome);
    return id === noCategory ? null : id;
  };
  return {
    lab: { name: raw.lab?.name ?? '', agency: raw.lab?.agency ?? '', examiner: raw.lab?.examiner ?? '' },
    categories: raw.categories ?? defaultCategories,
    splitRule: {
      version: raw['split-rule']?.version ?? defaultSplitRule.version,
      byOutcome: {
        identified: target('identified'),
        recognized: target('recognized'),
        unrecognized: target('unrecognized'),
        'not-identified': target('not-identified'),
      },
      unidentifiedKinds: raw['split-rule']?.['unidentified-kinds'] ?? defaultSplitRule.unidentifiedKinds,
    },
    hashing: {
      algorithms: raw.hashing?.algorithms ?? ['md5', 'sha1', 'sha256'],
      threads: raw.hashing?.threads,
      bufferMib: raw.hashing?.['buffer-mib'],
    },
    followUpDays: raw['follow-up']?.days ?? 90,
    tracker: trackerSettings(raw, folder),
    vocabulary: new Map(Object.entries(raw.vocabulary ?? {})),
  };
}

function trackerSettings(raw: RawSettings, folder: string): TrackerSettings {
  const columns: Readonly<Record<string, readonly string[] | undefined>> = raw.tracker?.columns ?? {};
  const aliases: TrackerAliases = Object.fromEntries(
    trackerColumns.flatMap((column) => {
      const names = columns[keyOfColumn(column)];
      return names === undefined ? [] : [[column, names]];
    }),
  );
  const sheet = raw.tracker?.sheet;
  return {
    path: resolve(folder, raw.tracker?.path ?? 'tracker.xlsx'),
    ...(sheet === undefined ? {} : { sheet }),
    aliases,
  };
}
