import * as fc from 'fast-check';
import type { Container, ContainerInput, TableDocument } from '../../src/containers/contract.ts';
import { containers } from '../../src/containers/lookup.ts';
import { openDocument } from '../../src/containers/open-document.ts';
import type { ReportLayout } from '../../src/reports/contract.ts';
import { layouts } from '../../src/reports/lookup.ts';
import type { FuzzTarget, Seed } from './contract.ts';
import { documentOf, documentsFrom } from './documents.ts';
import { applyEdits, editsWith } from './edits.ts';
import { grammars } from './grammars.ts';
import { applyInside } from './inner-edits.ts';
import { promise, promiseDocument, promiseIssues, promiseLayout, refusalCode, reportVerdict } from './promises.ts';

const inputName = 'input';

/** Ids of every container and every layout of the registries. */
export const targetIds: readonly string[] = [
  ...containers.map(({ id }) => `container:${id}`),
  ...layouts.map(({ id }) => `layout:${id}`),
];

/** Throws where there is none of this id. */
export async function makeTarget(id: string, seeds: readonly Seed[]): Promise<FuzzTarget> {
  const container = containers.find((one) => id === `container:${one.id}`);
  if (container !== undefined) return containerTarget(container, seeds);
  const layout = layouts.find((one) => id === `layout:${one.id}`);
  if (layout !== undefined) return layoutTarget(layout, await documentsOf(seeds));
  throw new Error(`there is no target ${id}`);
}

function containerTarget(container: Container, seeds: readonly Seed[]): FuzzTarget {
  const isOwn = (bytes: Uint8Array): boolean => container.recognise({ bytes, name: inputName }) !== undefined;
  const own = seeds.filter(({ bytes }) => isOwn(bytes)).map(({ bytes }) => bytes);
  const others = seeds.map(({ bytes }) => bytes);
  const invented = grammars.filter((grammar) => fc.sample(grammar, { seed: 1, numRuns: 20 }).some(isOwn));
  const fromSeeds = own.length === 0 ? others : own;
  const source = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...fromSeeds) },
    ...invented.map((arbitrary) => ({ weight: Math.ceil(6 / invented.length), arbitrary })),
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
  const edits = editsWith(others);
  const inputs = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(source, edits).map(([bytes, edits]) => applyEdits(bytes, edits)) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(source, edits, fc.nat(0xffff))
        .map(([bytes, edits, choice]) => applyInside(bytes, edits, choice)),
    },
    { weight: 2, arbitrary: source },
  );
  return {
    id: `container:${container.id}`,
    inputs,
    ownSeeds: own.length,
    feed: (bytes) => feedContainer(container, bytes),
  };
}

/** The container alone, recognised or not; then the whole way that a file goes. */
async function feedContainer(container: Container, bytes: Uint8Array): Promise<string> {
  const input = { bytes, name: inputName };
  const recognition = container.recognise(input);
  const confidence = recognition?.confidence ?? 0;
  promise(
    confidence >= 0 && confidence <= 1 && recognition?.reason !== '',
    'a recognition says how sure it is, and why',
  );
  const verdict = await verdictOf(container, input);
  await openWhole(input);
  return recognition === undefined ? 'not recognised' : verdict;
}

async function verdictOf(container: Container, input: ContainerInput): Promise<string> {
  try {
    if ('open' in container) {
      const { parts, issues, container: id } = await container.open(input);
      promise(id === container.id, 'a parcel says what it is');
      promise(
        parts.every(({ bytes, name }) => bytes instanceof Uint8Array && typeof name === 'string'),
        'parts are named bytes',
      );
      promiseIssues(issues);
      return 'read';
    }
    const document = await container.read(input);
    promiseDocument(document, container.id, input);
    for (const layout of layouts) promiseLayout(layout, document);
    const verdict = reportVerdict(document);
    return verdict === 'read' ? 'read, with records' : 'read';
  } catch (error) {
    return refusalCode(error);
  }
}

async function openWhole(input: ContainerInput): Promise<void> {
  try {
    const { leaves, issues } = await openDocument(input);
    promiseIssues(issues);
    for (const { content } of leaves) {
      if (content.kind === 'refused') refusalCode(content.error);
      else reportVerdict(content.document);
    }
  } catch (error) {
    refusalCode(error);
  }
}

function layoutTarget(layout: ReportLayout, documents: readonly TableDocument[]): FuzzTarget {
  return {
    id: `layout:${layout.id}`,
    inputs: documentsFrom(documents),
    ownSeeds: documents.filter((document) => reportVerdict(document) === 'read').length,
    feed: async (bytes) => {
      const document = documentOf(bytes, inputName);
      promiseLayout(layout, document);
      return reportVerdict(document);
    },
  };
}

/** What the containers read in the seeds. */
async function documentsOf(seeds: readonly Seed[]): Promise<readonly TableDocument[]> {
  const documents: TableDocument[] = [];
  for (const seed of seeds) {
    try {
      const { leaves } = await openDocument(seed);
      documents.push(...leaves.flatMap(({ content }) => (content.kind === 'document' ? [content.document] : [])));
    } catch (error) {
      refusalCode(error);
    }
  }
  return documents;
}
