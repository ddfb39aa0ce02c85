import type { RegistryEntry } from './contract.ts';

/** Every command, in the order of help. A module is loaded only when its command is asked for. */
export const registry: readonly RegistryEntry[] = [
  {
    name: 'init',
    summary: 'make a lab folder: settings, empty database, tracker workbook',
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    name: 'demo',
    summary: 'build a complete example lab and run the whole job in it',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  {
    name: 'case add',
    summary: 'make a case known to the lab',
    load: async () => (await import('./commands/case-add.ts')).caseAdd,
  },
  {
    name: 'case list',
    summary: 'show every case',
    load: async () => (await import('./commands/case-list.ts')).caseList,
  },
  {
    name: 'case show',
    summary: 'show one case: counts, submissions, reports',
    load: async () => (await import('./commands/case-show.ts')).caseShow,
  },
  {
    name: 'hash',
    summary: 'hash files and folders, or compare them with a manifest',
    load: async () => (await import('./commands/hash.ts')).hash,
  },
  {
    name: 'selftest',
    summary: 'check hashing on this computer against published digests; prints a statement',
    load: async () => (await import('./commands/selftest.ts')).selftest,
  },
  {
    name: 'submit prepare',
    summary: 'hash what is sent to NCMEC and write its manifest',
    load: async () => (await import('./commands/submit-prepare.ts')).submitPrepare,
  },
  {
    name: 'submit list',
    summary: 'show the submissions',
    load: async () => (await import('./commands/submit-list.ts')).submitList,
  },
  {
    name: 'submit manifest',
    summary: 'write the manifest of a submission once more',
    load: async () => (await import('./commands/submit-manifest.ts')).submitManifest,
  },
  {
    name: 'submit batch',
    summary: "write the digests of a case in numbered lots for the portal's paste box",
    load: async () => (await import('./commands/submit-batch.ts')).submitBatch,
  },
  {
    name: 'submit lots',
    summary: 'show which lots of a case have their answer',
    load: async () => (await import('./commands/submit-lots.ts')).submitLots,
  },
  {
    name: 'import',
    summary: 'take in the reply from NCMEC: read, account, preview, split, store',
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    name: 'layout list',
    summary: 'list the layouts of replies: those of criskit and those the lab was taught',
    load: async () => (await import('./commands/layout-list.ts')).layoutList,
  },
  {
    name: 'layout check',
    summary: 'show what each line of a reply is by the file of a layout',
    load: async () => (await import('./commands/layout-check.ts')).layoutCheck,
  },
  {
    name: 'layout show',
    summary: 'print the file of a layout that the lab was taught',
    load: async () => (await import('./commands/layout-show.ts')).layoutShow,
  },
  {
    name: 'hashset import',
    summary: 'take a hash set into a category',
    manyRecords: true,
    load: async () => (await import('./commands/hashset-import.ts')).hashsetImport,
  },
  {
    name: 'hashset export',
    summary: 'write a category as a hash set for forensic tools',
    manyRecords: true,
    load: async () => (await import('./commands/hashset-export.ts')).hashsetExport,
  },
  {
    name: 'hashset list',
    summary: 'show the hash sets that were imported',
    load: async () => (await import('./commands/hashset-list.ts')).hashsetList,
  },
  {
    name: 'hashset identify',
    summary: 'say what a hash-set file is, how sure that is, and what it holds',
    load: async () => (await import('./commands/hashset-identify.ts')).hashsetIdentify,
  },
  {
    name: 'hashset show',
    summary: 'show one hash set: its versions, its document, exports since',
    load: async () => (await import('./commands/hashset-show.ts')).hashsetShow,
  },
  {
    name: 'hashset remove',
    summary: 'take a hash set out of the database; the log keeps it',
    load: async () => (await import('./commands/hashset-remove.ts')).hashsetRemove,
  },
  {
    name: 'hashset diff',
    summary: 'compare two hash sets: versions in the database, or files',
    manyRecords: true,
    load: async () => (await import('./commands/hashset-diff.ts')).hashsetDiff,
  },
  {
    name: 'hashset combine',
    summary: 'union, intersection or difference of hash sets, as a file',
    manyRecords: true,
    load: async () => (await import('./commands/hashset-combine.ts')).hashsetCombine,
  },
  {
    name: 'hashset exports',
    summary: 'list what was exported, for whom, and what of it is stale',
    load: async () => (await import('./commands/hashset-exports.ts')).hashsetExports,
  },
  {
    name: 'hashset formats',
    summary: 'list the formats of hash sets',
    load: async () => (await import('./commands/hashset-formats.ts')).hashsetFormats,
  },
  {
    name: 'lookup',
    summary: 'ask whether digests or files are known, and as what',
    manyRecords: true,
    load: async () => (await import('./commands/lookup.ts')).lookup,
  },
  {
    name: 'why',
    summary: 'the full statement on one digest: every document that speaks of it',
    load: async () => (await import('./commands/why.ts')).why,
  },
  {
    name: 'match',
    summary: 'compare a folder, a manifest or a hash set with the database',
    manyRecords: true,
    load: async () => (await import('./commands/match.ts')).match,
  },
  {
    name: 'reconcile',
    summary: 'compare what was sent, returned, stored and entered in the spreadsheet',
    load: async () => (await import('./commands/reconcile.ts')).reconcile,
  },
  {
    name: 'promotions',
    summary: 'list what became known since, and the earlier cases to be told',
    load: async () => (await import('./commands/promotions.ts')).promotions,
  },
  {
    name: 'tracker sync',
    summary: 'bring the rows of the spreadsheet up to what the database says',
    load: async () => (await import('./commands/tracker.ts')).trackerSync,
  },
  {
    name: 'tracker check',
    summary: 'show where spreadsheet and database differ',
    load: async () => (await import('./commands/tracker.ts')).trackerCheck,
  },
  {
    name: 'conflicts list',
    summary: 'show what a person has to decide',
    load: async () => (await import('./commands/conflicts-list.ts')).conflictsList,
  },
  {
    name: 'conflicts settle',
    summary: 'decide a conflict',
    load: async () => (await import('./commands/conflicts-settle.ts')).conflictsSettle,
  },
  {
    name: 'split-rule show',
    summary: 'show the rule from outcome to category, and what each version filed',
    load: async () => (await import('./commands/split-rule-show.ts')).splitRuleShow,
  },
  {
    name: 'split-rule apply',
    summary: 'file everything by the rule of criskit.toml, after a change of it',
    load: async () => (await import('./commands/split-rule-apply.ts')).splitRuleApply,
  },
  {
    name: 'undo',
    summary: 'take an import back, whole',
    load: async () => (await import('./commands/undo.ts')).undo,
  },
  {
    name: 'history',
    summary: 'show the log: who did what, and when',
    load: async () => (await import('./commands/history.ts')).history,
  },
  {
    name: 'db stats',
    summary: 'say how much the database holds',
    load: async () => (await import('./commands/db-stats.ts')).dbStats,
  },
  {
    name: 'db verify',
    summary: 'check that the database is whole and says what it should',
    load: async () => (await import('./commands/db-verify.ts')).dbVerify,
  },
  {
    name: 'db rebuild',
    summary: 'derive categories and conflicts anew',
    load: async () => (await import('./commands/db-rebuild.ts')).dbRebuild,
  },
  {
    name: 'db backup',
    summary: 'copy the database while others work',
    load: async () => (await import('./commands/db-backup.ts')).dbBackup,
  },
  {
    name: 'db restore',
    summary: 'go back to a backup, verified first',
    load: async () => (await import('./commands/db-restore.ts')).dbRestore,
  },
  {
    name: 'completion',
    summary: 'print the completion script for a shell',
    load: async () => (await import('./commands/completion.ts')).completion,
  },
];
