/** Figures of OLE compound files: [MS-CFB] 2.1 to 2.6. */
export const entryBytes = 128;
export const smallSectorBytes = 64;
export const smallestBigStreamBytes = 4096;
/** Sectors of the table that the header itself lists. */
export const slotsInHeader = 109;
export const endOfChain = 0xfffffffe;
export const type = { folder: 1, stream: 2, root: 5 } as const;
