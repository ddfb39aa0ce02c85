"""The one truth of which every document speaks: 500 invented files, and what a reply says of them.

Nothing here is drawn from a random generator of Python's: every choice is taken from a SHA-256 of a counter, so that any
version of Python makes the same submission.
"""

import hashlib
import os
from dataclasses import dataclass

FILES = 500
COPIES = 3  # the last files are copies of the first ones under other names

OUTCOMES = ("identified", "recognized", "unrecognized")
# NCMEC's own words, and others that labs use for the same.
WORDS = {"identified": "Identified Child", "recognized": "Recognized Hash Value", "unrecognized": "Unrecognized Hash Value"}
OTHER_WORDS = {"identified": "Known Victim", "recognized": "Recognized", "unrecognized": "Not recognized"}
SERIES = ("Blue Lamp", "Northern Pier 2", "Café Étoile", "Old Mill")
CONTACTS = ("Det. R. Vance, Port Ellery PD, 555-0142", "SA Jo Ortmann (HSI), jo.ortmann@agency.example", "Sgt. Müller")


@dataclass(frozen=True)
class Media:
    """One file of the submission. `outcome` is empty for what the reply does not mention."""

    path: str
    content: bytes
    kind: str
    outcome: str
    series: str
    contact: str

    @property
    def name(self):
        return self.path.rsplit("/", 1)[1]

    @property
    def md5(self):
        return hashlib.md5(self.content).hexdigest()

    @property
    def sha1(self):
        return hashlib.sha1(self.content).hexdigest()

    @property
    def ending(self):
        return "mp4" if self.kind == "video" else "jpg"


def chance(what, index):
    """A number from 0 to 99."""
    return int.from_bytes(hashlib.sha256(f"{what} {index}".encode()).digest()[:4], "big") % 100


def path_of(index):
    """Names as they occur, and as they make trouble: blanks, other alphabets, too long for a column, the same twice."""
    number = f"{index:04d}"
    folder = ("phone/DCIM/100", "laptop/Users/r/Pictures", "card")[index // 10 % 3]
    if index % 10 == 8:  # the same base name in two folders
        return f"{('phone', 'card')[index // 10 % 2]}/100CANON/DSC{index // 20:05d}.JPG"
    name = (
        f"IMG_{number}.jpg",
        f"photo {number} (copy).jpg",
        f"Grüße aus Österreich {number}.png",
        f"写真 {number}.jpg",
        f"Pictures of the second week at the lake near the old mill, number {number} of the album.jpg",
        f"WhatsApp_Image_2023-07-14_at_21.33.08_forwarded_{number}_edited_thumbnail_of_the_original.jpeg",
        f"VID_20230714_{number}.mp4",
        f"f_00{number}",
        "",
        f"clip {number}; part 1, it's cut & done.mp4",
    )[index % 10]
    return f"{folder}/{name}"


def content_of(index, kind):
    """A few bytes that begin like a picture or a video, and then are noise."""
    noise = hashlib.sha512(f"invented media {index}".encode()).digest()
    if kind == "video":
        return b"\0\0\0\x18ftypisom\0\0\0\0isomiso2\0\0\0\x48mdat" + noise
    if path_of(index).endswith(".png"):
        head = "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc0000004049444154"
        return bytes.fromhex(head) + noise + bytes(4)
    return bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043") + noise + bytes.fromhex("ffd9")


def kind_of(index):
    is_video = path_of(index).endswith(".mp4") or (index % 10 == 7 and chance("cached video", index) < 30)
    return "video" if is_video else "image"


def media_of(index):
    drawn = chance("outcome", index)
    outcome = "identified" if drawn < 10 else "recognized" if drawn < 40 else "unrecognized" if drawn < 90 else ""
    share = {"identified": 70, "recognized": 25}.get(outcome, 0)
    has_series = chance("has series", index) < share
    kind = kind_of(index)
    return Media(
        path=path_of(index),
        content=content_of(index, kind),
        kind=kind,
        outcome=outcome,
        series=SERIES[chance("series", index) % len(SERIES)] if has_series else "",
        contact=CONTACTS[chance("contact", index) % len(CONTACTS)] if has_series and chance("c", index) < 70 else "",
    )


def submission():
    """What was sent, in the order of its making."""
    media = [media_of(index) for index in range(FILES - COPIES)]
    copies = [
        Media(f"card/copies/again {index}.jpg", one.content, one.kind, one.outcome, one.series, one.contact)
        for index, one in enumerate(media[:COPIES])
    ]
    return media + copies


def reply():
    """One record for each content that the reply mentions, in the order of their MD5."""
    return sorted((one for one in submission()[: FILES - COPIES] if one.outcome), key=lambda one: one.md5)


def write_media(folder):
    for one in submission():
        path = os.path.join(folder, *one.path.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(one.content)
