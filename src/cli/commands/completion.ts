import { type CompletedCommand, formatCompletion, shells } from '../completion-scripts.ts';
import { defineCommand, type OptionSpec, type RegistryEntry } from '../contract.ts';
import { CriskitError } from '../../core/errors.ts';
import { globalOptions } from '../global-options.ts';
import { suggest } from '../../core/suggestion.ts';

export const completion = defineCommand({
  args: { shell: { summary: shells.join(', ') } },
  options: {},
  examples: [
    { line: 'criskit completion bash > /etc/bash_completion.d/criskit', does: 'for bash' },
    { line: 'criskit completion fish > ~/.config/fish/completions/criskit.fish', does: 'for fish' },
    { line: 'criskit completion powershell >> $PROFILE', does: 'for PowerShell' },
  ],
  run: async ({ args }) => {
    const shell = shells.find((known) => known === args.shell);
    if (shell === undefined) {
      const near = suggest(args.shell, shells);
      throw new CriskitError('USAGE', `There is no completion for "${args.shell}".`, {
        hint: near === undefined ? `Shells: ${shells.join(', ')}.` : `Did you mean ${near}?`,
      });
    }
    // Loaded here, because the registry leads to this file as well.
    const { registry } = await import('../registry.ts');
    const script = formatCompletion(shell, await Promise.all(registry.map(describeCommand)));
    return { exitCode: 0, data: { shell, script }, document: asStream(script) };
  },
});

async function describeCommand({ name, summary, load }: RegistryEntry): Promise<CompletedCommand> {
  const specs = Object.entries<OptionSpec>({ ...(await load()).options, ...globalOptions });
  return {
    name,
    summary,
    options: specs.flatMap(([option, { short }]) => [`--${option}`, ...(short === undefined ? [] : [`-${short}`])]),
    choices: new Map(
      specs.flatMap(([option, { choices }]) => (choices === undefined ? [] : [[`--${option}`, choices]])),
    ),
  };
}

async function* asStream(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
