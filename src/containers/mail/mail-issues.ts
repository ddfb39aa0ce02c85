import type { Issue } from '../../core/issue.ts';
import { excerpt } from '../../core/printable.ts';
import { formatBytes } from '../../core/units.ts';
import { contradictsType } from '../content-kind.ts';
import type { MailLeaf } from './mail-leaves.ts';
import type { MailEntity } from './mail-structure.ts';
import { findPromise, findSharedFile } from './promised-attachment.ts';

const askAgain = 'Ask for the message again.';

/** What is wrong with single parts, in their order. */
export function issuesOfLeaf({ entity, name, use, bytes, fault, kind }: MailLeaf): readonly Issue[] {
  const { transferEncoding } = entity.header;
  const place = { part: name };
  const issues: Issue[] = [];
  if (bytes === undefined) {
    const message = `The part is encoded as "${excerpt(transferEncoding)}", which criskit does not know; it was not read. Save it from the mail program and import that.`;
    issues.push({ code: 'transfer-encoding-broken', message, place });
  }
  if (fault !== undefined) {
    const message = `The ${transferEncoding} text of the part ${fault}: its bytes may be wrong. ${askAgain}`;
    issues.push({ code: 'transfer-encoding-broken', message, place });
  }
  const stated = entity.header.contentType;
  if (use === 'attachment' && fault === undefined && stated !== undefined && contradictsType(kind, stated)) {
    const message = `The message says that this part is ${excerpt(stated)}, and it is ${kind}. It was taken for what it is.`;
    issues.push({ code: 'content-type-differs', message, place });
  }
  if (use === 'reference') {
    const message = 'The message says where this attachment lies instead of carrying it. Fetch it and import it.';
    issues.push({ code: 'attachment-elsewhere', message, place });
  }
  if (use === 'fragment') {
    const message = 'This is a piece of a message that was sent in several. Ask for the whole message.';
    issues.push({ code: 'message-cut-off', message, place });
  }
  return issues;
}

/** What is wrong with the message as a whole. `texts`: its bodies. */
export function issuesOfMessage(
  message: MailEntity,
  leaves: readonly MailLeaf[],
  texts: readonly string[],
): readonly Issue[] {
  return [
    ...issuesOfStructure(message, leaves),
    ...issuesOfHeaders(message),
    ...issuesOfAbsence(message, leaves, texts),
  ];
}

/** Of an entity and of all within it. */
function issuesOfStructure(entity: MailEntity, leaves: readonly MailLeaf[]): readonly Issue[] {
  const issues: Issue[] = entity.children.flatMap((child) => issuesOfStructure(child, leaves));
  const part = leaves.findLast((leaf) => leaf.entity === lastWithin(entity))?.name;
  const place = part === undefined ? {} : { part };
  if (entity.isUnclosed) {
    const message = `The message ends before its closing boundary: it is cut off, and this part may be incomplete. ${askAgain}`;
    issues.push({ code: 'message-cut-off', message, place });
  }
  if (entity.after.length > 0) {
    const message = `${formatBytes(entity.after.length)} stand behind the last part of the message, where mail programs show nothing, and were not read. Look at the message as text.`;
    issues.push({ code: 'text-after-end', message, place: {} });
  }
  return issues;
}

function lastWithin(entity: MailEntity): MailEntity {
  const last = entity.children.at(-1);
  return last === undefined ? entity : lastWithin(last);
}

function issuesOfHeaders(entity: MailEntity): readonly Issue[] {
  const own = entity.header.repeated.map((field) => {
    const message = `A header of the message states "${field}" more than once, which no mail program does; the first one was taken. Programs may show another one.`;
    return { code: 'header-repeated', message, place: {} };
  });
  return [...own, ...entity.children.flatMap(issuesOfHeaders)];
}

/** What should be there and is not. */
function issuesOfAbsence(message: MailEntity, leaves: readonly MailLeaf[], texts: readonly string[]): readonly Issue[] {
  const isDelivery = message.contentType === 'multipart/report';
  if (isDelivery) {
    const text =
      'This is an automatic report on the delivery of a message, not a reply. Look whether the message that it speaks of has to be sent again.';
    return [{ code: 'delivery-report', message: text, place: {} }];
  }
  const attachments = leaves.filter(({ use }) => use === 'attachment' || use === 'reference');
  return absenceIssues({
    texts,
    hasAttachments: attachments.some(({ kind }) => kind !== 'a picture'),
    isForAttachments: message.contentType === 'multipart/mixed' && attachments.length === 0,
  });
}

/**
 * Attachments that a message promises and does not carry, and files that it only points to. `isForAttachments`: the
 * message is built to carry some.
 */
export function absenceIssues(message: {
  readonly texts: readonly string[];
  readonly hasAttachments: boolean;
  readonly isForAttachments: boolean;
}): readonly Issue[] {
  const issues: Issue[] = [];
  const host = findSharedFile(message.texts);
  if (host !== undefined) {
    const text = `The message points to a file at ${host}, and criskit fetches nothing. Fetch it, and import it if it is a report.`;
    issues.push({ code: 'attachment-elsewhere', message: text, place: {} });
  }
  const words = message.hasAttachments ? undefined : findPromise(message.texts);
  if (words !== undefined || message.isForAttachments) {
    const reason = words === undefined ? 'is built to carry attachments' : `says "${words}"`;
    const text = `The message ${reason}, and carries none. Ask for it again, with the attachment.`;
    issues.push({ code: 'attachment-missing', message: text, place: {} });
  }
  return issues;
}
