import { reconcileLab } from '../../app/reconcile-lab.ts';
import { describeFindings, renderFindings, writeFindingsFile } from '../../app/write-findings.ts';
import { CriskitError } from '../../core/errors.ts';
import { defineCommand } from '../contract.ts';

export const reconcile = defineCommand({
  args: {},
  options: {
    case: { value: 'NUMBER', summary: 'only this case; default: the whole lab' },
    format: { value: 'FORMAT', choices: ['table', 'json', 'csv', 'xlsx'], summary: 'default: table' },
    output: { value: 'FILE', short: 'o', summary: 'write there instead of to standard output' },
    force: { summary: 'replace FILE where it exists' },
  },
  details: [
    'Compares what was sent, what came back, what is stored and what the spreadsheet shows. Differences lead to exit code 1; notes alone do not. Nothing is changed.',
  ],
  examples: [
    { line: 'criskit reconcile', does: 'lists every difference in the lab' },
    {
      line: 'criskit reconcile --case 24-0001 --format csv -o 24-0001.csv',
      does: 'writes those of one case to a file',
    },
    { line: 'criskit reconcile --format xlsx -o findings.xlsx', does: 'makes a workbook for the supervisor' },
  ],
  run: async ({ options, io, openLab, note, resolve, signal }) => {
    const format = (options.format ?? 'table') as 'table' | 'json' | 'csv' | 'xlsx';
    if (format === 'xlsx' && options.output === undefined && io.stdoutIsTerminal) {
      throw new CriskitError('USAGE', 'A workbook cannot be shown on a terminal.', {
        hint: 'Name a file: -o FILE.xlsx',
      });
    }
    const lab = await openLab('read');
    const findings = await reconcileLab(lab, { caseNumber: options.case, signal });
    const exitCode = findings.some(({ weight }) => weight === 'difference') ? 1 : 0;
    if (options.output !== undefined) {
      const path = resolve(options.output);
      await writeFindingsFile(path, findings, { format, force: options.force, signal });
      note(`Wrote ${path}.`);
      return { exitCode, data: { findings, written: path }, text: [] };
    }
    if (format === 'table') return { exitCode, data: { findings }, text: describeFindings(findings) };
    const pieces = async function* () {
      yield renderFindings(findings, format);
    };
    return { exitCode, data: { findings }, document: pieces() };
  },
});
