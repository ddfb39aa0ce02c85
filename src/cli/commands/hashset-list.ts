import { listHashSets } from '../../app/hash-sets.ts';
import { formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatTextTable } from '../../core/text-table.ts';

export const hashsetList = defineCommand({
  args: {},
  options: { all: { summary: 'also those that were undone, superseded or taken out' } },
  examples: [{ line: 'criskit hashset list', does: 'shows the hash sets that are in force' }],
  run: async ({ options, openLab }) => {
    const sets = await listHashSets(await openLab('read'), options.all);
    const columns = [
      { title: 'import', align: 'right' },
      { title: 'set' },
      { title: 'version' },
      { title: 'date' },
      { title: 'category' },
      { title: 'format' },
      { title: 'records', align: 'right' },
      { title: 'imported' },
      { title: 'state' },
    ] as const;
    const rows = sets.map((set) => [
      String(set.importId),
      set.setName ?? '',
      set.setVersion ?? '',
      set.setDate ?? '',
      set.categoryId ?? '',
      set.format,
      formatCount(set.records),
      set.importedAtUtc.slice(0, 10),
      set.state,
    ]);
    return {
      exitCode: 0,
      data: { sets: sets.map(({ importId, ...rest }) => ({ id: importId, ...rest })) },
      text:
        rows.length === 0 ? ['No hash set yet. criskit hashset import takes one in.'] : formatTextTable(columns, rows),
    };
  },
});
