import type { XmlElement } from '../containers/xml/xml-stream.ts';
import { MemberList } from './member-list.ts';

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
