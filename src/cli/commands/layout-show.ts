import { readLabSettings } from '../../app/lab.ts';
import { getLayoutFile } from '../../app/layout-files.ts';
import { defineCommand } from '../contract.ts';

export const layoutShow = defineCommand({
  args: { name: { summary: 'as criskit layout list shows it' } },
  options: {},
  examples: [{ line: 'criskit layout show portal-2027 > portal-2027.toml', does: 'copies it for another lab' }],
  run: async ({ args, findLab }) => {
    const folder = await findLab();
    const file = await getLayoutFile({ folder, settings: await readLabSettings(folder) }, args.name);
    const bytes = async function* () {
      yield Buffer.from(file.text);
    };
    const { path, sha256, text } = file;
    return { exitCode: 0, data: { name: file.layout.name, path, sha256, text }, document: bytes() };
  },
});
