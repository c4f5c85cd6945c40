"""`make bench`: measures the speed of what has a figure to keep, and prints a table.

    python bench/run.py                    all of them
    python bench/run.py parser             those that are named

Exit code 1 when a figure is over its limit, 2 for a name that does not exist, with all names.
"""

import argparse
import importlib
import platform
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from django.core.management import CommandError  # noqa: E402

from bench import frame  # noqa: E402  (the path comes first)

NO_BENCHMARKS = {"run", "frame", "server", "filled", "walk", "bm25", "__init__"}


def names():
    """The benchmarks of this folder."""
    return sorted({path.stem for path in HERE.glob("*.py")} - NO_BENCHMARKS)


def wanted(arguments):
    """The benchmarks that were asked for; ends with a sentence for a name that is none."""
    reader = argparse.ArgumentParser(description="测量速度；不写名称就测量全部。")
    reader.add_argument("names", nargs="*", metavar="名称")
    given = reader.parse_args(arguments).names
    if unknown := sorted(set(given) - set(names())):
        reader.error(f"没有“{'、'.join(unknown)}”；可用的名称：{'、'.join(names())}。")
    return given or names()


def run(chosen):
    """Run them and print their figures; True when none is over its limit."""
    good = True
    with frame.database() as engine:
        print(f"Python {platform.python_version()}，{engine}，{platform.machine()}")
        for name in chosen:
            frame.emptied()
            good = show(name) and good
    return good


def show(name):
    """One benchmark: its figures as they come."""
    print(f"\n{name}")
    good = True
    try:
        for one in importlib.import_module(f"bench.{name}").measure():
            mark = "  没有达到" if one.is_over else ""
            print(f"  {one.value:>10.2f} {one.unit:<6} {one.what}{one.bound}{mark}", flush=True)
            good = good and not one.is_over
    except frame.MissingToolError as absent:
        print(f"  跳过：{absent}")
    except CommandError as error:
        print(f"  没有测成：{error}")
        return False
    return good


if __name__ == "__main__":
    sys.exit(0 if run(wanted(sys.argv[1:])) else 1)
