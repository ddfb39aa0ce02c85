"""The digests of a hash set of VICS, the whole document in memory: FILE COUNT."""

import json
import sys

with open(sys.argv[1], encoding="utf-8-sig") as file:
    digests = [(bytes.fromhex(e["MD5"]), bytes.fromhex(e["SHA1"])) for e in json.load(file)["value"]]
if len(digests) != int(sys.argv[2]):
    sys.exit(f"{len(digests)} entries, not {sys.argv[2]}")
