"""How the reply is laid out as rows, whatever kind of document they then stand in."""

from submission import OTHER_WORDS, OUTCOMES, WORDS, reply

TITLE = "National Center for Missing & Exploited Children"
SUBTITLE = "CRIS report, lab case 24-0001"

VALUES = {
    "MD5": lambda one: one.md5,
    "SHA-1": lambda one: one.sha1,
    "File Name": lambda one: one.name,
    "Type": lambda one: one.kind.capitalize(),
    "Result": lambda one: WORDS[one.outcome],
    "Status": lambda one: OTHER_WORDS[one.outcome],
    "Series": lambda one: one.series,
    "Point of Contact": lambda one: one.contact,
    "Hash Value": lambda one: one.md5,
}

WIDE = ("MD5", "SHA-1", "File Name", "Type", "Result", "Series", "Point of Contact")
NARROW = ("MD5", "File Name", "Status", "Series", "Point of Contact")
TURNED = ("Status", "Series", "Point of Contact", "File Name", "SHA-1")
SECTION = ("File Name", "MD5", "Series", "Point of Contact")
PORTAL = ("Hash Value", "Result")


def rows_of(columns, records=None):
    """A header, and one row for each record."""
    records = reply() if records is None else records
    return [list(columns)] + [[VALUES[column](one) for column in columns] for one in records]


def sections(words=WORDS):
    """For each outcome its heading, with the number of its records, and the records."""
    for outcome in OUTCOMES:
        records = [one for one in reply() if one.outcome == outcome]
        yield f"{words[outcome]} ({len(records)})", records


def type_1(one):
    """The name that labs give to copies of what they send."""
    return f"{one.md5}.{one.ending}"


def type_2(one):
    """A path whose folders are the beginning of the digest."""
    return f"{one.md5[:2]}/{one.md5[2:4]}/{one.md5[4:]}.{one.ending}"


def without_other_alphabets(name):
    """What a program of the nineties makes of a name."""
    return name.encode("windows-1252", errors="replace").decode("windows-1252")
