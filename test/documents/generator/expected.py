"""What criskit must export after each reply, written without criskit."""

import hashlib

from plain import delimited
from submission import reply
from tables import type_1, type_2, without_other_alphabets

COLUMNS = (
    "md5 sha1 sha256 blake3 size kind path series contact victim_identified offender_identified is_distributed "
    "vics_category vics_scheme tags comments photodna mime names unknown_members"
).split()

# How a reply calls its media, and whether it tells series and contact.
GROUPS = {
    "status": (lambda one: one.name, True),
    "old": (lambda one: without_other_alphabets(one.name), True),
    "type-1": (type_1, False),
    "type-2": (type_2, False),
    "portal": (lambda one: "", False),
}


def export_row(one, name_of, tells_series):
    known = {
        "md5": one.md5,
        "sha1": one.sha1,
        "sha256": hashlib.sha256(one.content).hexdigest(),
        "size": str(len(one.content)),
        "kind": one.kind,
        "path": name_of(one),
        "series": one.series if tells_series else "",
        "contact": one.contact if tells_series else "",
        "victim_identified": "true" if one.outcome == "identified" else "",
    }
    return [known.get(column, "") for column in COLUMNS]


def expected_exports():
    """File name to text: the category `known-victim` holds the identified, `unidentified` all others."""
    return {
        f"{group}-{category}.csv": delimited(
            [COLUMNS, *(export_row(one, *arrangement) for one in reply() if (one.outcome == "identified") == is_known)]
        )
        for group, arrangement in GROUPS.items()
        for category, is_known in (("known-victim", True), ("unidentified", False))
    }
