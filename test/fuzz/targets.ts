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
import {
  context,
  promise,
  promiseDocument,
  promiseIssues,
  promiseLayout,
  promiseParcel,
  refusalCode,
  reportVerdict,
} from './promises.ts';

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
  // What reads reports has its samples in `sample-data/`; to read all others would take longer than to feed them.
  const ofReports = seeds.filter(({ name }) => name.startsWith('sample-data/reports/'));
  if (layout !== undefined) return layoutTarget(layout, await documentsOf(ofReports));
  throw new Error(`there is no target ${id}`);
}

function containerTarget(container: Container, seeds: readonly Seed[]): FuzzTarget {
  const isOwn = (bytes: Uint8Array): boolean => container.recognise({ bytes, name: inputName }) !== undefined;
  const own = seeds.filter(({ bytes }) => isOwn(bytes)).map(({ bytes }) => bytes);
  const others = seeds.map(({ bytes }) => bytes);
  const invented = grammars.filter((grammar) => fc.sample(grammar, { seed: 1, numRuns: 8 }).some(isOwn));
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
    ownSources: own.length + invented.length,
    feed: (bytes) => feedContainer(container, bytes),
    examine: (bytes) => examineContainer(container, bytes),
  };
}

/** The whole way that a file goes: recognised, opened as deep as it goes, each document in it read as a report. */
async function feedContainer(container: Container, bytes: Uint8Array): Promise<string> {
  const input = { bytes, name: inputName };
  const isOwn = container.recognise(input) !== undefined;
  try {
    const { leaves, issues } = await openDocument(input);
    promiseIssues(issues);
    const verdicts = leaves.map(({ content }) =>
      content.kind === 'refused' ? refusalCode(content.error) : reportVerdict(content.document),
    );
    if (!isOwn) return 'not recognised';
    return verdicts.includes('read') ? 'read, with records' : 'read';
  } catch (error) {
    const code = refusalCode(error);
    return isOwn ? code : 'not recognised';
  }
}

/** The container alone, whether it recognises the input or not, and each layout on what it reads. */
async function examineContainer(container: Container, bytes: Uint8Array): Promise<void> {
  const input = { bytes, name: inputName };
  const { confidence, reason } = container.recognise(input) ?? { confidence: 0, reason: 'none' };
  promise(confidence >= 0 && confidence <= 1 && reason !== '', 'a recognition says how sure it is, and why');
  try {
    if ('open' in container) promiseParcel(await container.open(input), container.id);
    else promiseReadable(await container.read(input), container.id, input);
  } catch (error) {
    refusalCode(error);
  }
}

function promiseReadable(document: TableDocument, container: string, input: ContainerInput): void {
  promiseDocument(document, container, input);
  const cells = document.tables.reduce(
    (sum, table) => sum + table.rows.reduce((width, row) => width + row.cells.length, 0),
    0,
  );
  // Hundreds of thousands of cells seven times over teach nothing more.
  if (cells <= 20_000) for (const layout of layouts) promiseLayout(layout, document);
}

function layoutTarget(layout: ReportLayout, documents: readonly TableDocument[]): FuzzTarget {
  return {
    id: `layout:${layout.id}`,
    inputs: documentsFrom(documents),
    ownSources: documents.filter((document) => layout.recognise(document, context) !== undefined).length,
    feed: async (bytes) => reportVerdict(documentOf(bytes, inputName)),
    examine: async (bytes) => promiseLayout(layout, documentOf(bytes, inputName)),
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
