"""Whether the tests may mount a file system here: as root, and not in every container.

Without that right they say so and are skipped; MOUNT=required makes it a failure. As a program
(`python3 tests/mounting.py`) it ends with 1 and the sentence. It needs nothing but Python, so that
CI can ask before anything is installed.
"""

import functools
import os
import subprocess
import sys

REFUSED = (
    "这台机器不允许挂载文件系统，磁盘写满和systemd限制的测试没有运行；"
    "请以root运行，容器要有CAP_SYS_ADMIN"
)
# In a view that ends with the command, so that nothing stays mounted.
TRIAL = ["unshare", "--mount", "mount", "-t", "tmpfs", "antou-test", "/mnt"]


@functools.cache
def allowed():
    """Whether a file system was really mounted, for a moment."""
    try:
        return not subprocess.run(TRIAL, capture_output=True).returncode
    except OSError:
        return False


def need():
    """Skip the test, or fail it, where nothing can be mounted."""
    if not allowed():
        import pytest

        say = pytest.fail if os.environ.get("MOUNT") == "required" else pytest.skip
        say(REFUSED)


if __name__ == "__main__":
    sys.exit(0 if allowed() else REFUSED)
