import { formatContact } from '../app/case-contact-text.ts';
import type { listPromotions } from '../app/promotions.ts';
import { algorithms, algorithmTitle, firstDigest } from '../core/digest.ts';
import { excerpt } from '../core/printable.ts';
import { countOf } from '../core/units.ts';
import { formatCsv } from './csv.ts';
import { formatMoment } from './table.ts';

type Promotion = Awaited<ReturnType<typeof listPromotions>>[number];

/** For people: each media with what promoted it and whom to tell. */
export function formatPromotions(promotions: readonly Promotion[]): readonly string[] {
  if (promotions.length === 0) return ['No media was promoted.'];
  const cases = new Set(promotions.flatMap((promotion) => promotion.cases.map(({ caseNumber }) => caseNumber)));
  return [
    ...promotions.flatMap((promotion) => [...formatPromotion(promotion), '']),
    `${countOf(promotions.length, 'media', 'media')} promoted; ${countOf(cases.size, 'earlier case')} of this lab to tell.`,
  ];
}

function formatPromotion({ digests, fileName, before, after, import: entry, cases }: Promotion): readonly string[] {
  const digest = firstDigest(digests);
  const named = fileName === null ? '' : ` "${excerpt(fileName)}"`;
  const shown =
    digest === undefined ? 'a media without a digest' : `${algorithmTitle[digest.algorithm]} ${digest.value}`;
  const where = entry.caseNumber === null ? 'hash set' : `report of case ${excerpt(entry.caseNumber)}`;
  return [
    `${shown}${named}`,
    `  from ${formatStage(before)} to ${formatStage(after)}`,
    `  by import ${entry.importId} (${where}: ${excerpt(documentOf(entry), 100)}), ${formatMoment(entry.importedAtUtc)}`,
    ...(cases.length === 0
      ? ['  no earlier case of this lab holds it']
      : cases.map((one) => `  tell ${formatContact(one)}`)),
  ];
}

/** Such as `unidentified (recognized)`. */
function formatStage({ categories, outcomes }: Promotion['before']): string {
  const filed = categories.length === 0 ? 'no category' : categories.join(' + ');
  return outcomes.length === 0 ? filed : `${filed} (${outcomes.join(', ')})`;
}

function documentOf({ document, part }: Promotion['import']): string {
  return [document.name, ...(part?.path ?? [])].join(' > ');
}

const heading = [
  ...algorithms,
  'kind',
  'file_name',
  'before',
  'after',
  'import',
  'document',
  'document_sha256',
  'imported_at_utc',
  'promoting_case',
  'earlier_case',
  'agency',
  'agency_case_number',
  'officer',
  'examiner',
];

/** One line for each earlier case of each media, so that it can be sorted by whom to tell; one where there is none. */
export function formatPromotionsCsv(promotions: readonly Promotion[]): string {
  const lines = promotions.flatMap((promotion) => {
    const { digests, kind, fileName, before, after, import: entry, cases } = promotion;
    const common = [
      ...algorithms.map((algorithm) => digests[algorithm] ?? ''),
      kind,
      fileName ?? '',
      formatStage(before),
      formatStage(after),
      entry.importId,
      documentOf(entry),
      entry.part?.sha256 ?? entry.document.sha256,
      entry.importedAtUtc,
      entry.caseNumber ?? '',
    ];
    if (cases.length === 0) return [[...common, '', '', '', '', '']];
    return cases.map(({ caseNumber, agency, agencyCaseNumber, officer, examiner }) => [
      ...common,
      caseNumber,
      agency,
      agencyCaseNumber,
      officer ?? '',
      examiner ?? '',
    ]);
  });
  return formatCsv([heading, ...lines]);
}

export function promotionAsJson({ import: entry, ...rest }: Promotion): unknown {
  const { importId, kind, caseNumber, document, part, importedAtUtc, importedBy, setName } = entry;
  return {
    ...rest,
    import: { id: importId, kind, case: caseNumber, document, part, setName, importedAtUtc, importedBy },
  };
}
