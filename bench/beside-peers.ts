import type { BenchRow } from './bench-row.ts';
import { formatRate, formatSeconds, formatThousands, type Measured } from './figures.ts';

/** What a peer took, perhaps for fewer items than ours where it is slow. */
export interface PeerFigure extends Measured {
  readonly title: string;
}

export interface OwnFigure extends Measured {
  readonly name: string;
  /** What is counted, such as `records`. */
  readonly unit: string;
  /** Items a second that the issue asks for. */
  readonly goal?: number;
  readonly note: string;
}

/** A row for each peer; rates are compared, whatever the number of items. */
export function besidePeers({ name, unit, goal, note, ...own }: OwnFigure, peers: readonly PeerFigure[]): BenchRow[] {
  const aim = goal === undefined ? '' : ` (goal: ${formatThousands(goal)})`;
  const row: BenchRow = { name, ours: `${formatMeasured(own, unit)}${aim}` };
  if (peers.length === 0) return [{ ...row, note }];
  return peers.map((peer, index) => ({
    ...row,
    peer: `${peer.title}: ${formatMeasured(peer, unit)}${fewer(peer, own)}`,
    ratio: peer.seconds / peer.count / (own.seconds / own.count),
    ...(index === 0 ? { note } : {}),
  }));
}

function formatMeasured({ seconds, count }: Measured, unit: string): string {
  return count === 1 ? formatSeconds(seconds) : formatRate(seconds, count, unit);
}

function fewer(peer: Measured, own: Measured): string {
  return peer.count === own.count ? '' : `, with ${formatThousands(peer.count)}`;
}
