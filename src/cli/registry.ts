import type { RegistryEntry } from './contract.ts';

/** Every command, in the order of help. A module is loaded only when its command is asked for. */
export const registry: readonly RegistryEntry[] = [];
