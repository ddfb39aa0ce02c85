import { binary } from './binary.ts';
import { caseUco } from './case-uco.ts';
import { csv } from './csv.ts';
import { databases } from './databases.ts';
import { dfxml } from './dfxml.ts';
import { hashkeeper } from './hashkeeper.ts';
import { hashlookup } from './hashlookup.ts';
import { ilook } from './ilook.ts';
import { manifests } from './manifests.ts';
import { misp } from './misp.ts';
import { ncmecXml } from './ncmec-xml.ts';
import { nsrlDelta } from './nsrl-delta.ts';
import { nsrlV2 } from './nsrl-v2.ts';
import { plain } from './plain.ts';
import type { TortureRow } from './row.ts';
import { stix } from './stix.ts';
import { tables } from './tables.ts';
import { tskIdx } from './tsk-idx.ts';
import { vics1 } from './vics-1.ts';
import { vics2 } from './vics-2.ts';

/** One file for each format, or for several of one kind; a new one is added here. */
export const rows: readonly TortureRow[] = [
  ...plain,
  ...csv,
  ...manifests,
  ...tskIdx,
  ...nsrlV2,
  ...hashkeeper,
  ...ilook,
  ...tables,
  ...binary,
  ...databases,
  ...nsrlDelta,
  ...dfxml,
  ...ncmecXml,
  ...caseUco,
  ...stix,
  ...misp,
  ...hashlookup,
  ...vics1,
  ...vics2,
];
