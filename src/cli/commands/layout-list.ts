import { readLabSettings } from '../../app/lab.ts';
import { listLayouts } from '../../app/layouts.ts';
import { formatTextTable } from '../../core/text-table.ts';
import { defineCommand } from '../contract.ts';

export const layoutList = defineCommand({
  args: {},
  options: {},
  details: [
    'A layout says what the lines of a reply mean. Those that the lab was taught stand in its folder "layouts".',
  ],
  examples: [{ line: 'criskit layout list', does: 'lists what replies can be read as' }],
  run: async ({ findLab }) => {
    const folder = await findLab();
    const layouts = await listLayouts({ folder, settings: await readLabSettings(folder) });
    const columns = [
      { title: 'layout' },
      { title: 'from' },
      { title: 'title' },
      { title: 'author' },
      { title: 'date' },
    ];
    const rows = layouts.map(({ name, origin, title, author, date }) => [
      name,
      origin,
      title,
      author ?? '',
      date ?? '',
    ]);
    return { exitCode: 0, data: { layouts }, text: formatTextTable(columns, rows) };
  },
});
