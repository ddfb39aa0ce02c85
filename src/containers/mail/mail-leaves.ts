import { type ContentKind, contentKindOf } from '../content-kind.ts';
import type { MailEntity } from './mail-structure.ts';
import { distinctNames, shownName } from '../shown-name.ts';
import { decodeTransfer } from './transfer-encoding.ts';

/** What a part of a message without parts of its own is for. */
type LeafUse =
  | 'text'
  | 'HTML'
  | 'attachment'
  /** Says that the message was signed; the message is read without it. */
  | 'signature'
  /** Says that the next part is encrypted, and nothing else. */
  | 'encryption marker'
  /** Says where the attachment lies, instead of carrying it. */
  | 'reference'
  /** A piece of a message that was sent in several. */
  | 'fragment';

/** A part of a message that has no parts of its own. */
export interface MailLeaf {
  readonly entity: MailEntity;
  readonly use: LeafUse;
  /** Distinct within the message, fit to be shown. */
  readonly name: string;
  /** As they were before they were encoded for their way; undefined where that encoding is unknown. */
  readonly bytes: Uint8Array | undefined;
  readonly kind: ContentKind;
  /** What is wrong with its encoding. */
  readonly fault: string | undefined;
}

/** All of them, in the order of the message. */
export function leavesOf(message: MailEntity): readonly MailLeaf[] {
  const leaves = [...entitiesWithoutParts(message, '')].map(({ entity, within }) => {
    const decoded = decodeTransfer(entity.body, entity.header.transferEncoding);
    const kind = contentKindOf(decoded?.bytes ?? entity.body);
    return {
      entity,
      kind,
      bytes: decoded?.bytes,
      fault: decoded?.fault,
      use: useOf(entity, within, kind, decoded?.bytes),
    };
  });
  let attachments = 0;
  const names = leaves.map(({ entity, use }) => {
    if (use === 'text' || use === 'HTML') return `message ${use}`;
    attachments += 1;
    return shownName(entity.header.fileName) ?? `attachment ${attachments}`;
  });
  const distinct = distinctNames(names);
  return leaves.map((leaf, index) => ({ ...leaf, name: distinct[index] ?? '' }));
}

function* entitiesWithoutParts(
  entity: MailEntity,
  within: string,
): Generator<{ readonly entity: MailEntity; readonly within: string }> {
  const isWhole = !entity.contentType.startsWith('multipart/');
  if (isWhole) yield { entity, within };
  for (const child of entity.children) yield* entitiesWithoutParts(child, entity.contentType);
}

function useOf(entity: MailEntity, within: string, kind: ContentKind, bytes: Uint8Array | undefined): LeafUse {
  const { contentType, header } = entity;
  if (contentType === 'message/external-body') return 'reference';
  if (contentType === 'message/partial') return 'fragment';
  if (within === 'multipart/signed' && /^application\/(?:x-)?(?:pkcs7|pgp)-signature$/.test(contentType)) {
    return kind === 'a PGP signature' || kind === 'an S/MIME message or signature' ? 'signature' : 'attachment';
  }
  if (within === 'multipart/encrypted' && contentType === 'application/pgp-encrypted' && entity.body.length < 200) {
    return 'encryption marker';
  }
  const isBody = /^text\/(?:plain|html)$/.test(contentType) && !header.isAttachment && header.fileName === undefined;
  if (!isBody || kind !== 'text') return 'attachment';
  return contentType === 'text/html' || isHtml(bytes) ? 'HTML' : 'text';
}

/** True for a page that is declared as plain text. */
function isHtml(bytes: Uint8Array | undefined): boolean {
  const begin = Buffer.from(bytes?.subarray(0, 200) ?? []).toString('latin1');
  return /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html[\s>])/i.test(begin);
}
