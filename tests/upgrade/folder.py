"""Where the fixtures of the releases lie, and how one is written and put into a place again.

`db.sqlite3.xz` is the database file itself, `postgresql.sql.xz` what pg_dump says of one with
the same rows; `data/` is the rest of DATA_DIR, its keys included: they open this fixture alone.
Nothing of a release's code is needed to put it back.
"""

import json
import lzma
import shutil
import sqlite3
from pathlib import Path

from django.db.backends.sqlite3._functions import register

HERE = Path(__file__).parent
KEPT = ["media", "private", "secrets"]
SQLITE, POSTGRESQL, FACTS = "db.sqlite3.xz", "postgresql.sql.xz", "facts.json"


def releases():
    """The fixtures that there are, the oldest first."""
    found = [path.parent for path in HERE.glob(f"*/{FACTS}")]
    return sorted(found, key=lambda path: [int(part) for part in path.name.split(".")])


def facts(release):
    """What the walk looks for."""
    return json.loads((release / FACTS).read_text(encoding="utf-8"))


def pack(path, data):
    """Write compressed; the same data gives the same file."""
    path.write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))


def unpack(path):
    """The data of such a file."""
    return lzma.decompress(path.read_bytes())


def keep_files(site, release):
    """Copy what lies beside the database."""
    for name in KEPT:
        if (site / name).exists():
            shutil.copytree(site / name, release / "data" / name)


def keep_sqlite(site, release):
    """Copy the database, as small as it can be."""
    small = site / "small.sqlite3"
    with sqlite3.connect(site / "db.sqlite3") as source:
        register(source)  # of Django's, which indexes over expressions call
        source.execute("VACUUM INTO ?", [str(small)])
    pack(release / SQLITE, small.read_bytes())


def runnable(dump):
    """A dump of pg_dump without what psql alone, or only a newer server, understands."""
    only_some = ("\\", "SET transaction_timeout", "-- Dumped")
    lines = dump.decode().splitlines()
    return "\n".join(line for line in lines if not line.startswith(only_some)).encode()


def restore(release, site):
    """Put a fixture into the folder of a site, and into its database of PostgreSQL if it has one.

    `site` is a `tests.site_process.SiteProcess` that was never started.
    """
    shutil.copytree(release / "data", site.folder, dirs_exist_ok=True)
    if site.database:
        site.ask(unpack(release / POSTGRESQL).decode())
    else:
        (site.folder / "db.sqlite3").write_bytes(unpack(release / SQLITE))
