import { gunzipSync } from 'node:zlib';
import { CriskitError, systemErrorCode } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { formatBytes } from '../../core/units.ts';
import type { CarrierContainer, ContainerInput, Parcel, Recognition } from '../contract.ts';
import { shownName } from '../shown-name.ts';
import { isGzip, storedGzipName } from './gzip-header.ts';

/** What is unpacked of one file: as much as of a zip archive. */
const largestGzipContentBytes = 128 * 1024 * 1024;

/** Gzip (RFC 1952): one file, compressed. */
export const gzip: CarrierContainer = {
  id: 'gzip',
  title: 'gzip archive',
  endings: ['.gz'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    if (!isGzip(bytes)) return undefined;
    return { confidence: 1, reason: 'the bytes begin as gzip' };
  },

  async open(input: ContainerInput): Promise<Parcel> {
    const { content, bytesRead } = inflate(input);
    const name = shownName(storedGzipName(input.bytes) ?? input.name.replace(/\.gz$/i, '')) ?? 'content';
    const rest = input.bytes.subarray(bytesRead);
    const issues: Issue[] = [];
    // Zeros fill up the blocks of a tape.
    if (rest.some((byte) => byte !== 0)) {
      const message = `${formatBytes(rest.length)} follow the compressed file and were not read. Ask for it again.`;
      issues.push({ code: 'bytes-after-end', message, place: { part: name } });
    }
    return { container: 'gzip', parts: [{ name, role: 'attachment', bytes: content }], issues, traits: new Map() };
  },
};

function inflate({ bytes, name }: ContainerInput): { readonly content: Uint8Array; readonly bytesRead: number } {
  try {
    const { buffer, engine } = gunzipSync(bytes, {
      maxOutputLength: largestGzipContentBytes,
      info: true,
    }) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    return { content: buffer, bytesRead: engine.bytesWritten };
  } catch (error) {
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') {
      throw new CriskitError(
        'INPUT_TOO_LARGE',
        `${name} unpacks to more than ${formatBytes(largestGzipContentBytes)}`,
        {
          path: name,
          hint: 'Look whether this is the right file.',
        },
      );
    }
    throw new CriskitError('INPUT_DAMAGED', `${name} is a damaged or cut off gzip archive`, {
      path: name,
      hint: 'Ask for it again.',
      cause: error,
    });
  }
}
