"""Migrations of a release stay as they are; `tests.upgrade.make` freezes those of the next one.

A database that was made by the old text bears the name of the new one and would never get what was
changed in it (docs/releases.md).
"""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ["firm", "statutes", "outbox", "articles", "calculators", "consult", "transfer"]
APPS += ["website/office/second_factor"]
# Statements that migrations of several apps have in common.
MIGRATED = ["richtext/fulltext/tables.py"]
LIST = Path(__file__).with_name("frozen_migrations.txt")
EDITED = "{}已经随{}发布，不能再改：请用 git checkout 恢复它，把改动写成一个新的迁移。"
DELETED = "{}已经随{}发布，不能删除：请用 git checkout 恢复它。"


def fingerprint(path):
    """Of the text: how a clone ends its lines, and blanks at their ends, are no change."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    text = "\n".join(line.rstrip() for line in lines).strip()
    return hashlib.sha256(text.encode()).hexdigest()


def migrations(root=ROOT):
    """All of ours, and the statements that they share, by their paths from the root."""
    found = [path for app in APPS for path in (root / app / "migrations").glob("[0-9]*.py")]
    found += [root / path for path in MIGRATED if (root / path).exists()]
    return sorted(path.relative_to(root).as_posix() for path in found)


def frozen(listed=LIST):
    """Path, release and fingerprint of each that belongs to a release."""
    for line in listed.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            known, release, path = line.split()
            yield path, release, known


def broken(root=ROOT, listed=LIST):
    """A sentence for each that was edited or deleted."""
    for path, release, known in frozen(listed):
        if not (root / path).exists():
            yield DELETED.format(path, release)
        elif fingerprint(root / path) != known:
            yield EDITED.format(path, release)


def freeze(release, root=ROOT, listed=LIST):
    """Add to the list what is not in it; returns the paths."""
    known = {path for path, *_ in frozen(listed)}
    new = [path for path in migrations(root) if path not in known]
    with listed.open("a", encoding="utf-8") as file:
        file.writelines(f"{fingerprint(root / path)} {release} {path}\n" for path in new)
    return new
