import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makePrivateFolder } from '../../src/files/private-folder.ts';
import { tempFolder } from '../cli/temp-lab.ts';

const module = pathToFileURL(resolve(import.meta.dirname, '../../src/files/private-folder.ts')).href;

describe('makePrivateFolder', () => {
  it('makes a folder for the owner alone, and removes it with what is in it', async () => {
    const folder = await makePrivateFolder();
    expect(statSync(folder.path).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o700);
    writeFileSync(join(folder.path, 'a'), 'x');
    await folder.remove();
    expect(existsSync(folder.path)).toBe(false);
    await folder.remove();
  });

  it.each([
    ['ends at once', 'process.exit(130)', 130],
    ['fails', 'throw new Error("a fault")', 1],
    ['ends without removing it', '', 0],
  ])('leaves nothing behind where the process %s', (_, end, code) => {
    const temporary = tempFolder();
    const program = `const { makePrivateFolder } = await import('${module}');
const { writeFileSync } = await import('node:fs');
writeFileSync((await makePrivateFolder()).path + '/a', 'x');
${end}`;
    const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { env });
    expect(status).toBe(code);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
