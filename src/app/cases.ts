import { CriskitError } from '../core/errors.ts';
import { suggest } from '../core/suggestion.ts';
import type { LabCase } from '../store/contract.ts';
import { checkedText } from './checked-text.ts';
import type { Lab } from './lab.ts';

export interface AddCaseRequest {
  readonly caseNumber: string;
  readonly agency: string;
  readonly agencyCaseNumber: string;
  readonly officer: string | undefined;
  /** Default: the examiner of criskit.toml. */
  readonly examiner: string | undefined;
  readonly dryRun: boolean;
}

/** With `dryRun` the case as it would be kept. Throws ALREADY_EXISTS, USAGE. */
export async function addCase(lab: Lab, request: AddCaseRequest): Promise<LabCase> {
  const examiner = request.examiner ?? lab.settings.lab.examiner;
  const newCase = {
    caseNumber: checkedText('The case number', request.caseNumber, 64),
    agency: checkedText('The agency', request.agency),
    agencyCaseNumber: checkedText("The agency's case number", request.agencyCaseNumber),
    officer: request.officer === undefined ? null : checkedText('The officer', request.officer),
    examiner: examiner === '' ? null : checkedText('The examiner', examiner),
  };
  const actor = lab.actor();
  if (!request.dryRun) return lab.store.addCase(newCase, actor);
  if ((await lab.store.findCase(newCase.caseNumber)) !== undefined) {
    throw new CriskitError('ALREADY_EXISTS', `The case ${newCase.caseNumber} exists already.`);
  }
  return { ...newCase, createdAtUtc: actor.atUtc, createdBy: actor.by };
}

/** Throws NOT_FOUND, with the number that was probably meant. */
export async function getCase(lab: Lab, caseNumber: string): Promise<LabCase> {
  const found = await lab.store.findCase(caseNumber);
  if (found !== undefined) return found;
  const near = suggest(
    caseNumber,
    (await lab.store.listCases()).map((known) => known.caseNumber),
  );
  throw new CriskitError('NOT_FOUND', `There is no case ${caseNumber} in the lab.`, {
    hint: near === undefined ? 'criskit case list shows them; criskit case add makes one.' : `Did you mean ${near}?`,
  });
}

/** Every case with the number of its submissions and of its imports in force. */
export async function listCases(
  lab: Lab,
): Promise<readonly { readonly labCase: LabCase; readonly submissions: number; readonly imports: number }[]> {
  const [cases, submissions, imports] = [
    await lab.store.listCases(),
    await lab.store.listSubmissions(),
    await lab.store.listImports({ kind: 'report', state: 'in-force' }),
  ];
  const submissionsByCase = Map.groupBy(submissions, (submission) => submission.caseNumber);
  const importsByCase = Map.groupBy(imports, (entry) => entry.caseNumber);
  return cases.map((labCase) => ({
    labCase,
    submissions: submissionsByCase.get(labCase.caseNumber)?.length ?? 0,
    imports: importsByCase.get(labCase.caseNumber)?.length ?? 0,
  }));
}
