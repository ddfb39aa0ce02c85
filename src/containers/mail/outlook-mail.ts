import { compoundRootNames, isCompoundFile } from '../office/compound-file.ts';
import type { CarrierContainer, ContainerInput, Parcel, Recognition } from '../contract.ts';

/** Messages that Outlook saved ([MS-OXMSG]). What reads them is loaded when the first one is opened. */
export const outlookMail: CarrierContainer = {
  id: 'outlook-mail',
  title: 'Outlook message (MSG)',
  endings: ['.msg'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    if (!isCompoundFile(bytes) || !hasPropertyList(bytes)) return undefined;
    return { confidence: 1, reason: 'an Office file with the properties of a message' };
  },

  async open(input: ContainerInput): Promise<Parcel> {
    const { openOutlookMail } = await import('./outlook-mail-reading.ts');
    return openOutlookMail(input);
  },
};

/** At the root: other files may have messages embedded. Where the directory is damaged, anywhere. */
function hasPropertyList(bytes: Uint8Array): boolean {
  const names = compoundRootNames(bytes);
  if (names !== undefined) return names.has('__properties_version1.0');
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ['__properties_version1.0', '__substg1.0_', '__nameid_version1.0'].some((name) =>
    content.includes(Buffer.from(name, 'utf16le')),
  );
}
