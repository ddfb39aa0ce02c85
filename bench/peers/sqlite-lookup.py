"""One query of SQLite for each digest of a list, one per line: DATABASE LIST. Prints how many are known."""

import sqlite3
import sys

with sqlite3.connect(sys.argv[1]) as database, open(sys.argv[2], "rb") as lines:
    query = "SELECT 1 FROM h WHERE md5 = ?"
    known = sum(database.execute(query, (bytes.fromhex(line.decode("ascii")),)).fetchone() is not None for line in lines)
print(known)
