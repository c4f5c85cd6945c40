"""Make a pack of what a site knows: its table, its texts, what moved since an earlier pack."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from statutes.data import table_csv
from statutes.data.rows import Row
from statutes.models import Statute, TableVersion
from statutes.packs import archive, keys, manifest, moved, reading, texts
from statutes.packs.archive import MANIFEST, MOVED, SIGNATURE, TABLE, PackError
from statutes.packs.manifest import Manifest
from statutes.services import table

NO_TABLE = "法规表是空的，没有可以制作的内容。请先运行 manage.py load_statutes。"
TOO_MANY = f"法规表超过{table_csv.MOST_ROWS:,}行，无法制作法规包。"
TOO_LATE = "作为比较的法规包是{}制作的，不早于现在。"


def build(*, path: Path, key: Ed25519PrivateKey, since: Path | None = None) -> reading.Pack:
    """Write a pack into a new file and read it back; nothing is left of one that is not whole.

    PackError where the site has no table, or the file is there already.
    """
    if path.exists():
        raise PackError(keys.THERE_ALREADY.format(path))
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("xb") as file:
            archive.write(file, _members(key, since))
        with reading.opened(draft) as found:
            draft.rename(path)
            return found
    except OSError as error:
        raise PackError(keys.NOT_WRITTEN.format(path)) from error
    finally:
        draft.unlink(missing_ok=True)


def _members(key, since) -> Iterator[tuple[str, bytes]]:
    """All members; the manifest and its signature come last, when their hashes are known."""
    made, day, rows = timezone.now().replace(microsecond=0), _day(), _rows()
    earlier = since and _earlier(since, made)
    listed: dict[str, tuple[int, str]] = {}
    for name, content in _content(rows, earlier):
        listed[name] = manifest.measured(content)
        yield name, content
    said = manifest.dumps(Manifest(made, day, earlier and earlier.made, listed))
    yield MANIFEST, said
    yield SIGNATURE, keys.sign(key, said)


def _content(rows, earlier):
    digests = {}
    yield TABLE, "".join(table_csv.rows_to_csv(rows.values())).encode()
    known = Statute.objects.filter(imported_at__isnull=False).order_by("slug")
    for number, statute in enumerate(known.iterator(chunk_size=50), 1):
        text = texts.of(statute)
        digests[text.slug] = text.version(statute.name).digest
        yield f"texts/{number:05}.json", texts.dumps(text)
    if earlier:
        found = [*moved.between(earlier.rows, rows)]
        found += moved.texts_between(earlier.digests, digests, rows)
        yield MOVED, moved.dumps(found)


def _rows():
    rows = table.load_rows()
    if not rows:
        raise PackError(NO_TABLE)
    if len(rows) > table_csv.MOST_ROWS:
        raise PackError(TOO_MANY)
    return rows


def _day():
    known = TableVersion.objects.filter(pk=1).first()
    if not known:
        raise PackError(NO_TABLE)
    return known.version


@dataclass(frozen=True)
class _Earlier:
    """What is compared with."""

    made: datetime
    rows: dict[str, Row]
    digests: dict[str, str]


def _earlier(path, made):
    with reading.opened(path) as pack:
        if pack.manifest.made >= made:
            raise PackError(TOO_LATE.format(manifest.shown(pack.manifest.made)))
        return _Earlier(pack.manifest.made, pack.rows, pack.digests)
