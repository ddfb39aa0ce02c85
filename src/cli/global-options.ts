import type { OptionSpecs, OptionValues } from './contract.ts';

/** Accepted by every command, before and after its name. */
export const globalOptions = {
  lab: { value: 'DIR', summary: 'the lab folder; else CRISKIT_LAB, else the nearest folder upwards with criskit.toml' },
  json: { summary: 'the result as JSON on standard output, errors too' },
  quiet: { short: 'q', summary: 'say nothing on standard error but errors and questions' },
  verbose: { summary: 'say on standard error how the work is done, and what this computer has to do without' },
  'no-color': { summary: 'no colours; the environment variable NO_COLOR does the same' },
  help: { short: 'h', summary: 'show this help' },
} as const satisfies OptionSpecs;

export type GlobalValues = Omit<OptionValues<typeof globalOptions>, 'help'>;
