import { describeFormats } from '../../app/hash-sets.ts';
import { defineCommand } from '../contract.ts';
import { formatTable } from '../table.ts';

export const hashsetFormats = defineCommand({
  args: {},
  options: {},
  examples: [{ line: 'criskit hashset formats', does: 'lists what can be read and written' }],
  run: async () => {
    const formats = describeFormats();
    const columns = [
      { heading: 'format' },
      { heading: 'title' },
      { heading: 'reads' },
      { heading: 'writes' },
      { heading: 'digests' },
    ] as const;
    const rows = formats.map(({ id, title, reads, writes, algorithms }) => [
      id,
      title,
      reads ? 'yes' : 'no',
      writes ? 'yes' : 'no',
      algorithms.join(', '),
    ]);
    return { exitCode: 0, data: { formats }, text: formatTable(columns, rows) };
  },
});
