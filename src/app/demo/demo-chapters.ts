/** One thing that the examiner does in the demo, and why. */
type DemoStep = DemoCommand | DemoEdit;

export interface DemoCommand {
  readonly kind: 'command';
  /** Empty where the step before says it all. */
  readonly says: string;
  /** What is typed behind `criskit`. */
  readonly typed: string;
  /** What it must end with; anything else is a fault. */
  readonly exitCode: 0 | 1;
}

/** Lines that the examiner writes into criskit.toml. */
export interface DemoEdit {
  readonly kind: 'edit';
  readonly says: string;
  /** Behind this line; absent: at the end. */
  readonly behind?: string;
  readonly lines: readonly string[];
}

export interface DemoChapter {
  readonly title: string;
  readonly steps: readonly DemoStep[];
}

export interface DemoFacts {
  /** MD5 of the picture that NCMEC first recognizes and later identifies. */
  readonly promotedMd5: string;
  /** MD5 of the clip of which the third reply says something that nobody knows. */
  readonly unclearMd5: string;
}

/** The folder that exports are written to, below the lab. */
export const demoExports = 'exports';

/** The whole job, in order. Paths are relative to the lab folder. */
export function demoChapters(facts: DemoFacts): readonly DemoChapter[] {
  return [labChapter, sendingChapter, repliesChapter, questionsChapter(facts), troubleChapter, ...closingChapters];
}

function command(says: string, typed: string, exitCode: 0 | 1 = 0): DemoCommand {
  return { kind: 'command', says, typed, exitCode };
}

const labChapter: DemoChapter = {
  title: 'A lab and its cases',
  steps: [
    command(
      'A lab is a folder: settings, a database, and the spreadsheet that the unit shares.',
      'init --name "CRIS desk" --agency "Springfield PD" --examiner "Robin Vance"',
    ),
    {
      kind: 'edit',
      says: 'Tools may hide files that come with every system. criskit.toml gets a category for them:',
      lines: ['[[categories]]', 'id = "operating-system"', 'title = "Operating systems"', 'kind = "ignorable"'],
    },
    command(
      'Three cases.',
      'case add 24-0001 --agency "Springfield PD" --agency-case A-117 --officer "Det. Kay Brandt"',
    ),
    command('', 'case add 24-0002 --agency "Springfield PD" --agency-case A-203'),
    command('', 'case add 24-0003 --agency "Shelby County Sheriff" --agency-case 24-4410'),
  ],
};

const sendingChapter: DemoChapter = {
  title: 'What goes out to NCMEC',
  steps: [
    command(
      'Files are only read, never changed. One picture is there twice, under two names.',
      'hash media/24-0001 --algorithms md5',
    ),
    command(
      'What is sent becomes a submission. What comes back will be compared with its manifest.',
      'submit prepare 24-0001 media/24-0001',
    ),
    command(
      'The kind is told by content, not by name: "holiday.jpg" of this case is a video.',
      'submit prepare 24-0002 media/24-0002',
    ),
    command('', 'submit prepare 24-0003 media/24-0003'),
    command(
      'Is everything still as the manifest says? The same question fits the medium that was burned.',
      'hash media/24-0001 --verify submissions/24-0001-1/24-0001-1.csv',
    ),
    command('', 'submit list'),
  ],
};

/** Of the reply that takes an outcome back. */
const acceptedReason = '--accept-difference "NCMEC by phone: a5.jpg is under review"';

const repliesChapter: DemoChapter = {
  title: 'The replies come in',
  steps: [
    command(
      'A CSV file in which all is well. Every line of it and every file that was sent is accounted for.',
      'import replies/24-0001.csv --case 24-0001 --yes',
    ),
    command(
      'A workbook. It identifies a child in a picture that case 24-0001 sent as well.',
      'import replies/24-0002.xlsx --case 24-0002 --yes',
    ),
    command('Which earlier cases have to be told, and whom does the lab tell?', 'promotions'),
    command(
      'A reply with trouble in it. Nothing is guessed and nothing dropped: what cannot be used is listed. And it takes an identification back, so without a reason nothing is written.',
      'import replies/24-0003.csv --case 24-0003 --yes',
      1,
    ),
    command(
      'The examiner has asked, and gives the reason. It is kept with the import.',
      `import replies/24-0003.csv --case 24-0003 --yes ${acceptedReason}`,
      1,
    ),
  ],
};

function questionsChapter({ promotedMd5, unclearMd5 }: DemoFacts): DemoChapter {
  return {
    title: 'Have we seen this?',
    steps: [
      command(
        'A digest or a file. The clip whose answer nobody understood is filed nowhere yet.',
        `lookup ${unclearMd5} "media/new-case/usb stick/001.jpg"`,
      ),
      command(
        'Who filed this digest there, when, and by which document? The page for the technical reviewer:',
        `why ${promotedMd5}`,
      ),
    ],
  };
}

const troubleChapter: DemoChapter = {
  title: 'Putting the third reply right',
  steps: [
    {
      kind: 'edit',
      says: 'NCMEC says by phone that "Hash hit" is a recognized hash value. criskit.toml gets the word:',
      behind: '[vocabulary]',
      lines: ['"hash hit" = "recognized"'],
    },
    command(
      'The import is taken back, whole. It stays in the log, with the reason.',
      'undo 3 --reason "NCMEC by phone: Hash hit means recognized"',
    ),
    command(
      'The same document again: now the word is understood. Two lines are left for NCMEC to correct.',
      `import replies/24-0003.csv --case 24-0003 --yes ${acceptedReason}`,
      1,
    ),
    command(
      'One picture was identified in case 24-0001, and is not any more. A person has to decide that.',
      'conflicts list',
      1,
    ),
    command(
      'Until then the digest is in no hash set that leaves the lab.',
      'hashset export --category known-victim --format vics-2 -o exports/known.json',
    ),
    command(
      'The point of contact confirms that the child is identified, and the examiner settles it.',
      'conflicts settle 2 --category known-victim --reason "Confirmed by Det. Lee Okafor"',
    ),
  ],
};

const closingChapters: readonly DemoChapter[] = [
  {
    title: 'The spreadsheet agrees',
    steps: [
      command('The later replies changed what is known of case 24-0001 too, so its row is behind.', 'tracker check', 1),
      command(
        "Only the cells that are criskit's change. All else in the workbook stays as people made it.",
        'tracker sync',
      ),
      command(
        'Sent, returned, stored, spreadsheet, side by side. What is left is what NCMEC has to be asked.',
        'reconcile',
        1,
      ),
    ],
  },
  {
    title: 'Hash sets in and out',
    steps: [
      command(
        'A list of pictures that come with an operating system:',
        'hashset import hash-sets/wallpapers.txt --category operating-system --yes',
      ),
      command(
        'For Griffeye, AXIOM and others that read VICS, now complete. What the format cannot carry is told.',
        'hashset export --category known-victim --format vics-2 -o exports/known.json --force',
      ),
      command(
        'For hashdeep, with sizes and names:',
        'hashset export --category known-victim --format hashdeep -o exports/known.txt',
      ),
      command(
        'One digest per line, for tools that take no more:',
        'hashset export --category unidentified --format plain -o exports/unidentified.txt',
      ),
    ],
  },
  {
    title: 'A new case comes in',
    steps: [
      command(
        'All files of a seized stick against the database: what is known, as what, from which cases.',
        'match media/new-case',
      ),
    ],
  },
  {
    title: 'Proof',
    steps: [
      command('Is the database whole, and does it say what its documents say?', 'db verify'),
      command('All that was done stands in a log whose entries are chained. The last of them:', 'history --limit 3'),
    ],
  },
];
