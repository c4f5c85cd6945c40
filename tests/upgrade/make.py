"""Run as a module: the fixture of the release that pyproject.toml names, and its hashes.

Needs PostgreSQL (DATABASE_URL, a user who may create databases) and pg_dump beside SQLite.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from tests.site_process import ROOT, SiteProcess
from tests.upgrade import folder, frozen

NO_SERVER = (
    "请用 DATABASE_URL=postgres://… 指定一台可以新建数据库的 PostgreSQL，"
    "再运行 python -m tests.upgrade.make。"
)
NO_PG_DUMP = "没有找到 pg_dump；Debian、Ubuntu 上可以运行：apt install postgresql-client"
MADE = "{}已经有了：发布过的版本不再重做。确实还没有发布的，请先删除这个目录。"
# Of no other use, and plainly so; whoever looks for secrets in the repository may pass them by.
SECRETS = {
    "secret_key": "a-key-for-the-upgrade-tests-of-no-other-use-" * 2,
    "consult_keys": f"k1:{'0123456789abcdef' * 4}",
}
EXCLUDED = ["contenttypes", "auth.permission", "sessions"]  # as docs/deploy.md moves a site


class NotMadeError(Exception):
    """Ends the command with one sentence."""


def version():
    """The release that is being made."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]


def pg_dump():
    """Where it lies; Debian keeps the one of the server out of PATH."""
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
    found = str(beside[-1]) if beside else shutil.which("pg_dump")
    if not found:
        raise NotMadeError(NO_PG_DUMP)
    return found


def site_on_sqlite(place):
    """A new site with the keys of the fixtures."""
    site = SiteProcess(place, DEBUG="1", DATABASE_URL="", SAMPLE="0")
    (place / "secrets").mkdir(parents=True)
    for name, value in SECRETS.items():
        (place / "secrets" / name).write_text(f"{value}\n")
    return site


def fill(site, release):
    """Fill it; a table that stays empty is told, for somebody to think of."""
    site.manage("migrate", "-v0")
    command = [sys.executable, "-m", "tests.upgrade.filling", str(release / folder.FACTS)]
    subprocess.run(command, cwd=ROOT, env=site.env, check=True, capture_output=True, text=True)
    return folder.facts(release)["empty"]


def dump_from_postgresql(site, place):
    """The same rows on PostgreSQL, by the way that moves a site there, as statements."""
    rows = place / "rows.json"
    left_out = [part for name in EXCLUDED for part in ("--exclude", name)]
    site.manage("dumpdata", "--natural-foreign", *left_out, "--output", str(rows))
    other = SiteProcess(site.folder, DEBUG="1")
    try:
        other.manage("migrate", "-v0")
        other.manage("loaddata", str(rows))
        other.manage("rebuild_search")
        address = urlsplit(other.env["DATABASE_URL"])._replace(query="").geturl()
        options = ["--no-owner", "--no-privileges", "--rows-per-insert=200"]
        return subprocess.check_output([pg_dump(), *options, address])
    finally:
        other.drop()


def make():
    """Everything or nothing: the folder appears when it is complete."""
    release = folder.HERE / version()
    if release.exists():
        raise NotMadeError(MADE.format(release.relative_to(ROOT)))
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise NotMadeError(NO_SERVER)
    with tempfile.TemporaryDirectory(prefix="antou-fixture-") as name:
        place, draft = Path(name), Path(name) / version()
        draft.mkdir()
        site = site_on_sqlite(place / "site")
        empty = fill(site, draft)
        folder.keep_sqlite(site.folder, draft)
        folder.pack(draft / folder.POSTGRESQL, folder.runnable(dump_from_postgresql(site, place)))
        folder.keep_files(site.folder, draft)
        shutil.copytree(draft, release)
    return release, empty, frozen.freeze(version())


def main():
    """Say what was made; 1 and a sentence when nothing was."""
    try:
        release, empty, new = make()
    except NotMadeError as error:
        return str(error)
    except subprocess.CalledProcessError as error:
        return f"没有做成：{error.cmd[1:]}\n{error.stderr or ''}"
    size = sum(path.stat().st_size for path in release.rglob("*") if path.is_file())
    sys.stdout.write(f"已写入{release.relative_to(ROOT)}（{size // 1000}千字节），请提交。\n")
    sys.stdout.write(f"没有内容的表：{'、'.join(empty) or '无'}\n新冻结的迁移：{len(new)}个\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
