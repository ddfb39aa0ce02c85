let count = 0;

/** A thread was told to end and goes on: the process will not end by itself before it does. */
export function noteStuckThread(): void {
  count += 1;
}

export function hasStuckThread(): boolean {
  return count > 0;
}
