import { checkedId } from '../../app/checked-text.ts';
import { rewriteManifest } from '../../app/prepare-submission.ts';
import { defineCommand } from '../contract.ts';

export const submitManifest = defineCommand({
  args: { submission: { summary: 'its number, as criskit submit list shows it' } },
  options: { output: { value: 'DIR', short: 'o', summary: 'folder; default: where submit prepare wrote it' } },
  details: ['Writes the manifest from the database, byte for byte as before.'],
  examples: [{ line: 'criskit submit manifest 7 -o /media/usb', does: 'writes the manifest of submission 7 there' }],
  run: async ({ args, options, resolve, openLab, signal }) => {
    const id = checkedId('The number of the submission', args.submission);
    const output = options.output === undefined ? undefined : resolve(options.output);
    const { manifest } = await rewriteManifest(await openLab('read'), id, { output, signal });
    return { exitCode: 0, data: { submission: { id }, manifest }, text: [manifest.csv, manifest.hashdeep] };
  },
});
