import { existsSync } from 'node:fs';
import type { FileAnswer } from '../../app/lookup-files.ts';
import { type DigestAnswer, type DigestLine, lookupDigests } from '../../app/lookup-digests.ts';
import { algorithmsOfText } from '../../core/digest.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import { type CommandContext, defineCommand } from '../contract.ts';
import { formatIssue } from '../issue-lines.ts';
import { readLines } from '../read-lines.ts';

export const lookup = defineCommand({
  args: { digests: { summary: 'digests, files, or - for standard input', variadic: true, optional: true } },
  options: {},
  details: [
    'Says whether the database knows a media, and the categories it is filed in. Digests are told apart by their length; one of 64 digits is tried as SHA-256 and as BLAKE3. Files are hashed first. Without arguments, or with -, one digest per line is read from standard input.',
    'Exit code 0: every question was answered, whatever the answer. 1: something asked is no digest or cannot be read.',
  ],
  examples: [
    { line: 'criskit lookup 9e107d9d372bb6826bd81d3542a419d6', does: 'asks for one MD5' },
    { line: 'criskit lookup IMG_0412.JPG', does: 'hashes the file and asks for its digests' },
    { line: 'cut -c1-32 md5.txt | criskit lookup --json', does: 'asks for one digest per line' },
  ],
  run: async (context) => {
    const { digests, files, usesInput } = sortArguments(context.args.digests, context.resolve);
    const lab = await context.openLab('read');
    const typed = await lookupDigests(lab, typedLines(digests, usesInput ? context : undefined), context.signal);
    const hashed =
      files.length === 0
        ? undefined
        : await (await import('../../app/lookup-files.ts')).lookupFiles(lab, files, context);
    const issues = [...typed.issues, ...(hashed?.issues ?? [])];
    for (const issue of issues) context.warn(formatIssue(issue));
    const answers = [...typed.answers, ...(hashed?.answers ?? [])];
    return {
      exitCode: issues.length > 0 ? 1 : 0,
      data: context.json ? answers.map(answerAsJson) : null,
      text: context.json ? [] : answers.map(answerAsLine),
    };
  },
});

interface SortedArguments {
  readonly digests: readonly string[];
  readonly files: readonly string[];
  readonly usesInput: boolean;
}

/** What looks like a digest is one, unless it has to be said otherwise: `./` before the name of a file. */
function sortArguments(args: readonly string[], resolve: (path: string) => string): SortedArguments {
  const named = args.filter((arg) => arg !== '-');
  const isFile = (arg: string) => algorithmsOfText(arg).length === 0 && existsSync(resolve(arg));
  return {
    digests: named.filter((arg) => !isFile(arg)),
    files: named.filter(isFile).map(resolve),
    usesInput: args.length === 0 || args.includes('-'),
  };
}

async function* typedLines(
  digests: readonly string[],
  input: Pick<CommandContext<unknown, unknown>, 'io' | 'signal'> | undefined,
): AsyncGenerator<readonly DigestLine[]> {
  if (digests.length > 0) yield digests.map((text) => ({ text: text.trim() }));
  if (input === undefined) return;
  throwIfInterrupted(input.signal);
  for await (const { lines, firstLine } of readLines(input.io.stdin, input.signal)) {
    yield lines
      .map((text, index) => ({ text: text.trim(), line: firstLine + index }))
      .filter(({ text }) => text !== '');
  }
}

function answerAsJson(answer: DigestAnswer | FileAnswer): unknown {
  const { digest, algorithm, known, categories, inConflict, ambiguous } = answer;
  return {
    ...('file' in answer ? { file: answer.file } : {}),
    digest,
    algorithm,
    known,
    categories,
    ...(inConflict ? { inConflict } : {}),
    ...(ambiguous ? { ambiguous } : {}),
  };
}

function answerAsLine(answer: DigestAnswer | FileAnswer): string {
  const filed = answer.categories.length === 0 ? 'known, in no category' : answer.categories.join(', ');
  const doubts = `${answer.inConflict ? '  (in conflict)' : ''}${answer.ambiguous ? '  (shared by two contents)' : ''}`;
  const file = 'file' in answer ? `  ${answer.file}` : '';
  return `${answer.digest}  ${answer.known ? filed : 'not known'}${doubts}${file}`;
}
