"""Which faults of the code would no test notice? Say which files, and the tests that are asked.

    .venv/bin/python -m tests.mutation consult/services --tests tests/consult
    .venv/bin/python -m tests.mutation statutes/law/warnings.py --tests tests/statutes --only _old

Every function is changed in one place at a time (`changes.py`), and the tests that run that place
are run against it, the quickest first, in a fork of a process that has everything loaded
(`running.py`). What is printed survived: a test is missing there, or the code is not needed, or the
change means the same. Nothing is written to any file. Not for what runs in processes of its own.
"""

import argparse
import pathlib
import sys

import pytest

from tests.mutation.plugin import Mutation

CHOSEN = "not browser and not process"


def main(arguments=None):
    """Run it; the exit code is that of pytest."""
    parser = argparse.ArgumentParser(
        prog="tests.mutation", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=pathlib.Path, help="files or folders to change")
    parser.add_argument("--tests", nargs="+", required=True, help="what pytest collects")
    parser.add_argument("--only", default="", help="functions whose name holds this")
    parser.add_argument("--seconds", type=float, default=12, help="of tests for one change")
    asked = parser.parse_args(arguments)
    plugin = Mutation(_files(asked.paths), asked.only, asked.seconds)
    options = ["-q", "-n0", "-p", "no:cacheprovider", "-m", CHOSEN]
    return pytest.main([*options, *asked.tests], plugins=[plugin])


def _files(paths):
    found = [sorted(path.rglob("*.py")) if path.is_dir() else [path] for path in paths]
    return [path.resolve() for some in found for path in some]


if __name__ == "__main__":
    sys.exit(main())
