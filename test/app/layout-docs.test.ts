import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layoutFileSchema } from '../../src/app/layout-file-schema.ts';
import { placeholders } from '../../src/reports/line-template.ts';
import { tempLab } from '../cli/temp-lab.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/layouts.md'), 'utf8');

/** What stands in the blocks of code that follow "The reply", "The layout" and "criskit layout check". */
const examples = [...page.matchAll(/^## Example: .*?(?=^## |$(?![^]))/gms)].map(([text]) => {
  const block = (before: string) => {
    const [, name = '', content = ''] =
      new RegExp(`${before}[^\`]*\`([^\`]+)\`:\n\n\`\`\`\\w+\n(.*?)^\`\`\``, 'ms').exec(text) ?? [];
    return { name, content };
  };
  return { reply: block('The reply,'), layout: block('The layout,'), check: block('') };
});

describe('docs/layouts.md', () => {
  it('has two worked examples', () => {
    expect(examples.map(({ reply }) => reply.name)).toEqual(['portal.csv', 'letter.txt']);
  });

  it.each(examples)('reads $reply.name as it says', async ({ reply, layout }) => {
    const lab = await tempLab();
    lab.write(reply.name, reply.content);
    lab.write(layout.name, layout.content);
    const { code, stdout } = await lab.run('layout', 'check', layout.name, reply.name);
    expect([code, stdout]).toEqual([0, expect.any(String)]);
    expect(page).toContain(`\`criskit layout check ${layout.name} ${reply.name}\`:\n\n\`\`\`text\n${stdout}\`\`\`\n`);
  });

  it('explains every key and every placeholder', () => {
    const shape = layoutFileSchema.shape;
    const keys = [
      ...Object.keys(shape),
      ...Object.keys(shape.fingerprint.shape),
      ...Object.keys(shape.columns.unwrap().shape),
      ...Object.keys(shape.lines.unwrap().shape),
      ...Object.keys(shape.ignore.unwrap().shape),
    ];
    const table = page.slice(page.indexOf('| key |'), page.indexOf('A layout has'));
    expect(keys.filter((key) => !table.includes(`\`${key}\``) && !table.includes(`\`[${key}]\``))).toEqual([]);
    expect(placeholders.filter((one) => !page.includes(`\`{${one}}\``))).toEqual([]);
  });
});
