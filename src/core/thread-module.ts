/**
 * The program of a thread, by the name of its module without the ending, and the address of the module beside it: the same
 * folder holds .ts files in a checkout and .js files in the package.
 */
export function threadModule(name: string, from: string): URL {
  return new URL(`./${name}${from.endsWith('.ts') ? '.ts' : '.js'}`, from);
}
