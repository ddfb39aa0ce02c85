import * as XLSX from 'xlsx';

/**
 * Messages as Outlook saves them, for tests: written by [MS-OXMSG] with the compound files of SheetJS. Each property has
 * the tag that [MS-OXPROPS] gives it: its id, then its type (`001F` Unicode text, `0102` binary, `0003` 32-bit number,
 * `0040` time). Short values stand in the property list itself, others in a stream `__substg1.0_` and the tag.
 */
export interface MsgMessage {
  /** PidTagMessageClass, 001A; `IPM.Note` unless given. */
  readonly messageClass?: string;
  /** PidTagSubject, 0037. */
  readonly subject?: string;
  /** PidTagSenderName, 0C1A. */
  readonly senderName?: string;
  /** PidTagSenderSmtpAddress, 5D01. */
  readonly senderAddress?: string;
  /** PidTagDisplayTo, 0E04. */
  readonly to?: string;
  /** PidTagClientSubmitTime, 0039. */
  readonly sentAt?: Date;
  /** PidTagInternetMessageId, 1035. */
  readonly messageId?: string;
  /** PidTagBody, 1000. */
  readonly text?: string;
  /** PidTagHtml, 1013, in the code page of PidTagInternetCodepage, 3FDE. */
  readonly html?: Uint8Array;
  readonly htmlCodePage?: number;
  /** PidTagRtfCompressed, 1009. */
  readonly rtf?: Uint8Array;
  readonly attachments?: readonly MsgAttachment[];
  /** Text in PidTagMessageCodepage, 3FFD, instead of Unicode: 001E in place of 001F. */
  readonly codePage?: number;
}

interface MsgAttachment {
  /** PidTagAttachLongFilename, 3707. */
  readonly name?: string;
  /** PidTagAttachDataBinary, 3701. */
  readonly bytes?: Uint8Array;
  /** The same id as an object: a message inside. */
  readonly message?: MsgMessage;
  /** PidTagAttachMethod, 3705: 1 by value and 5 a message inside unless given; 7 a link, 6 an OLE object. */
  readonly method?: number;
  /** PidTagAttachLongPathname, 370D. */
  readonly link?: string;
  /** A length to be stated that is not that of the bytes. */
  readonly statedBytes?: number;
}

type CompoundFile = ReturnType<typeof XLSX.CFB.utils.cfb_new>;

const readableAndWritable = 6;

export function writeMsg(message: MsgMessage): Uint8Array {
  const file = XLSX.CFB.utils.cfb_new();
  addMessage(file, '', message);
  // The names of properties beyond the standard's: none ([MS-OXMSG] 2.2.3).
  for (const id of ['00020102', '00030102', '00040102']) {
    XLSX.CFB.utils.cfb_add(file, `/__nameid_version1.0/__substg1.0_${id}`, Buffer.alloc(id === '00020102' ? 16 : 8));
  }
  return Uint8Array.from(XLSX.CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

/** A property list under way, with the streams of its values. */
class PropertyList {
  readonly #entries: Buffer[] = [];
  readonly #file: CompoundFile;
  readonly #folder: string;
  readonly #codePage: number | undefined;

  constructor(file: CompoundFile, folder: string, codePage?: number) {
    this.#file = file;
    this.#folder = folder;
    this.#codePage = codePage;
  }

  number(id: number, value: number | undefined): this {
    if (value === undefined) return this;
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(value);
    return this.#entry(id * 0x10000 + 3, bytes);
  }

  time(id: number, value: Date | undefined): this {
    if (value === undefined) return this;
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE((BigInt(value.getTime()) + 11_644_473_600_000n) * 10_000n);
    return this.#entry(id * 0x10000 + 0x40, bytes);
  }

  text(id: number, value: string | undefined): this {
    if (value === undefined) return this;
    if (this.#codePage !== undefined) return this.#stream(id * 0x10000 + 0x1e, Buffer.from(value, 'latin1'), 1);
    return this.#stream(id * 0x10000 + 0x1f, Buffer.from(value, 'utf16le'), 2);
  }

  binary(id: number, value: Uint8Array | undefined, statedBytes = value?.length): this {
    if (value === undefined) return this;
    return this.#stream(id * 0x10000 + 0x102, value, (statedBytes ?? 0) - value.length);
  }

  /** A message inside: the entry for the storage that holds it. */
  object(id: number): this {
    return this.#entry(id * 0x10000 + 0x0d, Buffer.from([0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0]));
  }

  finish(header: Buffer): void {
    XLSX.CFB.utils.cfb_add(
      this.#file,
      `${this.#folder}/__properties_version1.0`,
      Buffer.concat([header, ...this.#entries]),
    );
  }

  #stream(tag: number, value: Uint8Array, uncountedBytes: number): this {
    XLSX.CFB.utils.cfb_add(this.#file, `${this.#folder}/__substg1.0_${hex(tag)}`, Buffer.from(value));
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(value.length + uncountedBytes);
    return this.#entry(tag, bytes);
  }

  #entry(tag: number, value: Buffer): this {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(tag);
    head.writeUInt32LE(readableAndWritable, 4);
    this.#entries.push(Buffer.concat([head, value]));
    return this;
  }
}

function hex(number: number): string {
  return number.toString(16).toUpperCase().padStart(8, '0');
}

function addMessage(file: CompoundFile, folder: string, message: MsgMessage): void {
  const attachments = message.attachments ?? [];
  const header = Buffer.alloc(folder === '' ? 32 : 24);
  header.writeUInt32LE(attachments.length, 12);
  header.writeUInt32LE(attachments.length, 20);
  new PropertyList(file, folder, message.codePage)
    .text(0x001a, message.messageClass ?? 'IPM.Note')
    .text(0x0037, message.subject)
    .text(0x0c1a, message.senderName)
    .text(0x5d01, message.senderAddress)
    .text(0x0e04, message.to)
    .time(0x0039, message.sentAt)
    .text(0x1035, message.messageId)
    .text(0x1000, message.text)
    .binary(0x1013, message.html)
    .number(0x3fde, message.htmlCodePage)
    .binary(0x1009, message.rtf)
    .number(0x3ffd, message.codePage)
    .number(0x340d, message.codePage === undefined ? 0x40000 : undefined)
    .finish(header);
  for (const [index, attachment] of attachments.entries()) {
    addAttachment(file, `${folder}/__attach_version1.0_#${hex(index)}`, attachment, index);
  }
}

function addAttachment(file: CompoundFile, folder: string, attachment: MsgAttachment, index: number): void {
  const { name, bytes, message, link } = attachment;
  const list = new PropertyList(file, folder)
    .text(0x3707, name)
    .number(0x0e21, index)
    .number(0x3705, attachment.method ?? (message === undefined ? 1 : 5))
    .text(0x370d, link)
    .binary(0x3701, bytes, attachment.statedBytes);
  if (message !== undefined) {
    list.object(0x3701);
    addMessage(file, `${folder}/__substg1.0_3701000D`, message);
  }
  list.finish(Buffer.alloc(8));
}
