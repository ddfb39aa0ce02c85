/** A file of any size that is read here and there. */
export interface RandomAccess {
  readonly sizeBytes: number;
  /** Fewer bytes than asked for where the file ends. */
  read(offset: number, length: number): Promise<Buffer>;
}
