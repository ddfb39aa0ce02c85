import { performance } from 'node:perf_hooks';
import type { Progress, ProgressTotal } from '../app/progress.ts';
import { formatBytes, formatCount, formatDuration } from '../core/units.ts';

/** Work that ends sooner shows no line at all. */
const firstShownAfterMs = 800;
const redrawnEveryMs = 150;

export const noProgress: Progress = {
  isShown: false,
  start: () => undefined,
  expect: () => undefined,
  advance: () => undefined,
  end: () => undefined,
};

interface Stretch {
  readonly label: string;
  total: ProgressTotal;
  readonly startedMs: number;
  bytes: number;
  items: number;
}

/** One line that is drawn over itself. `draw` takes text without control characters. */
export function createProgressLine(draw: (text: string) => void, columns: number): Progress {
  let stretch: Stretch | undefined;
  let drawnMs = 0;
  let width = 0;
  const show = (text: string) => {
    draw(`\r${text.padEnd(width)}${text === '' ? '\r' : ''}`);
    width = text.length;
  };
  return {
    isShown: true,
    start: (label, total = {}) => {
      stretch = { label, total, startedMs: performance.now(), bytes: 0, items: 0 };
    },
    expect: (total) => {
      if (stretch !== undefined) stretch.total = { ...stretch.total, ...total };
    },
    advance: ({ bytes = 0, items = 0 }) => {
      if (stretch === undefined) return;
      stretch.bytes += bytes;
      stretch.items += items;
      const now = performance.now();
      if (now - stretch.startedMs < firstShownAfterMs || now - drawnMs < redrawnEveryMs) return;
      drawnMs = now;
      show(formatProgress(stretch, now - stretch.startedMs).slice(0, Math.max(columns - 1, 20)));
    },
    end: () => {
      if (width > 0) show('');
      width = 0;
      stretch = undefined;
    },
  };
}

/** Such as `hashing  1,204 of 8,000 files  212 MiB of 1.40 GiB  410 MiB/s  3.0 s left`. */
export function formatProgress(done: Omit<Stretch, 'startedMs'>, elapsedMs: number): string {
  const { label, total, bytes, items } = done;
  const unit = total.unit ?? 'files';
  const perSecond = (amount: number) => amount / Math.max(elapsedMs / 1000, 0.001);
  const parts = [label];
  if (items > 0 || total.items !== undefined) {
    parts.push(`${formatCount(items)}${total.items === undefined ? '' : ` of ${formatCount(total.items)}`} ${unit}`);
  }
  if (bytes > 0) {
    parts.push(`${formatBytes(bytes)}${total.bytes === undefined ? '' : ` of ${formatBytes(total.bytes)}`}`);
    parts.push(`${formatBytes(Math.round(perSecond(bytes)))}/s`);
  } else if (items > 0) {
    parts.push(`${formatCount(Math.round(perSecond(items)))} ${unit}/s`);
  }
  const share = shareOf(bytes, total.bytes) ?? shareOf(items, total.items);
  if (share !== undefined && share > 0 && share < 1)
    parts.push(`${formatDuration((elapsedMs / share) * (1 - share))} left`);
  return parts.join('  ');
}

function shareOf(done: number, total: number | undefined): number | undefined {
  return total === undefined || total === 0 ? undefined : done / total;
}
