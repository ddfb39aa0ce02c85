import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../app/clock.ts';
import type { Lab } from '../app/lab.ts';
import type { Progress } from '../app/progress.ts';

/** Everything that the command line touches outside itself. Tests bring their own. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Width of the terminal, for the progress line and help. */
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  readonly clock: Clock;
  /** Fires at the first Ctrl-C: stop tidily. */
  readonly signal: AbortSignal;
  /** Called before a command that says so in the registry. */
  readonly expectManyRecords?: () => void;
}

/** What is written after the command's name, in this order. Only the last one may be `variadic`. */
export interface ArgumentSpec {
  readonly summary: string;
  readonly optional?: true;
  /** Any number of them: none as well where `optional`. */
  readonly variadic?: true;
}

export interface OptionSpec {
  readonly summary: string;
  /** Placeholder of its value, such as `FILE`; absent: a flag without a value. */
  readonly value?: string;
  /** One letter. */
  readonly short?: string;
  readonly required?: true;
  /** May be given several times. */
  readonly repeatable?: true;
  /** The only values that are accepted. */
  readonly choices?: readonly string[];
}

/** By name: upper case in help, so `case` shows as `CASE`. */
export type ArgumentSpecs = Readonly<Record<string, ArgumentSpec>>;
/** By long name without dashes, such as `dry-run`. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export type ArgumentValues<A extends ArgumentSpecs> = {
  readonly [K in keyof A]: A[K] extends { readonly variadic: true }
    ? readonly string[]
    : A[K] extends { readonly optional: true }
      ? string | undefined
      : string;
};

export type OptionValues<O extends OptionSpecs> = {
  readonly [K in keyof O]: O[K] extends { readonly value: string }
    ? O[K] extends { readonly repeatable: true }
      ? readonly string[]
      : O[K] extends { readonly required: true }
        ? string
        : string | undefined
    : boolean;
};

export interface CommandContext<A, O> {
  readonly args: A;
  readonly options: O;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** True where the result is printed as JSON: `text` and `document` are not. */
  readonly json: boolean;
  /** What `--lab` said; undefined where it was not given. Only `init` and `demo` need it. */
  readonly labOption: string | undefined;
  /** The folder of the lab, where it need not be opened: to restore its database. */
  findLab(): Promise<string>;
  /** An absolute path from one that was typed. */
  resolve(path: string): string;
  /**
   * The lab of `--lab`, `CRISKIT_LAB` or the nearest folder upwards; closed when the command ends. `read` also works in
   * a folder that cannot be written to.
   */
  openLab(access: 'read' | 'write'): Promise<Lab>;
  /** A sentence or more on standard error; silent with `--quiet`. Control characters are shown escaped. */
  note(text: string): void;
  /** As `warn`, but only with `--verbose`: how something is done. */
  remark(text: string): void;
  /** As `note`, but also with `--quiet`: what was not read, and why the exit code is 1. */
  warn(text: string): void;
  /**
   * Asks on the terminal, after showing `preview` whether or not `--quiet` was given. Throws NEEDS_CONFIRMATION where
   * there is no terminal, with a hint to add `--yes`; the preview is shown there too.
   */
  confirm(question: string, preview?: string): Promise<boolean>;
  /**
   * Asks for a line on the terminal; an empty one gives `proposed`, which the question shows. Throws NEEDS_CONFIRMATION
   * where there is no terminal or its input ends, INTERRUPTED on Ctrl-C.
   */
  ask(question: string, proposed: string): Promise<string>;
}

export interface CommandResult {
  /** 1: done, with differences, issues or unreadable inputs. */
  readonly exitCode: 0 | 1;
  /** What `--json` prints. */
  readonly data: unknown;
  /** What people read, as lines; control characters are shown escaped. */
  readonly text?: readonly string[];
  /** A document (CSV, a hash set) instead of `text`: it goes out byte for byte, and escaped only to a terminal. */
  readonly document?: AsyncIterable<Uint8Array>;
}

export interface Example {
  readonly line: string;
  /** What it does, in a few words. */
  readonly does: string;
}

/** One command, in `commands/<name>.ts`. Its name and summary stand in the registry, so that help loads none. */
export interface Command {
  readonly args: ArgumentSpecs;
  readonly options: OptionSpecs;
  /** Paragraphs of help beyond the summary. */
  readonly details?: readonly string[];
  readonly examples: readonly Example[];
  run(
    context: CommandContext<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>,
  ): Promise<CommandResult>;
}

/** Gives a command the types of its own arguments and options. */
export function defineCommand<const A extends ArgumentSpecs, const O extends OptionSpecs>(command: {
  readonly args: A;
  readonly options: O;
  readonly details?: readonly string[];
  readonly examples: readonly Example[];
  readonly run: (context: CommandContext<ArgumentValues<A>, OptionValues<O>>) => Promise<CommandResult>;
}): Command {
  // The parser fills exactly the declared names with exactly the declared types.
  return command as unknown as Command;
}

export interface RegistryEntry {
  /** Words of its name: `case add`. */
  readonly name: string;
  readonly summary: string;
  /** True where millions of records go by, each of use for a moment only. */
  readonly manyRecords?: true;
  load(): Promise<Command>;
}
