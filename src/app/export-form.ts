import { type Algorithm } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { HashSetFormat, WriteOptions } from '../hashsets/contract.ts';
import { getFormat } from '../hashsets/lookup.ts';
import { checkChoices } from './export-choices.ts';
import { getProfile, type PlainProfile, profileOptions } from '../hashsets/plain-profiles.ts';

/** What an export is written as. */
export interface ExportForm {
  readonly format: HashSetFormat;
  readonly options: WriteOptions;
  /** Title of the program or format whose form nothing confirms. */
  readonly unverified: string | undefined;
}

export interface ExportFormRequest {
  /** Id of a format; undefined where the profile says it. */
  readonly format: string | undefined;
  /** Id of a profile: the form of a list that one program takes. */
  readonly profile: string | undefined;
  readonly algorithm: Algorithm | undefined;
  /** What was asked for besides; it goes before what the profile says. */
  readonly write: Pick<WriteOptions, 'headerLine' | 'letterCase' | 'lineEnd' | 'version' | 'falsePositiveRate'>;
}

/** What is kept with an export, so that the same file can be made again: every choice that determines its bytes. */
export interface KeptForm extends ExportFormRequest {
  /** Name of the set, for formats that carry one; default: the title of the category. */
  readonly setName: string | undefined;
}

/** A new member of `KeptForm` belongs in here. */
export function keptForm({ format, profile, algorithm, write, setName }: KeptForm): KeptForm {
  return { format, profile, algorithm, write, setName };
}

/** What was kept; undefined where that is none. */
export function parseKeptForm(kept: unknown): KeptForm | undefined {
  if (typeof kept !== 'object' || kept === null || !('write' in kept)) return undefined;
  // It was written by `keptForm`; JSON leaves away what is undefined.
  return keptForm(kept as KeptForm);
}

/** Throws FORMAT_UNKNOWN, FORMAT_CANNOT, and USAGE where format and profile are both missing or contradict each other. */
export function chooseExportForm(request: ExportFormRequest): ExportForm {
  const profile = request.profile === undefined ? undefined : getProfile(request.profile);
  const format = getFormat(formatIdOf(request.format, profile));
  checkChoices(format, request.write);
  const options =
    profile === undefined ? algorithmOptions(format, request.algorithm) : profileOptions(profile, request.algorithm);
  return { format, options: { ...options, ...request.write }, unverified: unverifiedTitle(format, profile) };
}

function formatIdOf(asked: string | undefined, profile: PlainProfile | undefined): string {
  const id = asked ?? profile?.format;
  if (id === undefined) {
    throw new CriskitError('USAGE', 'Neither --format nor --profile says what to write.', {
      hint: '"criskit hashset formats" lists both.',
    });
  }
  if (profile !== undefined && profile.format !== id) {
    throw new CriskitError(
      'USAGE',
      `--profile ${profile.id} is a form of ${profile.format}, and --format says ${id}.`,
      {
        hint: 'Leave --format away.',
      },
    );
  }
  return id;
}

function algorithmOptions(format: HashSetFormat, algorithm: Algorithm | undefined): WriteOptions {
  if (algorithm === undefined) return {};
  return format.oneAlgorithm === true ? { algorithm } : { algorithm, algorithms: [algorithm] };
}

function unverifiedTitle(format: HashSetFormat, profile: PlainProfile | undefined): string | undefined {
  if (profile !== undefined) return profile.verified ? undefined : profile.title;
  return format.unverified === true ? format.title : undefined;
}
