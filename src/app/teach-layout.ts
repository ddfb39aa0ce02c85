import { sha256Of } from '../files/read-file.ts';
import type { TableDocument } from '../containers/contract.ts';
import { openDocument } from '../containers/open-document.ts';
import { CriskitError } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { ReadingContext } from '../reports/contract.ts';
import { readReportAs } from '../reports/lookup.ts';
import { findMismatch, layoutOf } from '../reports/taught-layout.ts';
import { getCase } from './cases.ts';
import type { Lab } from './lab.ts';
import { parseLayoutFile } from './layout-file.ts';
import { formatLayoutFile } from './layout-file-text.ts';
import { type LayoutFile, pathOfNewLayout } from './layout-files.ts';
import { contextOf, readManifests, readReplyFile } from './read-reply.ts';
import { mainDocument } from './main-document.ts';
import type { Dialogue } from './teach-dialogue.ts';
import { teachLines } from './teach-lines.ts';
import { isColumnar, tableToTeach } from './teach-proposals.ts';
import { teachTable } from './teach-table.ts';

export interface TeachRequest {
  /** Of the reply; absolute. */
  readonly path: string;
  readonly caseNumber: string;
  readonly submissionId: number | undefined;
  /** The part of a message or an archive that is the report; undefined: the one with the most lines that name media. */
  readonly part: string | undefined;
  /** What the layout is to be called. */
  readonly name: string;
  readonly signal: AbortSignal;
}

/**
 * Walks a person through a reply in fewer than ten questions; gives the layout that they describe, which reads a record
 * of it at least. Nothing is written. Throws USAGE, OUTPUT_EXISTS, NOT_FOUND, INPUT_…, NO_RECORDS, and what `dialogue`
 * throws.
 */
export async function teachLayout(lab: Lab, request: TeachRequest, dialogue: Dialogue): Promise<LayoutFile> {
  const path = await pathOfNewLayout(lab, request.name);
  const { caseNumber } = await getCase(lab, request.caseNumber);
  const reply = await readReplyFile(request.path);
  const { leaves } = await openDocument(reply, { signal: request.signal });
  const context = contextOf(lab, await readManifests(lab, caseNumber, request.submissionId, request.signal));
  throwIfInterrupted(request.signal);
  const document = mainDocument(leaves, request.part, context);
  const table = tableToTeach(document, context);
  if (table === undefined) {
    throw new CriskitError('NO_RECORDS', `${document.name} holds no digest and no name of a file that was sent.`, {
      path: document.name,
      hint: 'Look whether it is the report, and whether its media were recorded as a submission.',
    });
  }
  const content = isColumnar(table, document, context)
    ? await teachTable(dialogue, table, context)
    : await teachLines(dialogue, { document, table }, context);
  const author = lab.settings.lab.examiner.trim().slice(0, 200);
  const head = { format: 1, title: `Layout ${request.name}`, date: lab.clock.today() } as const;
  const text = formatLayoutFile({ ...head, ...(author === '' ? {} : { author }), ...content });
  const { vocabulary } = context;
  const file: LayoutFile = {
    ...parseLayoutFile(text, { path, name: request.name, vocabulary }),
    path,
    sha256: sha256Of(text),
    text,
  };
  tryOut(file, document, context);
  return file;
}

/** A layout that reads nothing, or would not be recognised again, must not be kept. */
function tryOut({ layout, sha256 }: LayoutFile, document: TableDocument, context: ReadingContext): void {
  const mismatch = findMismatch(layout, document, context);
  if (mismatch !== undefined)
    throw new CriskitError('INTERNAL', `The layout does not fit what it was made from. ${mismatch}`);
  const { records, issues } = readReportAs(layoutOf(layout, sha256), document, context);
  if (records.length > 0) return;
  throw new CriskitError('NO_RECORDS', `By this layout ${document.name} holds no record; it was not saved.`, {
    path: document.name,
    hint: issues[0] === undefined ? 'Teach it again.' : `The first issue: ${issues[0].message}`,
  });
}
