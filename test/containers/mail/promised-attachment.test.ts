import { describe, expect, it } from 'vitest';
import { findPromise, findSharedFile } from '../../../src/containers/mail/promised-attachment.ts';

describe('what a message promises', () => {
  it.each([
    ['Please find attached the report.', 'Please find attached'],
    ['The report is ATTACHED', 'The report is ATTACHED'],
    ['See enclosed.', 'See enclosed'],
    ['Attachment: report.pdf', 'Attachment'],
    ['\ufeff<html><body>two <b>attachments</b></body></html>', 'two attachments'],
    ['nothing here\r\nbut the attachment below', 'but the attachment'],
  ])('is found in %j', (text, words) => {
    expect(findPromise([text])).toBe(words);
  });

  it.each([
    'This message and any attachments may be privileged.',
    'Delete this e-mail and all attachments.',
    'It contains no attachments.',
    '> The report is attached.',
    '<p class="attachment">text</p>',
    'reattached detachments',
    '',
  ])('is not found in %j', (text) => {
    expect(findPromise([text])).toBeUndefined();
  });

  it.each([
    ['see https://1drv.ms/x/abc', '1drv.ms'],
    ['<a href="https://lab-my.sharepoint.com/personal/x">report</a>', 'sharepoint.com'],
    ['https://drive.google.com/file/d/1', 'drive.google.com'],
  ])('may lie elsewhere: %j', (text, host) => {
    expect(findSharedFile(['nothing', text])).toBe(host);
  });

  it.each([
    'https://www.missingkids.org/',
    'dropbox.com',
    'https://dropbox.com.example.org/x',
    'https://notdropbox.com/x',
  ])('lies nowhere else: %j', (text) => {
    expect(findSharedFile([text])).toBeUndefined();
  });
});
