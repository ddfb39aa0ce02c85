import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arrivedError, carryError } from '../../src/core/carried-error.ts';
import { CriskitError } from '../../src/core/errors.ts';

/** As a message brings it from one thread to another. */
function carried(error: unknown, about?: string): Error {
  return arrivedError(structuredClone(carryError(error)), about);
}

describe('an error that goes from one thread to another', () => {
  it('is the same there', () => {
    const cause = new CriskitError('INPUT_DAMAGED', 'It is cut off');
    const place = { part: 'a (b)', line: 7 };
    const error = new CriskitError('INPUT_UNREADABLE', 'No', { path: '/a', place, hint: 'Look.', cause });
    const found = carried(error);
    expect(found).toBeInstanceOf(CriskitError);
    expect(found).toEqual(error);
    expect({ ...found }).toEqual({ ...error });
    expect([found.message, found.stack]).toEqual([error.message, error.stack]);
    expect(found.cause).toBeInstanceOf(CriskitError);
  });

  it('is no less than it was where the system threw it', () => {
    const missing = fails(() => readFileSync('/nowhere/at all'));
    const { cause } = carried(new CriskitError('INPUT_UNREADABLE', 'No', { cause: missing }));
    expect(cause).not.toBeInstanceOf(CriskitError);
    expect(cause).toMatchObject({ code: 'ENOENT', path: '/nowhere/at all', message: missing.message });
  });

  it('says what file it is about, where it does not say so itself', () => {
    expect(carried(new CriskitError('INPUT_EMPTY', 'Empty'), 'b.xls')).toMatchObject({ path: 'b.xls' });
    expect(carried(new CriskitError('INPUT_EMPTY', 'Empty', { path: 'a' }), 'b.xls')).toMatchObject({ path: 'a' });
  });

  it('is an error also where none was thrown', () => {
    expect(carried('text')).toMatchObject({ name: 'Error', message: 'text' });
    expect(carried(new TypeError('x'))).toMatchObject({ name: 'TypeError', message: 'x' });
  });
});

function fails(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail.');
}
