import { describeFormats } from '../../app/hash-sets.ts';
import { defineCommand } from '../contract.ts';
import { formatTextTable } from '../../core/text-table.ts';

export const hashsetFormats = defineCommand({
  args: {},
  options: {},
  examples: [{ line: 'criskit hashset formats', does: 'lists what can be read and written' }],
  run: async () => {
    const formats = describeFormats();
    const columns = [
      { title: 'format' },
      { title: 'title' },
      { title: 'reads' },
      { title: 'writes' },
      { title: 'digests' },
    ] as const;
    const rows = formats.map(({ id, title, reads, writes, algorithms }) => [
      id,
      title,
      reads ? 'yes' : 'no',
      writes ? 'yes' : 'no',
      algorithms.join(', '),
    ]);
    return { exitCode: 0, data: { formats }, text: formatTextTable(columns, rows) };
  },
});
