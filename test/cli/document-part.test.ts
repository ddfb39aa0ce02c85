import { describe, expect, it } from 'vitest';
import { type Lab, openLab } from '../../src/app/lab.ts';
import { parseDigest } from '../../src/core/digest.ts';
import { defaultSplitRule } from '../../src/core/split-rule.ts';
import { invented, md5, sha256, type TempLab, tempLab } from './temp-lab.ts';

async function inLab(lab: TempLab, work: (open: Lab) => Promise<unknown>): Promise<void> {
  const clock = { nowUtc: () => '2026-11-22T09:30:00.000Z', today: () => '2026-11-22' };
  const open = await openLab({ folder: lab.folder, access: 'write', clock, onWarning: () => undefined });
  try {
    await work(open);
  } finally {
    await open.close();
  }
}

function sha256Of(text: string) {
  const digest = parseDigest('sha256', sha256(Buffer.from(text)));
  if (digest === undefined) throw new Error('no digest');
  return digest;
}

describe('a report that came inside an e-mail', () => {
  it('is told with the document that was read in it, wherever the document is told', async () => {
    const lab = await tempLab();
    await lab.json(['case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1']);
    const value = parseDigest('md5', md5(invented('a')));
    if (value === undefined) throw new Error('no digest');
    const part = { path: ['reply.zip', 'report\u001b[31m.csv'], sha256: sha256Of('the report') };
    await inLab(lab, (open) =>
      open.store.importReport(
        {
          caseNumber: '24-0001',
          submissionId: null,
          document: { name: 'mail.eml', sha256: sha256Of('mail'), sizeBytes: 4, bytes: Buffer.from('mail') },
          part,
          layout: 'status-column',
          splitRule: defaultSplitRule,
          acceptedDifference: null,
          supersedes: null,
          assertions: [
            {
              digests: { md5: value },
              place: { line: 2 },
              outcome: 'identified',
              categoryId: 'known-victim',
              kind: 'image',
            },
          ],
          issues: [],
          findings: [],
          summary: null,
        },
        open.actor(),
      ),
    );
    expect(await lab.json(['why', value])).toMatchObject({ assertions: [{ document: { name: 'mail.eml' }, part }] });
    const why = (await lab.run('why', value)).stdout;
    expect(why).toMatch(/Part: +reply\.zip > report\\x1b\[31m\.csv\n/);
    expect(why).toMatch(new RegExp(`SHA-256 of part: +${part.sha256}\\n`));
    expect(await lab.json(['case', 'show', '24-0001'])).toMatchObject({
      imports: [{ document: { name: 'mail.eml' }, part }],
    });
    expect((await lab.run('case', 'show', '24-0001')).stdout).toContain(
      'mail.eml > reply.zip > report\\x1b[31m.csv, 1 record',
    );
    const { entries } = await lab.json(['history']);
    expect(entries).toContainEqual(
      expect.objectContaining({ body: expect.objectContaining({ part: part.path, partSha256: part.sha256 }) }),
    );
    expect((await lab.run('history')).stdout).not.toContain('\u001b');
  });
});
