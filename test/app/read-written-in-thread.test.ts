import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ReadWrittenThread } from '../../src/app/read-written-in-thread.ts';
import { sha256Of } from '../../src/files/read-file.ts';
import { tempFolder } from '../cli/temp-lab.ts';

const content = '900150983cd24fb0d6963f7d28e17f72\n9e107d9d372bb6826bd81d3542a419d6\n';

/** `program`: of those in `threads`; default: the one that reads. */
function reading(options: { signal?: AbortSignal; text?: string; program?: string } = {}): ReadWrittenThread {
  const { signal = new AbortController().signal, text = content, program } = options;
  const path = join(tempFolder(), 'list.tmp');
  writeFileSync(path, text);
  const settings = { path, name: 'list.txt', format: 'plain', options: {} };
  if (program === undefined) return new ReadWrittenThread(settings, signal);
  return new ReadWrittenThread(settings, signal, new URL(`./threads/${program}.ts`, import.meta.url));
}

it('reads the file once it is whole', async () => {
  const thread = reading();
  const read = await thread.finish(content.length);
  expect(read).toMatchObject({ sha256: sha256Of(content), fingerprint: { records: 2 } });
  await thread.end();
});

it('fails as the reading fails, also while the file still grows', async () => {
  const thread = reading({ text: `${content}nothing\n` });
  const differs = expect.objectContaining({ code: 'OUTPUT_DIFFERS', place: { line: 3 } });
  await expect(thread.finish(content.length + 8)).rejects.toEqual(differs);
  expect(() => thread.grown(9_000_000)).toThrow(differs);
  await thread.end();
});

it('says so where the thread ends early', async () => {
  const thread = reading({ program: 'ends-early' });
  const failure = { code: 'INTERNAL', message: expect.stringContaining('out of luck'), path: 'list.txt' };
  await expect(thread.finish(content.length)).rejects.toMatchObject(failure);
  await thread.end();
});

it('waits for no thread after Ctrl-C, and ends it', async () => {
  const controller = new AbortController();
  const thread = reading({ signal: controller.signal, program: 'answers-nothing' });
  const finishing = thread.finish(content.length);
  await delay(100);
  controller.abort();
  await expect(finishing).rejects.toMatchObject({ code: 'INTERRUPTED' });
  await thread.end();
});
