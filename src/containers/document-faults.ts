import type { Fault } from './flow/flow-lines.ts';

/** Text that somebody has proposed to insert or delete. */
export const trackedChange: Fault = {
  code: 'tracked-change',
  message:
    'The text here has tracked changes that nobody has accepted or rejected: it is not final. Ask for the final document, or settle the changes in the program it was made with and import the copy.',
};

/** A document within the document. */
export const notRead: Fault = {
  code: 'not-read',
  message: 'Another document is embedded here, which is not read. Ask for it, or for the report as PDF or CSV.',
};
