import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MsgMessage, writeMsg } from '../containers/mail/msg-file.ts';

/** Packs replies that stand in the folder into messages as Outlook saves them. */
export function writeMessages(folder: string): void {
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  const attached = (name: string): MsgMessage => ({
    text: 'Good afternoon,\r\n\r\nthe report that you asked for is attached.\r\n',
    attachments: [{ name: `CRIS Report – 24-0001${name.slice(name.lastIndexOf('.'))}`, bytes: read(name) }],
  });
  const messages: Readonly<Record<string, MsgMessage>> = {
    'body.msg': { text: read('status.txt').toString().replaceAll('\n', '\r\n') },
    'body-html.msg': { html: read('status.html'), htmlCodePage: 65_001 },
    'attached-csv.msg': attached('status.csv'),
    'attached-xlsx.msg': attached('status.xlsx'),
    'attached-pdf.msg': attached('writer.pdf'),
    'forwarded.msg': { text: 'See below.', attachments: [{ message: { subject: 'CRIS', ...attached('status.csv') } }] },
  };
  for (const [name, message] of Object.entries(messages)) {
    const head = { subject: 'CRIS report', senderName: 'A. Analyst', senderAddress: 'cris@ncmec.example' };
    writeFileSync(join(folder, name), writeMsg({ ...head, sentAt: new Date('2026-11-20T14:30:00Z'), ...message }));
  }
}
