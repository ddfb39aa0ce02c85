import { openDocument } from '../containers/open-document.ts';
import type { Explanation } from '../render/explanation.ts';
import type { LineCounts } from '../reports/contract.ts';
import { layouts, readReportAs } from '../reports/lookup.ts';
import { findMismatch, layoutOf } from '../reports/taught-layout.ts';
import { getCase } from './cases.ts';
import { explainReport } from './explain-report.ts';
import type { Lab } from './lab.ts';
import { type LayoutFile, type LayoutLab, readLayoutFile, readLayoutFiles } from './layout-files.ts';
import { mainDocument } from './main-document.ts';
import { contextOf, readManifests, readReplyFile } from './read-reply.ts';

/** A layout as lists show it. */
export interface ListedLayout {
  readonly name: string;
  readonly title: string;
  readonly origin: 'criskit' | 'taught';
  readonly author: string | null;
  readonly date: string | null;
  /** SHA-256 of the file of a taught one. */
  readonly sha256: string | null;
}

/** Those that criskit brings along, then those that the lab was taught; each by name. Throws SETTINGS_INVALID. */
export async function listLayouts(lab: LayoutLab): Promise<readonly ListedLayout[]> {
  const nobody = { author: null, date: null, sha256: null };
  const taught = await readLayoutFiles(lab);
  return [
    ...layouts.map(({ id, title }): ListedLayout => ({ name: id, title, origin: 'criskit', ...nobody })),
    ...taught.map(
      ({ layout, author, date, sha256 }): ListedLayout => ({
        name: layout.name,
        title: layout.title,
        origin: 'taught',
        author: author ?? null,
        date: date ?? null,
        sha256,
      }),
    ),
  ];
}

export interface CheckLayoutRequest {
  /** Absolute, as the reply's. */
  readonly layoutPath: string;
  readonly replyPath: string;
  /** The case whose files give the names that were sent; undefined: none are known. */
  readonly caseNumber: string | undefined;
  readonly part: string | undefined;
  readonly signal: AbortSignal;
}

export interface CheckedLayout {
  readonly file: LayoutFile;
  /** Why the layout would not be chosen for the reply; undefined where it would. */
  readonly mismatch: string | undefined;
  readonly counts: LineCounts;
  readonly explanation: Explanation;
}

/** What each line of a reply is by a file of a layout. Throws SETTINGS_INVALID, NOT_FOUND, INPUT_…, FORMAT_…. */
export async function checkLayout(lab: Lab, request: CheckLayoutRequest): Promise<CheckedLayout> {
  const { caseNumber, signal } = request;
  const file = await readLayoutFile(lab, request.layoutPath);
  const reply = await readReplyFile(request.replyPath);
  const manifests =
    caseNumber === undefined
      ? []
      : await readManifests(lab, (await getCase(lab, caseNumber)).caseNumber, undefined, signal);
  const context = contextOf(lab, manifests);
  const { leaves } = await openDocument(reply, { signal });
  const document = mainDocument(leaves, request.part, context);
  const report = readReportAs(layoutOf(file.layout, file.sha256), document, context);
  return {
    file,
    mismatch: findMismatch(file.layout, document, context),
    counts: report.lines,
    explanation: explainReport({ document: reply, caseNumber: caseNumber ?? null, report, issues: report.issues }),
  };
}
