import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parcel } from '../../../src/containers/contract.ts';
import { gzip } from '../../../src/containers/archives/gzip.ts';
import { failureOf } from '../failure.ts';

const csv = Buffer.from('MD5,Result\n0123456789abcdef0123456789abcdef,Identified\n');

function open(bytes: Uint8Array, name = 'reply.csv.gz'): Promise<Parcel> {
  return gzip.open({ bytes, name });
}

/** With a name in its header (RFC 1952, 2.3). */
function named(name: string): Buffer {
  const plain = gzipSync(csv);
  const head = Buffer.from(plain.subarray(0, 10));
  head[3] = 8;
  return Buffer.concat([head, Buffer.from(`${name}\0`, 'latin1'), plain.subarray(10)]);
}

describe('a gzip archive', () => {
  it('is one part, named by its header, else after the file', async () => {
    expect((await open(gzipSync(csv))).parts).toEqual([{ name: 'reply.csv', role: 'attachment', bytes: csv }]);
    expect((await open(named('inner.csv'))).parts).toEqual([{ name: 'inner.csv', role: 'attachment', bytes: csv }]);
    expect((await open(named('../../\u001b[2Jx'))).parts[0]?.name).toBe('\\x1b[2Jx');
  });

  it('of several members is read whole', async () => {
    const { parts, issues } = await open(Buffer.concat([gzipSync(csv), gzipSync(csv)]));
    expect(Buffer.from(parts[0]?.bytes ?? []).toString()).toBe(csv.toString().repeat(2));
    expect(issues).toEqual([]);
  });

  it('says where bytes follow its end', async () => {
    const { parts, issues } = await open(Buffer.concat([gzipSync(csv), Buffer.from('\0more')]));
    expect(Buffer.compare(parts[0]?.bytes ?? Buffer.alloc(0), csv)).toBe(0);
    expect(issues).toMatchObject([{ code: 'bytes-after-end', message: expect.stringMatching(/^5 B follow/) }]);
    expect((await open(Buffer.concat([gzipSync(csv), Buffer.alloc(512)]))).issues).toEqual([]);
    await expect(open(Buffer.concat([gzipSync(csv), csv]))).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });

  it('that is cut off is refused', async () => {
    const whole = gzipSync(csv);
    for (let length = 3; length < whole.length; length += 1) {
      await expect(open(whole.subarray(0, length))).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
    }
  });

  it('that holds too much is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    await expect(open(bomb)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE', hint: expect.stringMatching(/\.$/) });
  });

  it('that is damaged gives nothing but typed errors', async () => {
    const whole = named('report.csv');
    const damages = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    const run = fc.asyncProperty(damages, async (damage) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, value] of damage) bytes[at] = value;
      expect(await open(bytes).then(() => 'opened', failureOf)).toMatch(/^(opened|INPUT_[A-Z]+)$/);
    });
    await fc.assert(run, { numRuns: 1000 });
  });
});
