import { checkedId } from '../../app/checked-text.ts';
import { settleConflict } from '../../app/conflicts.ts';
import { CriskitError } from '../../core/errors.ts';
import { formatConflict } from '../conflict-lines.ts';
import { defineCommand, type OptionValues } from '../contract.ts';

const decisions = {
  category: { value: 'ID', summary: 'the media belongs in this category, whatever was said up to now' },
  none: { summary: 'it belongs in no category' },
  keep: { value: 'MEDIA', summary: 'a shared digest: only this media is right, the other leaves all categories' },
  'keep-both': { summary: 'two contents really share the digest; both stay, the shared digest alone is not exported' },
} as const;

export const conflictsSettle = defineCommand({
  args: { conflict: { summary: 'its number, as criskit conflicts list shows it' } },
  options: {
    ...decisions,
    reason: { value: 'TEXT', required: true, summary: 'why, as it will stand in the log' },
    'dry-run': { summary: 'check only; write nothing' },
  },
  details: ['Exactly one of --category, --none, --keep and --keep-both says how.'],
  examples: [
    {
      line: 'criskit conflicts settle 3 --category known-victim --reason "Confirmed by phone with the point of contact"',
      does: 'files the media of conflict 3 as known victim',
    },
    { line: 'criskit conflicts settle 4 --keep 1207 --reason "The list was broken"', does: 'drops the other media' },
  ],
  run: async ({ args, options, openLab }) => {
    const dryRun = options['dry-run'];
    const request = {
      conflictId: checkedId('The number of the conflict', args.conflict),
      settlement: settlementOf(options),
      reason: options.reason,
      dryRun,
    };
    const conflict = await settleConflict(await openLab(dryRun ? 'read' : 'write'), request);
    const text = dryRun
      ? ['Would settle this conflict; nothing was written.', ...formatConflict(conflict)]
      : formatConflict(conflict);
    return { exitCode: 0, data: { conflict, written: !dryRun }, text };
  },
});

type Settlement = Parameters<typeof settleConflict>[1]['settlement'];

function settlementOf(options: OptionValues<typeof decisions>): Settlement {
  const given: Settlement[] = [];
  if (options.category !== undefined) given.push({ kind: 'category', categoryId: options.category });
  if (options.none) given.push({ kind: 'none' });
  if (options.keep !== undefined) given.push({ kind: 'keep-media', mediaId: checkedId('--keep', options.keep) });
  if (options['keep-both']) given.push({ kind: 'keep-both' });
  const [only] = given;
  if (only !== undefined && given.length === 1) return only;
  throw new CriskitError('USAGE', 'Say exactly one of --category ID, --none, --keep MEDIA and --keep-both.');
}
