"""Asks the system (Linux) to forget what it keeps in memory of each file: FILES."""

import os
import sys

for path in sys.argv[1:]:
    file = os.open(path, os.O_RDONLY)
    # Only what is on the disk already can be forgotten.
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)
