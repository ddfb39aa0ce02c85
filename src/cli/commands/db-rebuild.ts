import { rebuildLab } from '../../app/database.ts';
import { countOf } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';

export const dbRebuild = defineCommand({
  args: {},
  options: {},
  details: [
    'Derives categories and conflicts anew from the imports in force. On a database that is whole nothing changes. criskit db verify says beforehand what would change.',
  ],
  examples: [{ line: 'criskit db rebuild', does: 'derives all categories anew' }],
  run: async ({ openLab }) => {
    const mediaChanged = await rebuildLab(await openLab('write'));
    return {
      exitCode: 0,
      data: { mediaChanged },
      text: [`Rebuilt. ${countOf(mediaChanged, 'media', 'media')} changed.`],
    };
  },
});
