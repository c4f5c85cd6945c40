"""A disk of a test's own, small enough to be filled, where the tests may mount one."""

import contextlib
import os
import subprocess
import sys
import time

from tests import mounting

# Writes block after block, for as long as it lives: whatever becomes free is gone at once.
EAT = """
import os, sys, time
file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
while True:
    try:
        os.write(file, bytes(4096))
    except OSError:
        time.sleep(0.002)
"""


@contextlib.contextmanager
def small_disk(folder, size):
    """A file system of `size` (as mount takes it) in a new folder."""
    mounting.need()
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=750", "antou-test", str(folder)]
    subprocess.run(mount, check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def free(folder):
    """The bytes that are left."""
    told = os.statvfs(folder)
    return told.f_bavail * told.f_frsize


def fill(folder, left=0):
    """Leave so many bytes and not more; the file that takes the others."""
    eaten = folder / "eaten"
    with contextlib.suppress(OSError), eaten.open("ab", buffering=0) as file:
        while (room := free(folder)) > left:
            file.write(bytes(min(max(room - left, 4096), 1024 * 1024)))
    return eaten


@contextlib.contextmanager
def filled(folder):
    """Full to the last block, and kept so by somebody who takes all that becomes free."""
    eaten = fill(folder).with_name("eaten-on")
    eater = subprocess.Popen([sys.executable, "-c", EAT, str(eaten)])
    try:
        while free(folder) or not eaten.exists():
            time.sleep(0.05)
        yield
    finally:
        eater.kill()
        eater.wait()
        eaten.unlink()
        (folder / "eaten").unlink()
