import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parcel } from '../../../src/containers/contract.ts';
import { recogniseContainer } from '../../../src/containers/lookup.ts';
import { tnef } from '../../../src/containers/mail/tnef.ts';
import { itWith } from '../../peer-program.ts';
import { failureOf } from '../failure.ts';

const file = join(import.meta.dirname, '../samples/mail/winmail.dat');
const sample = readFileSync(file);

function open(bytes: Uint8Array): Promise<Parcel> {
  return tnef.open({ bytes, name: 'winmail.dat' });
}

/** An attribute ([MS-OXTNEF] 2.1.1): level, id, length, data, checksum. */
function attribute(level: number, id: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head[0] = level;
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(data.length, 5);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(data.reduce((sum, byte) => sum + byte, 0) & 0xffff);
  return Buffer.concat([head, data, checksum]);
}

/** A property ([MS-OXTNEF] 2.1.3.4) with one value of its own length. */
function property(tag: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(tag);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(value.length, 8);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
}

function properties(...list: readonly Buffer[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(list.length);
  return Buffer.concat([count, ...list]);
}

function stream(...attributes: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('789f3e220100', 'hex'), ...attributes]);
}

const messageProperties = 0x00069003;
const attachmentBegins = attribute(2, 0x00069002, Buffer.alloc(14));

describe('winmail.dat', () => {
  it('gives its text and its attachments by their long names', async () => {
    expect(recogniseContainer({ bytes: sample, name: 'report.pdf' }).id).toBe('tnef');
    const { parts, issues } = await open(sample);
    expect(parts.map(({ name, role, container }) => [name, role, container])).toEqual([
      ['message text', 'body', 'plain-text'],
      ['the report of November.csv', 'attachment', undefined],
      ['report.pdf', 'attachment', undefined],
    ]);
    expect(Buffer.from(parts[0]?.bytes ?? []).toString()).toBe('\ufeffThe report is attached.');
    expect(issues).toEqual([]);
  });

  itWith('tnef')('gives the attachments that the program tnef gives', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'criskit-tnef-'));
    try {
      const run = spawnSync('tnef', ['--file', file, '--directory', folder]);
      expect(run.status).toBe(0);
      const { parts } = await open(sample);
      for (const { name, bytes } of parts.slice(1)) {
        expect(Buffer.compare(readFileSync(join(folder, name)), bytes)).toBe(0);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('gives the HTML text, the subject, and a message inside', async () => {
    const named = Buffer.concat([
      Buffer.from('0b000080', 'hex'),
      Buffer.alloc(16),
      Buffer.from('0000000001000000', 'hex'),
      Buffer.alloc(4),
    ]);
    const message = attribute(
      1,
      messageProperties,
      properties(
        named,
        property(0x0037001f, Buffer.from('Prüfung\0', 'utf16le')),
        property(0x10130102, Buffer.from('<p>Gr\xfc\xdfe</p>', 'latin1')),
        Buffer.from('0300de3fe4040000', 'hex'),
      ),
    );
    const inner = Buffer.concat([Buffer.alloc(16, 7), sample]);
    const attached = attribute(2, 0x00069005, properties(property(0x3701000d, inner)));
    const { parts, traits } = await open(stream(message, attachmentBegins, attached));
    expect(parts.map(({ name }) => name)).toEqual(['message HTML', 'attachment 1']);
    expect(Buffer.from(parts[0]?.bytes ?? []).toString()).toBe('\ufeff<p>Grüße</p>');
    expect(recogniseContainer(parts[1] ?? { bytes: sample, name: '' }).id).toBe('tnef');
    expect(parts[1]?.bytes.length).toBe(sample.length);
    expect(traits.get('subject')).toBe('Prüfung');
  });

  it('says where its text is RTF alone', async () => {
    const rtf = attribute(1, messageProperties, properties(property(0x10090102, Buffer.alloc(40))));
    expect((await open(stream(rtf))).issues.map(({ code }) => code)).toEqual(['text-not-read']);
  });

  it.each([
    ['in an attribute', sample.subarray(0, sample.length - 1), /cut off/],
    ['between attributes', Buffer.concat([sample, Buffer.from([1, 2])]), /cut off/],
    ['in a checksum', Buffer.concat([sample.subarray(0, -1), Buffer.from([99])]), /checksum/],
    ['by what is no attribute', Buffer.concat([sample, Buffer.alloc(40)]), /no attribute/],
    [
      'in its properties',
      stream(attribute(1, messageProperties, Buffer.from('ffffffff1f003700ffffffff', 'hex'))),
      /beyond/,
    ],
  ])('damaged %s is refused, with what to ask for', async (_title, bytes, text) => {
    await expect(open(bytes)).rejects.toMatchObject({
      code: 'INPUT_DAMAGED',
      message: expect.stringMatching(text),
      hint: expect.stringContaining('plain text or HTML'),
    });
  });

  it('damaged anywhere gives nothing but typed errors, in time', async () => {
    const damages = fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    const run = fc.asyncProperty(damages, async (damage) => {
      const bytes = Uint8Array.from(sample);
      for (const [at, value] of damage) bytes[at] = value;
      expect(await open(bytes).then(() => 'opened', failureOf)).toMatch(/^(opened|INPUT_[A-Z]+)$/);
    });
    await fc.assert(run, { numRuns: 1000 });
  });

  it.each([0x00000001, 0x00001001, 0x0000101e])('with 4 billion values of type %x is refused in time', async (tag) => {
    const bomb = Buffer.alloc(64);
    bomb.writeUInt32LE(1);
    bomb.writeUInt32LE(tag, 4);
    bomb.fill(0xff, 8);
    const startedAt = performance.now();
    await open(stream(attribute(1, messageProperties, bomb))).catch(failureOf);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
