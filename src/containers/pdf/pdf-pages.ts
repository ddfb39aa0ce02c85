import type { Frame, Word } from './pdf-geometry.ts';
import type { OpenPage, OpenPdf } from './pdf-js.ts';
import { interpretDrawing } from './pdf-operators.ts';
import { TextCollector } from './pdf-words.ts';

/** What a PDF may hold. A report of 50,000 rows has some 1,000 pages and 600,000 words. */
export const pdfLimits = {
  fileBytes: 128 * 1024 * 1024,
  pages: 20_000,
  words: 2_000_000,
} as const;

/** A page, read and closed again. */
export interface PageText {
  readonly page: number;
  /** The direction with most text comes first. */
  readonly frames: readonly Frame[];
  /** Text that stands outside of the edges of the page. */
  readonly outside: readonly Word[];
  /** Values of the form on this page. */
  readonly fieldValues: readonly string[];
  readonly hasPictures: boolean;
  readonly hasInvisibleText: boolean;
  readonly wordCount: number;
  readonly warnings: readonly string[];
}

export async function readPage(pdf: OpenPdf, number: number, hasForm: boolean): Promise<PageText> {
  const page = await pdf.openPage(number);
  try {
    return await readOpenPage(page, { number, hasForm, takeWarnings: () => pdf.takeWarnings() });
  } finally {
    page.close();
  }
}

interface Reading {
  readonly number: number;
  readonly hasForm: boolean;
  readonly takeWarnings: () => readonly string[];
}

async function readOpenPage(page: OpenPage, { number, hasForm, takeWarnings }: Reading): Promise<PageText> {
  const collector = new TextCollector(page.box);
  interpretDrawing(await page.draw(), page.matrix, collector);
  const fieldValues = hasForm ? await page.fieldValues() : [];
  const frames = [...collector.frames.values()].filter(({ words }) => words.length > 0);
  for (const frame of frames) {
    const { level, upright } = collector.rules.seenFrom(frame.degrees);
    frame.levelRules.push(...level);
    frame.uprightRules.push(...upright);
  }
  frames.sort((a, b) => b.words.length - a.words.length || a.degrees - b.degrees);
  const warnings = takeWarnings();
  return {
    page: number,
    frames,
    outside: collector.outside,
    fieldValues,
    hasPictures: collector.pictures > 0 || warnings.some((warning) => warning.startsWith('Image exceeded')),
    hasInvisibleText: collector.hasInvisibleText,
    wordCount: collector.wordCount,
    warnings: warnings.filter((warning) => concernsText.test(warning) && !concernsShapes.test(warning)),
  };
}

/** What pdf.js says where it leaves out something that may have been text; it says more about fonts and pictures. */
const concernsText =
  /ignoring (?:errors|XObject|ExtGState|operator|sub-stream|annotation data|ToUnicode)|Font|CMap|font|cMap|Invalid stream|Unterminated|Unknown command|Skipping|circular|Filter|Invalid (?:hex|string)/;

/** What it says where it would need the shapes of letters to draw them; what they say is known all the same. */
const concernsShapes = /standardFontDataUrl|fetchStandardFontData/;
