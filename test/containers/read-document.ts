import type { ContainerInput, TableDocument } from '../../src/containers/contract.ts';
import { recogniseContainer } from '../../src/containers/lookup.ts';

/** The document that the bytes are. Fails where they carry other documents. */
export async function readDocument(input: ContainerInput): Promise<TableDocument> {
  const container = recogniseContainer(input);
  if ('read' in container) return container.read(input);
  throw new Error(`${input.name} is a ${container.title}, which carries documents`);
}
