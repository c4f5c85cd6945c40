"""What every benchmark of this folder needs: figures, and a database of its own.

A benchmark is a module here with `measure() -> Iterable[Figure]`. It starts on an empty, migrated
database: a SQLite file in a folder that is deleted afterwards, or with DATABASE_URL a test database
beside the one that is named there. BENCH_KEEP names a folder that stays, in which what took long
to build is found the next time (`bench/filled.py`).
"""

import io
import os
import runpy
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
STATUTES = Path(os.environ.get("STATUTES_DIR") or SHARED / "statutes")


def sizes(*usual: int) -> list[int]:
    """With how many articles to measure: BENCH_ARTICLES, several with commas, else as usual."""
    given = os.environ.get("BENCH_ARTICLES")
    return [int(size) for size in given.split(",")] if given else list(usual)


@dataclass(frozen=True)
class Figure:
    """What was measured; `limit` is the largest value that will do, `least` the smallest one."""

    what: str
    value: float
    unit: str = "s"
    limit: float | None = None
    least: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether it is worse than it may be."""
        too_large = self.limit is not None and self.value > self.limit
        return too_large or (self.least is not None and self.value < self.least)

    @property
    def bound(self) -> str:
        """How much it may be at most or has to be at least, for the table; empty for no matter."""
        if self.least is not None:
            return f"  （至少 {self.least:g} {self.unit}）"
        return "" if self.limit is None else f"  （上限 {self.limit:g} {self.unit}）"


class MissingToolError(Exception):
    """A benchmark cannot run here; its text says what is missing."""


def seconds(act: Callable[[], object]) -> float:
    """How long an act takes, once."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def spent(act: Callable[[], object]) -> tuple[float, float]:
    """Clock and processor time of an act of this process, once, in milliseconds."""
    before, start = time.process_time(), time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000, (time.process_time() - before) * 1000


def percentile(values: Iterable[float], share: float) -> float:
    """The value that so many of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def median_ms(act: Callable[[object], object], things: list) -> tuple[float, float]:
    """Median and longest time of an act for each of many things, in milliseconds."""
    times = [seconds(lambda thing=thing: act(thing)) * 1000 for thing in things]
    return statistics.median(times), max(times)


def real_statutes() -> Path:
    """The folder of real texts; MissingToolError where there is none."""
    if not STATUTES.is_dir():
        raise MissingToolError("没有真实的法规文本；用 STATUTES_DIR 指明目录。")
    return STATUTES


def generated_articles(number: int) -> Iterator[dict]:
    """Invented articles, always the same, with the fields of the generator; MissingToolError
    without it."""
    path = SHARED / "generate_articles.py"
    if not path.is_file():
        raise MissingToolError("没有 ../shared/data/generate_articles.py。")
    return runpy.run_path(str(path))["articles"](number)


@contextmanager
def database() -> Iterator[str]:
    """Django on an empty database; gives the name of its engine."""
    kept = os.environ.get("BENCH_KEEP")
    folder = kept or tempfile.mkdtemp(prefix="antou-bench-")
    os.environ["DATA_DIR"], os.environ["SAMPLE"] = folder, "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    try:
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection

        settings.SAMPLE_SITE = True  # what is loaded into it

        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = os.path.join(folder, "bench.sqlite3")
        how = {"verbosity": 0, "keepdb": bool(kept) and connection.vendor == "sqlite"}
        connection.creation.create_test_db(autoclobber=True, serialize=False, **how)
        yield connection.vendor
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], **how)
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def emptied() -> None:
    """Delete every row, so that a benchmark does not feel the one before."""
    quietly("flush", verbosity=0, interactive=False)


def quietly(*arguments: str, **options: object) -> None:
    """A command of manage.py, without what it says."""
    from django.core.management import call_command

    call_command(*arguments, stdout=io.StringIO(), stderr=io.StringIO(), **options)
