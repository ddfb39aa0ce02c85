/**
 * The same items in the same order, taken from the source as fast as it gives them, whether or not anybody asks yet.
 * Only for sources whose items may all be held in memory.
 */
export async function* readAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const waiting: { readonly item: T }[] = [];
  let end: { readonly failed: boolean; readonly error?: unknown } | undefined;
  let wake = () => {};
  let left = false;

  const take = async () => {
    for await (const item of source) {
      if (left) return;
      waiting.push({ item });
      wake();
    }
  };
  const finished = take().then(
    () => (end = { failed: false }),
    (error: unknown) => (end = { failed: true, error }),
  );
  void finished.then(() => wake());

  try {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) {
        yield next.item;
      } else if (end !== undefined) {
        if (end.failed) throw end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    left = true;
  }
}
