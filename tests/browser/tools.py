"""The tools that measure pages; without them their tests say why and are skipped.

TOOLS=required makes that a failure, TOOLS=off skips them where they are.
"""

import os
import shutil

import pytest

from website import bootstrap

MODULES = bootstrap.TOOLS / "node_modules"
NO_JAVA = "没有找到 Java；Debian、Ubuntu 上可以运行：apt install default-jre-headless"


def missing(*, java=False):
    """Why a tool cannot be used, as a sentence; "" when it can."""
    return bootstrap.without_tools() or ("" if shutil.which("java") or not java else NO_JAVA)


def unwanted(**wanted):
    """Whether nothing is to be measured with a tool: it is missing, or was called off."""
    return os.environ.get("TOOLS") == "off" or bool(missing(**wanted))


def need(**wanted):
    """Skip the test, or fail it, where the tools are missing."""
    if os.environ.get("TOOLS") == "off":
        pytest.skip("TOOLS=off")
    why = missing(**wanted)
    if why:
        say = pytest.fail if os.environ.get("TOOLS") == "required" else pytest.skip
        say(f"{why}（装好以后运行 make test）")
