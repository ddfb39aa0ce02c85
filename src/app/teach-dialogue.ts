/** The person who teaches a layout. */
export interface Dialogue {
  /** Gives what was answered, or `proposed` where nothing was typed. */
  ask(question: string, proposed: string): Promise<string>;
  /** Shows lines that may hold untrusted text. */
  show(lines: readonly string[]): void;
}

/** An answer that is understood, or what is wrong with it in one sentence. */
export type Answer<T> = { readonly value: T } | { readonly fault: string };

/** For "none" in every answer. */
export const none = '-';

/** Asks until the answer is understood; says each time what was wrong. */
export async function askUntilUnderstood<T>(
  dialogue: Dialogue,
  { question, proposed, read }: { question: string; proposed: string; read: (answer: string) => Answer<T> },
): Promise<T> {
  for (;;) {
    const answer = read((await dialogue.ask(question, proposed)).trim());
    if ('value' in answer) return answer.value;
    dialogue.show([answer.fault]);
  }
}
