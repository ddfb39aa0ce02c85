import { databaseStats } from '../../app/database.ts';
import { algorithms, algorithmTitle } from '../../core/digest.ts';
import { formatBytes, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatPairs } from '../table.ts';

export const dbStats = defineCommand({
  args: {},
  options: {},
  examples: [{ line: 'criskit db stats', does: 'says how much the database holds' }],
  run: async ({ openLab }) => {
    const stats = await databaseStats(await openLab('read'));
    return {
      exitCode: 0,
      data: stats,
      text: formatPairs([
        ['Media', formatCount(stats.media)],
        ...algorithms.map((algorithm) => [algorithmTitle[algorithm], formatCount(stats.digests[algorithm])] as const),
        ...stats.categories.map(
          ({ categoryId, kind, media }) => [categoryId, `${formatCount(media)} (${kind})`] as const,
        ),
        ['Cases', formatCount(stats.cases)],
        ['Submissions', formatCount(stats.submissions)],
        ['Imports', formatCount(stats.imports)],
        ['Open conflicts', formatCount(stats.openConflicts)],
        ['Size', formatBytes(stats.sizeBytes)],
        ['Tables', `version ${stats.schemaVersion}`],
      ]),
    };
  },
});
