import { describeFormats, describeProfiles, type ProfileDescription } from '../../app/hash-sets.ts';
import { defineCommand } from '../contract.ts';
import { formatTextTable } from '../../core/text-table.ts';

export const hashsetFormats = defineCommand({
  args: {},
  options: {},
  examples: [
    {
      line: 'criskit hashset formats',
      does: 'lists what can be read and written, and the profiles for single programs',
    },
  ],
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
    const profiles = describeProfiles();
    const text = [...formatTextTable(columns, rows), '', ...profileTable(profiles)];
    return { exitCode: 0, data: { formats, profiles }, text };
  },
});

function profileTable(profiles: readonly ProfileDescription[]): readonly string[] {
  const titles = ['profile', 'program', 'format', 'digests', 'first line', 'letters', 'line ends', 'verified'];
  const rows = profiles.map((profile) => [
    profile.id,
    profile.title,
    profile.format,
    profile.algorithms.join(', '),
    profile.headerLine ? 'algorithm' : 'digest',
    profile.letterCase,
    profile.lineEnd,
    profile.verified ? 'yes' : 'no',
  ]);
  return formatTextTable(
    titles.map((title) => ({ title })),
    rows,
  );
}
