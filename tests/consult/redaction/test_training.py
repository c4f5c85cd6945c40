"""The weights are learned the same each time, whatever the order in which sets are walked."""

import os
import subprocess
import sys

import pytest

from website.bootstrap import ROOT

LEARN = (
    "import hashlib; from bench.redaction import train;"
    "print(hashlib.sha256(train.learned(True, share=40).encode()).hexdigest())"
)


def digest(seed: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", LEARN],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


@pytest.mark.ci
def test_learning_twice_gives_the_same_weights_byte_for_byte():
    assert digest("1") == digest("2")
