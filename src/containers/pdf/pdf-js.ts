import { getResolvedPDFJS } from 'unpdf';
import { apply, type Box, boxOf, type Matrix } from './pdf-geometry.ts';
import type { FontMetrics } from './pdf-graphics.ts';
import type { Drawing } from './pdf-operators.ts';

const pdfJs = await getResolvedPDFJS();

/** Numbers by which pdf.js calls what is drawn. */
export const operators = pdfJs.OPS;

/** A PDF that is open. */
export interface OpenPdf {
  readonly pageCount: number;
  /** What pdf.js had to say since this was called last: what it could not read, or put right without being asked. */
  takeWarnings(): readonly string[];
  /** `number` is 1-based. */
  openPage(number: number): Promise<OpenPage>;
  readonly surroundings: () => Promise<Surroundings>;
}

/** A page, until it is closed. */
export interface OpenPage {
  /** From the document's lengths to points from the upper left corner of the page as it is shown. */
  readonly matrix: Matrix;
  readonly box: Box;
  draw(): Promise<Drawing>;
  /** Values of form fields, which a page shows only where the program that made it also drew them. */
  fieldValues(): Promise<readonly string[]>;
  close(): void;
}

/** What a document holds besides its pages. */
export interface Surroundings {
  readonly attachmentNames: readonly string[];
  readonly hasScripts: boolean;
  readonly hasForm: boolean;
}

/** Thrown by `openPdf` where a password is needed. */
export function isPasswordError(error: unknown): boolean {
  return error instanceof pdfJs.PasswordException;
}

/**
 * Opens a PDF whole; takes the bytes over. Nothing is fetched, no script is run, no picture is decoded. pdf.js writes
 * its warnings to the terminal and nowhere else, so this replaces the console: it is for a thread of its own.
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  let warnings: string[] = [];
  const note = (first: unknown): void => void warnings.push(String(first).replace(/^Warning: /, ''));
  globalThis.console = new Proxy(globalThis.console, { get: () => note });
  const task = pdfJs.getDocument({
    data: bytes,
    verbosity: pdfJs.VerbosityLevel.WARNINGS,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    maxImageSize: 1,
    enableXfa: false,
  });
  const document = await task.promise;
  return {
    pageCount: document.numPages,
    takeWarnings: () => {
      const taken = warnings;
      warnings = [];
      return taken;
    },
    openPage: async (number) => pageOf(await document.getPage(number)),
    surroundings: async () => {
      const [attachments, hasScripts, fields, openActions] = await Promise.all([
        document.getAttachments() as Promise<ReadonlyMap<string, unknown> | null>,
        document.hasJSActions(),
        document.getFieldObjects(),
        document.getJSActions(),
      ]);
      return {
        attachmentNames: [...(attachments?.keys() ?? [])],
        hasScripts: hasScripts || openActions !== null,
        hasForm: fields !== null,
      };
    },
  };
}

type PageProxy = Awaited<ReturnType<Awaited<ReturnType<typeof pdfJs.getDocument>['promise']>['getPage']>>;

function pageOf(page: PageProxy): OpenPage {
  const viewport = page.getViewport({ scale: 1 });
  const matrix = viewport.transform as unknown as Matrix;
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = page.view;
  return {
    matrix,
    box: boxOf(matrix, [x0, y0, x1, y1]),
    draw: async () => {
      const list = await page.getOperatorList();
      return { operators: list.fnArray, args: list.argsArray, fontOf: (name) => metricsOf(page.commonObjs.get(name)) };
    },
    fieldValues: async () => {
      const annotations = (await page.getAnnotations()) as readonly Annotation[];
      return annotations.flatMap(({ fieldValue, buttonValue, hidden }) => {
        const value = buttonValue ?? fieldValue;
        return hidden === true || value === null || value === undefined ? [] : [value].flat().map(String);
      });
    },
    close: () => void page.cleanup(),
  };
}

interface Annotation {
  readonly fieldValue?: unknown;
  readonly buttonValue?: unknown;
  readonly hidden?: boolean;
}

interface Font {
  readonly isType3Font?: boolean;
  readonly fontMatrix?: Matrix;
  readonly bbox?: readonly number[];
}

function metricsOf(font: Font | null): FontMetrics {
  const matrix = font?.fontMatrix ?? [0.001, 0, 0, 0.001, 0, 0];
  if (font?.isType3Font !== true) return { scaleX: matrix[0], height: 1 };
  const [, bottom = 0, , top = 0] = font.bbox ?? [];
  const [, height] = apply([matrix[0], 0, 0, matrix[3], 0, 0], 0, top - bottom);
  return { scaleX: matrix[0], height: Math.abs(height) > 0 ? Math.abs(height) : 1 };
}
