import { CriskitError } from '../core/errors.ts';
import { accountReport } from '../reconcile/account-report.ts';
import type { Accounting, SentManifest } from '../reconcile/contract.ts';
import type { ReportRecord } from '../reports/contract.ts';
import type { NewDocument, NewReportImport } from '../store/contract.ts';
import { checkedText } from './checked-text.ts';
import { countCategories, toAssertions } from './import-assertions.ts';
import type { ImportSummary } from './import-summary.ts';
import type { Lab } from './lab.ts';
import type { Reply } from './read-reply.ts';
import type { LotComparison } from './lots.ts';

/** Files that are not mentioned beyond this number are kept as one finding; reconcile lists each of them anyway. */
const notMentionedLimit = 1000;

export interface DraftRequest {
  /** The import that this report corrects. */
  readonly supersedes: number | undefined;
  /** Why the import is to be written although sums disagree; kept with it. */
  readonly acceptDifference: string | undefined;
}

export interface ImportSource {
  readonly caseNumber: string;
  readonly document: NewDocument;
  readonly reply: Reply;
  readonly manifests: readonly SentManifest[];
  /** Where these manifests are reduced to a lot. */
  readonly lot: Pick<LotComparison, 'lot' | 'advice'>;
}

/** An import that is ready to be written. */
export interface ImportDraft {
  readonly newImport: NewReportImport;
  readonly summary: ImportSummary;
  readonly advice: readonly string[];
  readonly isBlocked: boolean;
}

/** Accounts for the report and files it by the split rule. Throws NO_RECORDS where nothing of it can be stored. */
export async function draftImport(lab: Lab, request: DraftRequest, source: ImportSource): Promise<ImportDraft> {
  const { caseNumber, document, reply, manifests } = source;
  const { report } = reply;
  const accounting = accountReport({
    manifests,
    records: report.records,
    statedTotals: report.statedTotals,
    issueCount: report.issues.length + reply.issues.length,
    notMentionedLimit,
  });
  if (accounting.records.length === 0) throw nothingToStore(document.name, accounting);
  const { splitRule, categories } = lab.settings;
  const counts = countCategories(accounting.units, splitRule, categories);
  const summary = { ...summarise(reply, manifests, accounting, counts), lot: source.lot.lot };
  const acceptedDifference =
    request.acceptDifference === undefined
      ? null
      : checkedText('The reason for accepting the difference', request.acceptDifference, 1000);
  return {
    summary,
    advice: await adviceOn(lab, request, source, counts.nothing),
    isBlocked: accounting.blocking && acceptedDifference === null,
    newImport: {
      caseNumber,
      submissionId: manifests.length === 1 ? (manifests[0]?.submissionId ?? null) : null,
      document,
      part: reply.part,
      layout: report.layout,
      splitRule,
      acceptedDifference,
      supersedes: request.supersedes ?? null,
      assertions: toAssertions(accounting.records, splitRule),
      issues: [...reply.issues, ...report.issues, ...accounting.issues],
      findings: accounting.findings,
      summary,
    },
  };
}

function summarise(
  { report, carriers, parts, part }: Reply,
  manifests: readonly SentManifest[],
  accounting: Accounting<ReportRecord>,
  counts: ReturnType<typeof countCategories>,
): ImportSummary {
  const { lines } = report;
  const withoutUse = accounting.issues.length;
  const isCompared = manifests.length > 0;
  return {
    container: report.container,
    layout: report.layout,
    reason: report.reason,
    ...(report.taught === undefined ? {} : { taught: report.taught }),
    submissions: manifests.map(({ submissionId }) => submissionId),
    ...(carriers.length === 0
      ? {}
      : {
          part,
          carriers: carriers.map(({ path, container, traits }) => ({
            path,
            container,
            traits: Object.fromEntries(traits),
          })),
          parts,
        }),
    unit: accounting.unit,
    sent: isCompared ? { files: accounting.units.length, media: accounting.distinctMedia } : null,
    lines: { ...lines, records: lines.records - withoutUse, issues: lines.issues + withoutUse },
    outcomes: accounting.outcomes,
    categories: counts.categories,
    filedNowhere: counts.filedNowhere,
    notSent: isCompared ? accounting.records.filter(({ joinedTo }) => joinedTo === undefined).length : 0,
  };
}

async function adviceOn(
  lab: Lab,
  request: DraftRequest,
  { caseNumber, manifests, lot }: ImportSource,
  nothing: number,
): Promise<readonly string[]> {
  const advice: string[] = [...lot.advice];
  if (manifests.length > 1) {
    const ids = manifests.map(({ submissionId }) => submissionId).join(', ');
    advice.push(`The report was compared with submissions ${ids} together; --submission N compares it with one.`);
  }
  const reports = await lab.store.listImports({ caseNumber, kind: 'report', state: 'in-force' });
  const others = reports.filter(({ importId }) => importId !== request.supersedes);
  if (others.length > 0) {
    const names = others.map(({ importId, document }) => `${importId} (${document.name})`).join(', ');
    advice.push(`The case has import ${names} already. Where this report corrects one: --supersedes IMPORT.`);
  }
  if (nothing > 0) {
    advice.push(`${nothing} of the media are empty or all zeros: stored, and never filed in an alert category.`);
  }
  return advice;
}

function nothingToStore(name: string, accounting: Accounting<ReportRecord>): CriskitError {
  const [first] = accounting.issues;
  const reason = first?.message ?? accounting.findings.find(({ kind }) => kind !== 'not-mentioned')?.message ?? '';
  return new CriskitError('NO_RECORDS', `No record of ${name} can be stored. The first of them: ${reason}`, {
    ...(first === undefined ? {} : { place: first.place }),
    hint: 'Look whether the report belongs to this case, and whether its media were recorded as a submission.',
  });
}
