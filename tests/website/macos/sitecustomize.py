"""Read by every Python that has this folder on its path: Linux without what Linux alone has.

Names that Python documents as missing on macOS are gone, folders that a Mac has not cannot be
opened, and `sys.platform` says so as soon as a module of ours asks.
"""

import ctypes.util  # noqa: F401  (asks the machine while it loads)
import fcntl
import os
import select
import selectors
import signal
import socket
import sys
import sysconfig
import types

GONE = {
    os: """
        O_DIRECT O_NOATIME O_PATH O_RSYNC O_TMPFILE copy_file_range eventfd eventfd_read
        eventfd_write fdatasync getrandom getresgid getresuid getxattr listxattr memfd_create
        pidfd_open posix_fadvise posix_fallocate preadv removexattr sched_getaffinity
        sched_setaffinity sched_getscheduler sched_setscheduler setns setresgid setresuid setxattr
        splice timerfd_create unshare
    """,
    signal: "SIGPWR SIGPOLL SIGRTMAX SIGRTMIN SIGSTKFLT pidfd_send_signal sigtimedwait sigwaitinfo",
    socket: "AF_ALG AF_NETLINK AF_PACKET AF_VSOCK SO_BINDTODEVICE SOCK_CLOEXEC SOCK_NONBLOCK",
    select: "EPOLLIN EPOLLOUT epoll",
    selectors: "EpollSelector",
    fcntl: "F_ADD_SEALS F_OFD_GETLK F_OFD_SETLK F_OFD_SETLKW F_SETPIPE_SZ F_NOTIFY",
}
ABSENT = ("/proc/", "/sys/", "/dev/shm/", "/run/", "/etc/systemd")
WORDS = "Linux alone has {}"


def take_away():
    """Delete the names, those of the modules in C beneath them too."""
    for module, names in GONE.items():
        for name in names.split():
            for place in (module, sys.modules.get("posix"), sys.modules.get("_socket")):
                if place is not None and hasattr(place, name):
                    delattr(place, name)


def refuse(event, arguments):
    """No path that only Linux has; loaded libraries of packages may look where they like."""
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(ABSENT):
        raise FileNotFoundError(2, WORDS.format(arguments[0]), arguments[0])


sysconfig.get_config_vars()
# The system's proxies, which urllib asks for on a Mac.
sys.modules["_scproxy"] = types.SimpleNamespace(_get_proxy_settings=dict, _get_proxies=dict)
selectors.DefaultSelector = selectors.PollSelector
take_away()
sys.addaudithook(refuse)
sys.platform = "darwin"
