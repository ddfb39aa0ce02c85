// Preloaded into a child of the long run (--import): what reads a document in a thread of its own gets a thread that
// has read others before, since to start one takes longer than to read what fuzzing makes. It is ended all the same where
// it takes too long or too much memory, and one that ends is replaced. Failures are looked at with --replay, which starts
// a thread for each document as the program does.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'node:worker_threads' && context.parentURL?.endsWith('/src/containers/watched-thread.ts') === true
      ? { url: new URL('./kept-worker.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
