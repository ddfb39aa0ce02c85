import { runSelfTest } from '../../app/self-test.ts';
import { writeTextFile } from '../../app/write-text-file.ts';
import { defineCommand } from '../contract.ts';
import { formatSelfTest, formatVerdict } from '../self-test-page.ts';

export const selftest = defineCommand({
  args: {},
  options: {
    output: { value: 'FILE', short: 'o', summary: 'write the statement there instead of to standard output' },
    force: { summary: 'replace FILE where it exists' },
  },
  details: [
    'Computes digests that are published (RFC 1321, FIPS 180, RFC 6234, NIST, the BLAKE3 test vectors) on every path that a file can take here: each library, each lane of MD5, files on one thread and on several. Prints a statement with all versions and the processor, for the validation file of the lab. Exit code 1 on any difference. No lab is needed; the files that are hashed are temporary ones.',
  ],
  examples: [
    { line: 'criskit selftest', does: 'tests the hashing of this installation on this computer' },
    { line: 'criskit selftest -o selftest-2026-11.txt', does: 'writes the statement, to be signed and filed' },
  ],
  run: async ({ options, io, note, resolve, signal }) => {
    const statement = await runSelfTest({ clock: io.clock, signal });
    const exitCode = statement.ok ? 0 : 1;
    const text = formatSelfTest(statement);
    if (options.output === undefined) return { exitCode, data: statement, text };
    const path = resolve(options.output);
    await writeTextFile(path, `${text.join('\n')}\n`, { replace: options.force, signal });
    note(`Wrote ${path}.`);
    return { exitCode, data: { ...statement, written: path }, text: [formatVerdict(statement)] };
  },
});
