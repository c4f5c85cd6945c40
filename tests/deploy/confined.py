"""What a unit file forbids, put upon this process before it becomes the command of the service.

`python -m tests.deploy.confined UNIT WRITABLE COMMAND…`, as root. There is no systemd in the tests,
so the parts that could stop a Python program are asked of the kernel as systemd asks them: the list
of system calls, the address families, no memory that is writable and executable, a file system
that is read-only beside the folder WRITABLE, the limits.
"""

import ctypes
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # libseccomp's; refused with EPERM
SET_MDWE, REFUSE_EXEC_GAIN = 65, 1  # of prctl
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}


class Comparison(ctypes.Structure):
    """What an argument of a system call is compared with."""

    _fields_ = [
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    ]


def settings(unit):
    """Name and values of each line of the unit; a name may stand in several."""
    found = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", Path(unit).read_text("utf-8"), re.M):
        found.setdefault(name, []).append(value)
    return found


def calls(group):
    """The names of the system calls in a group as systemd knows it."""
    told = subprocess.check_output(["systemd-analyze", "syscall-filter", group], text=True)
    for line in told.splitlines():
        word = line.strip()
        if line.startswith(" ") and not word.startswith("#"):
            yield from calls(word) if word.startswith("@") else [word]


def allowed(unit):
    """The names that are left by the lines of SystemCallFilter."""
    names = set(calls("@default"))
    for line in settings(unit)["SystemCallFilter"]:
        told = {name for group in line.removeprefix("~").split() for name in calls(group)}
        names = names - told if line.startswith("~") else names | told
    return names


def filter_calls(unit):
    """The filter for this process and what it starts."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(Comparison),
    ]  # fmt: skip
    rules = library.seccomp_init(REFUSE)
    for name in sorted(allowed(unit)):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if name == "socket":
            for family in settings(unit)["RestrictAddressFamilies"][0].split():
                only = Comparison(0, 4, FAMILIES[family], 0)  # 4: is equal
                library.seccomp_rule_add_array(rules, ALLOW, number, 1, ctypes.byref(only))
        elif number >= 0:
            library.seccomp_rule_add_array(rules, ALLOW, number, 0, None)
    assert library.seccomp_load(ctypes.c_void_p(rules)) == 0


def shut_files(writable):
    """Everything is read-only but this folder, in a view that is this process' own."""
    library = ctypes.CDLL(None, use_errno=True)
    assert library.unshare(0x00020000) == 0  # CLONE_NEWNS
    for command in (
        ["mount", "--make-rprivate", "/"],
        ["mount", "--bind", writable, writable],
        ["mount", "-o", "remount,bind,ro", "/"],
    ):
        subprocess.run(command, check=True)


def main(unit, writable, *command):
    """Become the command under what the unit forbids."""
    told = settings(unit)
    shut_files(writable)
    os.chdir(Path(__file__).parents[2])
    os.environ["TMPDIR"] = writable
    os.umask(int(told["UMask"][0], 8))
    files = int(told["LimitNOFILE"][0])
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if told["MemoryDenyWriteExecute"] == ["yes"]:
        assert ctypes.CDLL(None).prctl(SET_MDWE, REFUSE_EXEC_GAIN, 0, 0, 0) == 0
    filter_calls(unit)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
