import type { XmlElement } from '../containers/xml/xml-stream.ts';

/**
 * An element as a value to be kept: its text where it has nothing else; otherwise an object of its attributes (`@name`),
 * its text (`#text`, where it is more than blanks) and its children by name, several of one name as an array.
 */
export function valueOfElement(element: XmlElement): unknown {
  const { attributes, children, text } = element;
  if (attributes.size === 0 && children.length === 0) return text;
  const members = new MemberList();
  for (const [name, value] of attributes) members.add(`@${name}`, value);
  if (text.trim() !== '') members.add('#text', text);
  for (const child of children) members.add(child.name, valueOfElement(child));
  return Object.fromEntries(members.finish());
}

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
