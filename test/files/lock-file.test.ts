import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../../src/files/lock-file.ts';
import { useScratchFolder } from './scratch-folder.ts';

const scratch = useScratchFolder();
const taker = { takenAtUtc: '2026-11-22T09:30:00.000Z', program: 'criskit tracker sync' };
const moduleUrl = JSON.stringify(resolve(import.meta.dirname, '../../src/files/lock-file.ts'));

/** A lock whose holder has ended without releasing it. */
function leaveDeadLock(path: string): void {
  const script = `import { takeLock } from ${moduleUrl};
    takeLock(process.argv[1], { takenAtUtc: '2026-01-01T00:00:00.000Z', program: 'dead' });`;
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', script, path]).status).toBe(0);
}

function rewrite(path: string, change: Readonly<Record<string, unknown>>): void {
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
}

describe('takeLock', () => {
  it('is taken once, says who holds it, and is free after release', () => {
    const path = scratch.in('lock');
    const first = takeLock(path, taker);
    const second = takeLock(path, { ...taker, program: 'other' });
    expect(first.kind).toBe('taken');
    expect(second).toMatchObject({
      kind: 'held',
      holder: { pid: process.pid, host: hostname(), user: userInfo().username, ...taker },
    });
    if (first.kind === 'taken') first.release();
    expect(existsSync(path)).toBe(false);
    expect(takeLock(path, taker).kind).toBe('taken');
  });

  it('releases only its own lock', () => {
    const path = scratch.in('lock');
    const first = takeLock(path, taker);
    writeFileSync(path, 'of somebody else');
    if (first.kind === 'taken') first.release();
    expect(readFileSync(path, 'utf8')).toBe('of somebody else');
  });

  it('takes over the lock of a process that is gone, and leaves nothing else', () => {
    const path = scratch.in('lock');
    leaveDeadLock(path);
    const attempt = takeLock(path, taker);
    expect(attempt.kind).toBe('taken');
    expect(readdirSync(scratch.path)).toEqual(['lock']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject(taker);
  });

  it('leaves no lock without its content where it is killed on the way', () => {
    const path = scratch.in('lock');
    const interrupt = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
      fs.writeSync = () => process.kill(process.pid, 'SIGKILL'); syncBuiltinESMExports();
      const { takeLock } = await import(${moduleUrl});
      takeLock(process.argv[1], { takenAtUtc: '2026-01-01T00:00:00.000Z', program: 'dead' });`;
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', interrupt, path]).signal).toBe('SIGKILL');
    expect(existsSync(path)).toBe(false);
    expect(takeLock(path, taker).kind).toBe('taken');
  });

  it('takes over where the one who was taking over has died as well', () => {
    const path = scratch.in('lock');
    leaveDeadLock(path);
    const interrupt = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
      fs.unlinkSync = () => process.kill(process.pid, 'SIGKILL'); syncBuiltinESMExports();
      const { takeLock } = await import(${moduleUrl});
      takeLock(process.argv[1], { takenAtUtc: '2026-01-02T00:00:00.000Z', program: 'dead too' });`;
    for (const expected of [2, 3]) {
      spawnSync(process.execPath, ['--input-type=module', '-e', interrupt, path]);
      expect(readdirSync(scratch.path)).toHaveLength(expected);
    }
    expect(takeLock(path, taker).kind).toBe('taken');
    expect(readdirSync(scratch.path)).toEqual(['lock']);
  });

  it.each([
    ['another machine', { host: 'elsewhere' }],
    ['another container of the same name', { processes: 'pid:[1]' }],
  ])('never takes over the lock of %s', (_, change) => {
    const path = scratch.in('lock');
    leaveDeadLock(path);
    rewrite(path, change);
    expect(takeLock(path, taker)).toMatchObject({ kind: 'held', holder: { program: 'dead' } });
  });

  it('knows that a lock with its own number, which it does not hold, is of an earlier process', () => {
    const path = scratch.in('lock');
    leaveDeadLock(path);
    rewrite(path, { pid: process.pid });
    expect(takeLock(path, taker).kind).toBe('taken');
  });

  it.each([
    '',
    '{}',
    'null',
    '7',
    'not JSON',
    '{"pid":-1}',
    '{"pid":1}',
    '\0'.repeat(10),
  ])('leaves alone what does not say whose it is: %j', (text) => {
    writeFileSync(scratch.in('lock'), text);
    expect(takeLock(scratch.in('lock'), taker)).toEqual({ kind: 'held', holder: undefined });
  });

  it('says so where no lock can be made', () => {
    mkdirSync(scratch.in('folder'));
    expect(() => takeLock(scratch.in('nothing/lock'), taker)).toThrow(/cannot be used: no such file/);
    expect(() => takeLock(scratch.in('folder'), taker)).toThrow(/EISDIR/);
  });

  it('is won by one of four processes that find the same dead lock, each time', async () => {
    // Each winner holds the lock while it adds to a file, not atomically: two at once would lose a count.
    const script = `import { takeLock } from ${moduleUrl}; import { readFileSync, writeFileSync } from 'node:fs';
      const [, path, counter] = process.argv; let wins = 0;
      for (let round = 0; wins < 30; round += 1) {
        const attempt = takeLock(path, { takenAtUtc: '2026-01-01T00:00:00.000Z', program: 'racer' });
        if (attempt.kind === 'held') continue;
        const before = Number(readFileSync(counter, 'utf8'));
        for (const until = performance.now() + 0.3; performance.now() < until; );
        writeFileSync(counter, String(before + 1)); wins += 1;
        const dead = JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), pid: 4194304 + process.pid, token: String(Math.random()) });
        if (wins % 2 === 0) attempt.release(); else writeFileSync(path, dead);
      }`;
    const [path, counter] = [scratch.in('lock'), scratch.in('counter')];
    leaveDeadLock(path);
    writeFileSync(counter, '0');
    const racers = Array.from({ length: 4 }, () => {
      const racer = spawn(process.execPath, ['--input-type=module', '-e', script, path, counter], { stdio: 'inherit' });
      return new Promise((resolve) => racer.once('exit', resolve));
    });
    expect(await Promise.all(racers)).toEqual(Array(4).fill(0));
    expect(readFileSync(counter, 'utf8')).toBe('120');
  });
});
