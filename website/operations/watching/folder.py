"""Where the processes of the web server keep their counters: docs/decisions/0057-operation.md.

Nothing here may import prometheus-client: it reads the variable once, when it is loaded.
"""

import os
import shutil
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
MANY = 64  # files; no server has so many that lives
KINDS = ("counter", "histogram")  # each has a file of its own in every process
ROOM = 2 * 1024 * 1024  # bytes of a file, which holds about ten thousand numbers


def prepare(folder: Path) -> None:
    """Begin at nothing, before the processes start; without room there is no folder.

    Counters that go back to nothing with a start are what Prometheus reckons with.
    """
    os.environ.pop(VARIABLE, None)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
    except OSError:
        return
    os.environ[VARIABLE] = str(folder)


def take_room() -> None:
    """Write the files of this process out, or do without them: each process counts for itself.

    They are mapped into memory, and a block that the disk has no room for would end the process.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        return
    # Files of processes that ended stay for the sum, but not where one after the other ends.
    known = list(Path(folder).glob("*.db"))
    for file in known if len(known) > MANY else []:
        if not _lives(int(file.stem.rpartition("_")[2])):
            file.unlink(missing_ok=True)
    files = [Path(folder) / f"{kind}_{os.getpid()}.db" for kind in KINDS]
    try:
        for file in files:
            if not file.exists():
                file.write_bytes(bytes(ROOM))
    except OSError:
        for file in files:
            file.unlink(missing_ok=True)
        os.environ.pop(VARIABLE)


def _lives(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # of another user: a number that was given out again
        return False
    return True
