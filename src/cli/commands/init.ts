import { initLab } from '../../app/init-lab.ts';
import { defineCommand } from '../contract.ts';

export const init = defineCommand({
  args: { dir: { summary: 'the folder of the lab; default: --lab, else this folder', optional: true } },
  options: {
    name: { value: 'TEXT', summary: 'name of the lab; default: the name of the folder' },
    agency: { value: 'TEXT', summary: 'the agency that the lab belongs to' },
    examiner: { value: 'TEXT', summary: 'who works with it' },
    'dry-run': { summary: 'say what would be made; write nothing' },
  },
  details: ['Makes criskit.toml, lab.db and tracker.xlsx. What is there already stays as it is.'],
  examples: [
    {
      line: 'criskit init Lab --name "CRIS desk" --agency "Springfield PD" --examiner "Robin Vance"',
      does: 'makes a lab in the folder Lab',
    },
  ],
  run: async ({ args, options, io, labOption, resolve, note }) => {
    const dryRun = options['dry-run'];
    const folder = resolve(args.dir ?? labOption ?? '.');
    const names = { name: options.name ?? '', agency: options.agency ?? '', examiner: options.examiner ?? '' };
    const { made, kept } = await initLab({ folder, names, dryRun, clock: io.clock, onWarning: note });
    const text =
      made.length === 0
        ? [`${folder} is a lab already; nothing was changed.`]
        : [
            `${dryRun ? 'Would make' : 'Made'} a lab in ${folder}${kept.length > 0 ? ', of which a part was there' : ''}:`,
            ...made.map((path) => `  ${path}`),
            ...(dryRun ? ['Nothing was written.'] : ['Look through criskit.toml next; then: criskit case add']),
          ];
    return { exitCode: 0, data: { folder, made, kept, written: !dryRun && made.length > 0 }, text };
  },
});
