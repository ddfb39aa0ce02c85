import { explainDigest } from '../../app/explain-digest.ts';
import { defineCommand } from '../contract.ts';
import { formatStatement, statementAsJson } from '../statement-page.ts';

export const why = defineCommand({
  args: { digest: { summary: 'an MD5, SHA-1, SHA-256 or BLAKE3' } },
  options: {},
  details: [
    'The full statement on one digest: each document that says something of it, with its name and SHA-256, the place in it, the case, who imported it and when, and what was undone or superseded since.',
  ],
  examples: [
    { line: 'criskit why 9e107d9d372bb6826bd81d3542a419d6', does: 'says why this digest is filed where it is' },
  ],
  run: async ({ args, openLab }) => {
    const statement = await explainDigest(await openLab('read'), args.digest);
    return { exitCode: 0, data: statementAsJson(statement), text: formatStatement(statement) };
  },
});
