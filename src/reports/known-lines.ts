/** Lines of reports that name no media and state no outcome. */

/** Says that a list is empty, or where in the document it stands. */
export function isFurnitureText(text: string): boolean {
  return /^(?:none|nil|no (?:files?|items?|records?|hash values?|results?|matches|entries)(?: (?:were )?found)?|n\/a|[-–—_=*~·. ]+|page \d+(?: (?:of|\/) \d+)?|\d+ (?:files?|items?|records?|hash values?|entries)|end of (?:report|list)|sep=.)\.?$/i.test(
    text.trim(),
  );
}

/**
 * What a report is about: NCMEC's names for it and for itself, a number it goes by, a date, a series or its contact, or how
 * many files came in. Such a line may stand anywhere without ending a section.
 */
export function isTitle(text: string): boolean {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  if (words.length > 160) return false;
  return isReportTitle(words) || isReference(words) || isSubmittedCount(words) || isDate(words);
}

/** The kinds of report that NCMEC is known to send, and the programmes and systems that they come from. */
export function isReportTitle(text: string): boolean {
  return /^(?:ncmec'?s? )?(?:(?:the )?national cent(?:er|re) for missing (?:&|and) exploited children|(?:ncmec )?(?:cir|cvip|cris)(?: (?:report|review|results?))|child (?:identification|victim identification|recognition) (?:report|program|and identification system)|(?:initial )?hash value comparison report|law enforcement services portal)(?: \([^)]{1,40}\))?(?: (?:report|results?|review))?(?: (?:no\.?|number|#)? ?[\w-]{1,20})?$/i.test(
    text.trim().replaceAll(/\s+/g, ' '),
  );
}

/** A label and what it stands for. The value is free, but for words that may speak of an outcome: a series' name never does. */
function isReference(text: string): boolean {
  const [, value = ''] =
    /^(?:(?:ncmec|cris|cvip|cir|agency|lab(?:oratory)?|our|your|le|tracking|submission|request|report|case|reference|technical assistance|ta) ?){0,3}(?:case|reference|ref\.?|report|request|submission|id|no\.?|number|#|date|agency|officer|investigator|analyst|examiner|series(?: name)?|poc|points? of contact|contact)(?: ?(?:no\.?|number|#|id|date|name))? ?[:#] ?(.{1,100})$/i.exec(
      text,
    ) ?? [];
  return value !== '' && (/^series/i.test(text) || !/identif|recogni[sz]|confirm|known/i.test(value));
}

/** How many files were sent: not how many this document lists, so it is no sum to be compared with. */
function isSubmittedCount(text: string): boolean {
  return /^(?:the )?(?:total )?(?:number of )?(?:files?|images?|videos?|images and videos|items|hash(?:es| values?)?) (?:submitted|sent|received|reviewed|compared) ?[:=]? ?\d{1,3}(?:,?\d{3})*\.?$/i.test(
    text,
  );
}

function isDate(text: string): boolean {
  return /^(?:(?:date|generated|printed|created|prepared|submitted|received|reviewed|sent)(?: (?:on|at))?:? ?)?(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,4}(?:, \d{4})?)(?:,? \d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)?$/i.test(
    text,
  );
}
