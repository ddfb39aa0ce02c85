import { expect, it } from 'vitest';
import { uuidOfName } from '../../src/hashsets/name-uuid.ts';

it('gives the UUIDs that Python gives', () => {
  // uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org') of Python's documentation; the other as specs/hash-set-formats.md §19 has it.
  expect(uuidOfName('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'python.org')).toBe('886313e1-3b8a-5372-9b90-0c9aee199e5d');
  const name = '{"hashes":{"MD5":"900150983cd24fb0d6963f7d28e17f72"},"name":"abc.bin"}';
  expect(uuidOfName('00abedb4-aa42-466c-9c01-fed23315a9b7', name)).toBe('acf0f1c8-d0ff-5abe-bb47-ec5adba897ab');
});
