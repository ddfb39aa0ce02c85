/** Where the lab files a hash. The order of the lab's list is the precedence: the first one wins. */
export interface Category {
  /** Lower-case words with hyphens, such as `known-victim`. */
  readonly id: string;
  readonly title: string;
  /** Whether forensic tools shall raise an alert on a match, or hide the file. */
  readonly kind: CategoryKind;
}

export type CategoryKind = 'alert' | 'ignorable';

export const defaultCategories: readonly Category[] = [
  { id: 'known-victim', title: 'Known victim', kind: 'alert' },
  { id: 'unidentified', title: 'Unidentified', kind: 'alert' },
];
