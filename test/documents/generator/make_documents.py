"""Writes the submission and its reply in every form: python3 make_documents.py FOLDER

FOLDER/media holds the files that were sent, FOLDER/replies the documents, FOLDER/expected what criskit must export after
each, FOLDER/counts.json the sums. Needs LibreOffice (Calc and Writer), openpyxl, and a font with Japanese characters.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from expected import expected_exports
from office import write_office
from packed import write_packed
from plain import plain_documents
from submission import reply, submission, write_media


def counts():
    """Files by outcome and kind, copies too."""
    outcomes = {}
    for one in submission():
        kinds = outcomes.setdefault(one.outcome or "not-mentioned", {"image": 0, "video": 0})
        kinds[one.kind] += 1
    return {"files": len(submission()), "records": len(reply()), "outcomes": outcomes}


def check_font():
    """Without the characters in any font, names in a PDF would be boxes, and no reader could tell what they were."""
    if not subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=True).stdout:
        sys.exit("No font has Japanese characters (Debian: fonts-droid-fallback).")


def main(folder):
    check_font()
    folder = pathlib.Path(folder).resolve()
    replies = folder / "replies"
    replies.mkdir(parents=True)
    write_media(folder / "media")
    (folder / "counts.json").write_text(json.dumps(counts(), indent=1))
    (folder / "expected").mkdir()
    for name, text in expected_exports().items():
        (folder / "expected" / name).write_text(text, encoding="utf-8")
    for name, content in plain_documents().items():
        (replies / name).write_bytes(content)
    with tempfile.TemporaryDirectory(prefix="criskit-sources-") as scratch:
        write_office(replies, scratch)
    write_packed(replies)


if __name__ == "__main__":
    main(sys.argv[1])
