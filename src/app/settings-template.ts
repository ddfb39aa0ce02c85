/** What `init` asks for; each may be empty. */
export interface LabNames {
  readonly name: string;
  readonly agency: string;
  readonly examiner: string;
}

/** The commented criskit.toml of a new lab. It says what criskit would do without it. */
export function formatSettingsTemplate(names: LabNames): string {
  return `# Settings of a criskit lab. Text after # is for people. A setting that is left out has the value shown here.

[lab]
name = ${tomlText(names.name)}
agency = ${tomlText(names.agency)}
# Who works with criskit here. Kept with everything that is written, beside the account on the computer.
examiner = ${tomlText(names.examiner)}

# Where the lab files a hash. The order is the precedence: the first one that applies wins.
# kind: "alert" (forensic tools raise an alert on a match) or "ignorable" (they may hide the file).
# "known-victim" and "unidentified" must stay; more may be added, such as
#   [[categories]]
#   id = "local-interest"
#   title = "Of interest to this lab"
#   kind = "alert"
[[categories]]
id = "known-victim"
title = "Known victim"
kind = "alert"

[[categories]]
id = "unidentified"
title = "Unidentified"
kind = "alert"

# From what NCMEC says of a file to the category that it is filed in; "none" files it nowhere.
# Raise the version whenever the rule changes: it is kept with every import, and stands for one rule. A new rule moves nothing
# that was imported before it, until: criskit split-rule apply
[split-rule]
version = 1
identified = "known-victim"
recognized = "unidentified"
unrecognized = "unidentified"
not-identified = "unidentified"
# Which media are filed when not identified: "all", or "images-only".
unidentified-kinds = "all"

# Any of "md5", "sha1", "sha256", "blake3". threads: how many read and hash; default: one per
# processor core, and more for slow disks. buffer-mib: mebibytes of memory to read into; default: 256 at most.
[hashing]
algorithms = ["md5", "sha1", "sha256"]
# threads = 4
# buffer-mib = 256

# A submission without an answer after so many days is late.
[follow-up]
days = 90

# The lab's spreadsheet. criskit finds its columns by their headings, in any order, on any sheet.
[tracker]
path = "tracker.xlsx"
# sheet = "Cases"

# Headings that your spreadsheet uses and criskit does not know. Columns: case-number, agency, agency-case-number,
# submitted-on, mailed-on, returned-on, images-known, videos-known, images-unidentified, videos-unidentified, total,
# status, days-out.
[tracker.columns]
# case-number = ["Our reference"]

# Words in replies that criskit does not know, and what they mean:
# "identified", "recognized", "unrecognized" or "not-identified".
[vocabulary]
# "child known to us" = "identified"
`;
}

/** A basic string: quotes, backslashes and control characters escaped. */
export function tomlText(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll('\u007f', '\\u007f');
}
