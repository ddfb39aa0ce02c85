/** Members by name; values that share one become an array, in their order. */
export class MemberList {
  readonly #values = new Map<string, unknown[]>();

  add(name: string, value: unknown): void {
    const values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, [value]);
    else values.push(value);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  get size(): number {
    return this.#values.size;
  }

  finish(): Map<string, unknown> {
    const members = new Map<string, unknown>();
    for (const [name, values] of this.#values) members.set(name, values.length === 1 ? values[0] : values);
    return members;
  }
}
