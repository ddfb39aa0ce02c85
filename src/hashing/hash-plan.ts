import { availableParallelism } from 'node:os';
import type { Algorithm } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { formatBytes } from '../core/units.ts';
import type { HashFilesOptions } from './contract.ts';
import { hasLanes, laneCount } from './lanes/md5-kernel.ts';
import { blockSizeBytes, layoutSizeBytes, type PieceLayout } from './lanes/piece-layout.ts';

/** How a set of files is hashed on this machine. */
export interface HashPlan {
  readonly threads: number;
  /** How many it may become where all of them wait for disks. */
  readonly mostThreads: number;
  /** Whether MD5 is computed in lanes. */
  readonly usesLanes: boolean;
  /** Whether threads help each other with large files. */
  readonly sharesLargeFiles: boolean;
  /** Of each thread. */
  readonly layout: PieceLayout;
  readonly pastCache: boolean;
  /** In words for the user. */
  readonly remarks: readonly string[];
}

const defaultBufferBytes = 256 * 1024 * 1024;
const systemPageBytes = 4096;

/** At most, where disks are slow: each may wait for another file. */
const threadsPerCore = 4;

/**
 * Read at a time from each of eight files; 64 KiB measured 5 % slower, 256 KiB the same. More than that leaves the cache of
 * the processor before all algorithms have had it.
 */
const lanePieceBytes = 128 * 1024;

/** The same for one file at a time; 64 KiB and 1 MiB measured 2 to 5 % slower. */
const singlePieceBytes = 256 * 1024;

/**
 * A file that several threads hash goes round in so many pieces, so large. What another core has just read is slow to write
 * again: with four files at once, 128 KiB and 4 pieces made reading take three times as long.
 */
const sharedPieceBytes = 512 * 1024;
const sharedPieces = 8;

/** Past the system's cache nothing is read ahead, so that the disk is asked for more at a time. */
const pastCachePieceBytes = 1024 * 1024;

const largestPieceBytes = 4 * 1024 * 1024;

/** Throws `INTERNAL` where no algorithm is named: files without a digest would count as hashed. */
export function planHashing(options: HashFilesOptions): HashPlan {
  const { algorithms, pastCache = false } = options;
  if (algorithms.length === 0) throw new CriskitError('INTERNAL', 'Hashing was asked for, and no algorithm was named.');
  const threads = options.threads ?? availableParallelism();
  // A number that somebody has asked for is kept.
  const mostThreads = options.threads ?? threads * threadsPerCore;
  const wantsLanes = algorithms.includes('md5');
  const usesLanes = wantsLanes && options.lanes !== false && hasLanes();
  const sharesLargeFiles = threads > 1 && algorithms.length > 1;
  const layout = planLayout(options, { mostThreads, usesLanes, sharesLargeFiles });
  const remarks = [
    `${describeThreads(threads)}, ${formatBytes(layoutSizeBytes(layout) * threads)} to read into.`,
    ...(wantsLanes ? [describeMd5(options.lanes !== false, usesLanes)] : []),
  ];
  return { threads, mostThreads, usesLanes, sharesLargeFiles, layout, pastCache, remarks };
}

function planLayout(
  { bufferBytes, pastCache = false }: HashFilesOptions,
  { mostThreads, usesLanes, sharesLargeFiles }: Pick<HashPlan, 'mostThreads' | 'usesLanes' | 'sharesLargeFiles'>,
): PieceLayout {
  const lanes = usesLanes ? laneCount : 1;
  const piecesPerLane = sharesLargeFiles ? sharedPieces : 1;
  const ofThread = (bufferBytes ?? defaultBufferBytes) / mostThreads - systemPageBytes;
  // What stands between the pieces is at most a page each.
  const room = ofThread / lanes / piecesPerLane - (pastCache ? systemPageBytes : blockSizeBytes);
  const fit = (bytes: number) => {
    return Math.max(systemPageBytes, Math.floor(Math.min(bytes, room) / systemPageBytes) * systemPageBytes);
  };
  const usual = usesLanes ? lanePieceBytes : singlePieceBytes;
  const least = bufferBytes !== undefined ? largestPieceBytes : pastCache ? pastCachePieceBytes : usual;
  return {
    laneCount: lanes,
    piecesPerLane,
    pieceSizeBytes: fit(sharesLargeFiles ? Math.max(least, sharedPieceBytes) : least),
    ownSizeBytes: fit(least),
    onPages: pastCache,
  };
}

function describeThreads(threads: number): string {
  return threads === 1 ? 'One thread hashes' : `${threads} threads hash`;
}

function describeMd5(isAllowed: boolean, usesLanes: boolean): string {
  if (usesLanes) return `MD5 of ${laneCount} files at once in each thread (WebAssembly SIMD).`;
  return isAllowed ? 'MD5 by OpenSSL: this machine has no WebAssembly SIMD.' : 'MD5 by OpenSSL, as asked.';
}

/**
 * What a byte costs in time, as measured on one machine (picoseconds), reading with the MD5: only for spreading work evenly.
 */
const costs: Readonly<Record<Algorithm, number>> = { md5: 500, sha1: 520, sha256: 550, blake3: 160 };

const openSslMd5Cost = 1240;

/**
 * Of a byte of one file: a whole number, so that loads come back to nothing. What is read has to be read as well: in lanes
 * that is in the cost of the MD5.
 */
export function costOf(algorithm: Algorithm, usesLanes: boolean): number {
  return algorithm === 'md5' && !usesLanes ? openSslMd5Cost : costs[algorithm];
}
