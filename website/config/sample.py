"""Whether this process works with the sample or with the firm's own site.

The sample lies in DATA_DIR/sample, so a firm's database never holds a word of it. One's own site is
there as soon as its database is; `SAMPLE=0` begins with it, `SAMPLE=only` shows the sample beside.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from website.config.env import FALSE, TRUE, env_str

ONLY = "only"
DATABASE = "db.sqlite3"  # its name in DATA_DIR and in the folder of the sample
EMPTY = "empty.sqlite3"  # beside the sample: the same database before the sample was loaded


def is_shown(data_dir: Path) -> bool:
    value = env_str("SAMPLE", "1").lower()
    if value not in TRUE | FALSE | {ONLY}:
        raise ImproperlyConfigured(f"环境变量 SAMPLE 只能是 1、0 或 only，现在是“{value}”。")
    return value == ONLY or not (value in FALSE or has_own_site(data_dir))


def has_own_site(data_dir: Path) -> bool:
    """Whether there is a site of one's own, also where the sample is shown beside it."""
    return bool(env_str("DATABASE_URL")) or (data_dir / DATABASE).exists()


def ends_with_own_site() -> bool:
    """Whether the next start shows one's own site as soon as there is one."""
    return env_str("SAMPLE", "1").lower() in TRUE


def folder(data_dir: Path) -> Path:
    """Where the sample lies; made if it is not there, as SQLite makes no folder."""
    found = data_dir / "sample"
    found.mkdir(mode=0o750, exist_ok=True)
    return found
