"""What is read of a file from outside, in a process of its own with bounds of time and memory.

The process is a fresh interpreter: no setting, key, connection or open file of ours is in it. It
reads what it is told of, writes to what it is given, and answers in lines of JSON. Whatever it dies
of, its caller goes on.
"""

import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any, cast

ROOT = Path(__file__).resolve().parents[2]
INHERITED = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
MEMORY = 704 * 1024 * 1024  # bytes of addresses; the largest WebP that we take needs nearly all
SECONDS = 10  # of the processor, for one piece of work
SILENT = 120_000  # milliseconds waited for an answer, on however busy a machine
LONGEST = 16 * 1024 * 1024  # bytes of an answer
NICE = 10
WAIT = 200  # milliseconds after which the caller is let do something else
WRITTEN = 64 * 1024 * 1024  # bytes of a file that the process writes
STEP = 1024 * 1024
MOST_STOPPED = 3  # of many pieces of work, those that may use up what one may
TOO_HEAVY = (  # or it was ended from outside
    "没有读完，可能是内容过于复杂，超出了时间或内存限制。请再试一次，仍然不行就拆分或简化。"
)
GIVEN_UP = f"已有{MOST_STOPPED}个文件没有读完，这个文件没有读取。"


class StoppedError(Exception):
    """The process did not come to its end: it used up what it may, or something broke."""


def run(function: str, job: dict[str, Any], files: Sequence[int] = ()) -> Iterator[Any]:
    """What `module:function` yields for a job, and None whenever there is nothing yet.

    `files` are open ones that it may use, by their numbers, which the job tells: somebody waits for
    what is made of them, so only without any it gives way to everything else.
    """
    nice = 0 if files else NICE
    command = [sys.executable, "-B", "-m", "richtext.base.sandbox", function, str(nice)]
    known = {name: os.environ[name] for name in INHERITED if name in os.environ}
    try:
        started = subprocess.Popen(  # noqa: S603  (no shell, fixed arguments)
            command,
            cwd=ROOT,
            env={**known, "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=files,
        )
    except OSError as error:  # the machine has no room for another
        raise StoppedError(error.strerror) from None
    with started as child:
        try:
            yield from _answers(child, json.dumps(job).encode())
        finally:
            child.kill()


def _answers(child: subprocess.Popen[bytes], job: bytes) -> Iterator[Any]:
    asked, answered = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    with suppress(BrokenPipeError):
        asked.write(job)
        asked.close()
    ready, left, silent = select.poll(), b"", 0
    ready.register(answered)
    while True:
        if not ready.poll(WAIT):
            silent += WAIT  # not by the clock: the caller may be long with something else
            if silent > SILENT:
                raise StoppedError("silent")
            yield None
            continue
        data, silent = os.read(answered.fileno(), 1024 * 1024), 0
        if not data:
            break
        if len(left) + len(data) > LONGEST:
            raise StoppedError
        *lines, left = (left + data).split(b"\n")
        for line in lines:
            try:
                answer = json.loads(line)
            except ValueError:
                raise StoppedError from None
            yield answer
    if code := child.wait():
        raise StoppedError(code)


def each(function: str, items: Sequence[Any], **more: Any) -> Iterator[tuple[int, Any] | None]:
    """What is told of each of many items, with its number, and None while there is nothing yet.

    The function yields the number of an item before it begins with it. Of one over which the
    process dies a `fault` is told, and a new process begins behind it; with it once more where
    somebody else has ended the process before it told anything.
    """
    first, stopped, again = 0, 0, -1
    while first < len(items):
        at, is_untold = first, True
        try:
            for told in run(function, {**more, "items": items[first:]}):
                if isinstance(told, int):
                    at, is_untold = first + told, True
                else:
                    is_untold = is_untold and told is None
                    yield told and (at, told)
            return
        except StoppedError as error:
            if error.args == (-signal.SIGKILL,) and is_untold and at != again:
                first = again = at
                continue
            yield at, {"fault": TOO_HEAVY}
            first, stopped = at + 1, stopped + 1
            if stopped == MOST_STOPPED:
                yield from ((n, {"fault": GIVEN_UP}) for n in range(first, len(items)))
                return


@contextmanager
def rewritten(function: str, content: IO[bytes], **job: Any) -> Iterator[tuple[Any, IO[bytes]]]:
    """Context: what is told of a file, and what was made of it, at its start. Neither has a name or
    lies on a disk: they may hold what only a client and the firm know."""
    with ExitStack() as stack:
        given, made = (stack.enter_context(_nameless()) for _ in range(2))
        content.seek(0)
        shutil.copyfileobj(content, given, STEP)
        given.flush()
        given.seek(0)
        numbers = {"given": given.fileno(), "made": made.fileno()}
        answers = run(function, {**job, **numbers}, [*numbers.values()])
        told = [one for one in answers if one is not None]
        if len(told) != 1:
            raise StoppedError
        made.seek(0)
        yield told[0], made


def _nameless() -> IO[bytes]:
    if not hasattr(os, "memfd_create"):  # as on macOS, where nobody runs a firm's site
        return tempfile.TemporaryFile()
    try:
        return os.fdopen(os.memfd_create("upload"), "w+b")
    except OSError as error:
        raise StoppedError(error.strerror) from None


def renew() -> None:
    """Another piece of work begins, with all the time that one may take; not in our own process."""
    with suppress(OSError, ValueError):
        bound, most = resource.getrlimit(resource.RLIMIT_CPU)
        if bound != resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + SECONDS, most))


def _work(function: str, nice: str) -> None:
    # A service that may set no bounds has those of the clock and of its own memory alone. The last
    # is the one that cannot be set everywhere: it may have less already, and macOS knows none.
    with suppress(OSError, ValueError):
        os.nice(int(nice))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    job = json.load(sys.stdin)
    module, _, name = function.partition(":")
    for answer in getattr(import_module(module), name)(job):
        sys.stdout.write(f"{json.dumps(answer, default=str)}\n")
        sys.stdout.flush()
        renew()


if __name__ == "__main__":
    _work(*sys.argv[1:])
