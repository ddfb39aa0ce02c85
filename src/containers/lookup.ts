import { CriskitError } from '../core/errors.ts';
import type { Container, ContainerInput } from './contract.ts';
import { recogniseForeign } from './foreign-content.ts';
import * as registry from './registry.ts';

/** Every container, sorted by id. */
export const containers: readonly Container[] = Object.values<Container>(registry).sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

/**
 * The container that the bytes are. Throws `INPUT_EMPTY`, `FORMAT_UNKNOWN` (saying what they look like) and
 * `FORMAT_AMBIGUOUS` (naming both).
 */
export function recogniseContainer(input: ContainerInput): Container {
  const { bytes, name } = input;
  if (bytes.length === 0) throw new CriskitError('INPUT_EMPTY', `${name} is empty`, { path: name });
  const found = containers
    .flatMap((container) => {
      const recognition = container.recognise(input);
      return recognition === undefined ? [] : [{ container, confidence: recognition.confidence }];
    })
    .sort((a, b) => b.confidence - a.confidence);
  const [best, next] = found;
  if (best === undefined) throw unknownContent(input);
  if (next !== undefined && next.confidence === best.confidence) {
    throw new CriskitError(
      'FORMAT_AMBIGUOUS',
      `${name} can be read as ${best.container.title} and as ${next.container.title}`,
      { path: name, hint: 'Save it again as .csv or .xlsx in the program that opens it.' },
    );
  }
  return best.container;
}

/** The container of this id. Throws `INTERNAL` for any other: ids come from containers alone. */
export function getContainer(id: string): Container {
  const container = containers.find((one) => one.id === id);
  if (container !== undefined) return container;
  throw new CriskitError('INTERNAL', `There is no container "${id}".`);
}

function unknownContent({ bytes, name }: ContainerInput): CriskitError {
  const foreign = recogniseForeign(bytes);
  return new CriskitError(
    foreign?.isEncrypted === true ? 'INPUT_ENCRYPTED' : 'FORMAT_UNKNOWN',
    `${name} is ${foreign?.title ?? 'neither text nor a workbook'}`,
    {
      path: name,
      hint: foreign?.hint ?? `Look whether this is the right file. Replies are read from ${endingsText()} files.`,
    },
  );
}

function endingsText(): string {
  const endings = new Set(containers.flatMap((container) => container.endings));
  return [...endings].sort().join(', ');
}
