import type * as fc from 'fast-check';
import { docx, html, ods } from './grammars/markup.ts';
import { gzip, mail, outlookMessage, zip } from './grammars/packed.ts';
import { pdf } from './grammars/pdf.ts';
import { plainText, spacedText } from './grammars/text.ts';
import { workbooks } from './grammars/workbooks.ts';

/** Documents made from nothing, right in their form and wild in what they hold. A container is fed with those that it recognises. */
export const grammars: readonly fc.Arbitrary<Uint8Array>[] = [
  plainText,
  spacedText,
  html,
  docx,
  ods,
  workbooks,
  pdf,
  zip,
  gzip,
  mail,
  outlookMessage,
];
