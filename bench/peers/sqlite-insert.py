"""Digests of a list, one per line, into a table of SQLite keyed by value: LIST DATABASE."""

import sqlite3
import sys

with sqlite3.connect(sys.argv[2]) as database, open(sys.argv[1], "rb") as lines:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE h (md5 BLOB PRIMARY KEY) WITHOUT ROWID")
    rows = ((bytes.fromhex(line.decode("ascii")),) for line in lines)
    database.executemany("INSERT OR IGNORE INTO h VALUES (?)", rows)
