/** Puts what is left of a block before the next one, always in the same place: what was joined before is gone then. */
export class JoinedBlocks {
  #room: Buffer = Buffer.alloc(0);

  /** `rest`: the end of what was given here last. */
  join(rest: Buffer, block: Buffer): Buffer {
    if (rest.length === 0) return block;
    const length = rest.length + block.length;
    const room = length > this.#room.length ? Buffer.allocUnsafeSlow(length * 2) : this.#room;
    rest.copy(room);
    block.copy(room, rest.length);
    this.#room = room;
    return room.subarray(0, length);
  }
}
