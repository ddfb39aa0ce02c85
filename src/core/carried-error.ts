import { CriskitError, type ErrorCode, errorCatalogue, systemErrorCode } from './errors.ts';
import { formatPlace, type Place } from './place.ts';

/** An error on its way between threads: the copy that a message makes of an `Error` is of no class of ours and lacks its members. */
export interface CarriedError {
  readonly isOurs: boolean;
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Of the catalogue, or of the system. */
  readonly code: string | undefined;
  readonly path: string | undefined;
  readonly place: Place | undefined;
  readonly hint: string | undefined;
  readonly cause: CarriedError | undefined;
}

/** Anything that was thrown. */
export function carryError(error: unknown): CarriedError {
  const isOurs = error instanceof CriskitError;
  const { name, message, stack, cause } = error instanceof Error ? error : new Error(String(error));
  return {
    isOurs,
    name,
    message,
    stack,
    code: systemErrorCode(error),
    path: isOurs ? error.path : pathOf(error),
    place: isOurs ? error.place : undefined,
    hint: isOurs ? error.hint : undefined,
    cause: cause === undefined ? undefined : carryError(cause),
  };
}

/** The error as it was thrown; about the file `about` where it names none. */
export function arrivedError(carried: CarriedError, about?: string): Error {
  const { name, message, stack, code, path = about, place, hint } = carried;
  const cause = carried.cause === undefined ? {} : { cause: arrivedError(carried.cause) };
  const withPath = path === undefined ? {} : { path };
  let error: Error;
  if (carried.isOurs && isCode(code)) {
    const details = { ...withPath, ...(place === undefined ? {} : { place }), ...(hint === undefined ? {} : { hint }) };
    error = new CriskitError(code, withoutPlace(message, place), { ...details, ...cause });
  } else {
    error = Object.assign(new Error(message, cause), { name, ...(code === undefined ? {} : { code }), ...withPath });
  }
  if (stack !== undefined) error.stack = stack;
  return error;
}

function isCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(errorCatalogue, code);
}

/** The error puts its place behind its message by itself. */
function withoutPlace(message: string, place: Place | undefined): string {
  return place === undefined ? message : message.slice(0, -` (${formatPlace(place)})`.length);
}

function pathOf(error: unknown): string | undefined {
  const isPath = typeof error === 'object' && error !== null && 'path' in error && typeof error.path === 'string';
  return isPath ? (error.path as string) : undefined;
}
