import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { registry } from '../../src/cli/registry.ts';
import { itWith } from '../peer-program.ts';
import { runMain } from './run-main.ts';

const here = { cwd: import.meta.dirname };

async function scriptFor(shell: string): Promise<string> {
  return (await runMain(['completion', shell], here)).stdout;
}

async function scriptFile(shell: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-completion-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, `criskit.${shell}`);
  writeFileSync(path, await scriptFor(shell));
  return path;
}

/** What bash offers for the last of these words. */
async function complete(words: readonly string[]): Promise<readonly string[]> {
  const script = `${await scriptFor('bash')}
COMP_WORDS=(criskit ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _criskit; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

const secondWords = registry.flatMap(({ name }) => (name.startsWith('hashset ') ? name.slice('hashset '.length) : []));

describe('completion', () => {
  it.each([
    'bash',
    'zsh',
    'fish',
    'powershell',
  ])('for %s names every command and the options of each', async (shell) => {
    const script = await scriptFor(shell);
    for (const { name, load } of registry) {
      for (const word of name.split(' ')) expect(script).toContain(word);
      for (const option of Object.keys((await load()).options)) expect(script).toContain(option);
    }
  });

  it('for a shell that does not exist suggests one', async () => {
    const { code, stderr } = await runMain(['completion', 'bsh'], here);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean bash?');
  });

  itWith('bash')('in bash offers commands, second words, options and choices', async () => {
    expect(await complete(['hashs'])).toEqual(['hashset']);
    expect(await complete(['hashset', ''])).toEqual(secondWords);
    expect(await complete(['hashset', 'export', '--cat'])).toEqual(['--category']);
    expect(await complete(['--json', 'reconcile', '--format', ''])).toEqual(['table', 'json', 'csv', 'xlsx']);
    expect(await complete(['lookup', 'x'])).toEqual(['']);
  });

  itWith('zsh')('is a script that zsh reads', async () => {
    expect(execFileSync('zsh', ['-n', await scriptFile('zsh')], { encoding: 'utf8' })).toBe('');
  });

  itWith('fish')('is a script that fish reads', async () => {
    expect(execFileSync('fish', ['--no-execute', await scriptFile('fish')], { encoding: 'utf8' })).toBe('');
  });

  itWith('fish')('in fish offers commands, second words, options and choices', async () => {
    const path = await scriptFile('fish');
    const offers = (line: string) => {
      const script = `source ${path}; complete -C '${line}'`;
      const said = execFileSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' });
      return said
        .trim()
        .split('\n')
        .map((offer) => offer.split('\t')[0] ?? '')
        .toSorted();
    };
    expect(offers('criskit hashs')).toEqual(['hashset']);
    expect(offers('criskit hashset ')).toEqual(secondWords.toSorted());
    expect(offers('criskit hashset export --cat')).toEqual(['--category']);
    expect(offers('criskit reconcile --format ')).toEqual(['csv', 'json', 'table', 'xlsx']);
  });
});
