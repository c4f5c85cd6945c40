"""The children of `serve`: started, watched, started again, stopped together. Run as a module;
nothing here may import Django, for whose 130 MB a process that only waits has no use."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

from website.base import parent_watch
from website.config.places import BASE_DIR

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
PAUSE = 0.2  # seconds between two looks
ANSWERED = 1  # seconds for the page that says so to arrive
LATER = 5  # seconds that the worker waits for the site
GRACE = 10  # seconds a child has to end in good order
READY_WITHIN = 60  # seconds from the start to the first answer
LONGEST_WAIT = 60  # seconds between two tries
STEADY = 60  # a child that lived as long is not one that fails at its start

ENDED = "{}意外退出（{}），{} 秒后重新启动。"
NOT_STARTED = "网站未能启动，原因见上面的输出。"
STOPPED = "已停止。"
SWITCHED = "自己的网站已经建好，正在切换。"


@dataclass(frozen=True)
class Site:
    """The site that was prepared. `lock` keeps other starts waiting until this one is through;
    `greeting` is said once the site answers. `own` is the database whose coming ends the sample:
    the children start again."""

    host: str
    port: int
    name: str
    lock: int
    greeting: list[str]
    own: str = ""


@dataclass
class Child:
    """One process that has to be there; `wait` grows while it fails again and again."""

    name: str
    arguments: list[str]
    process: subprocess.Popen | None = None
    started: float = 0
    wait: int = 0
    due: float = 0

    def start(self):
        """In a session of its own, so that Ctrl-C reaches `serve` alone."""
        env = {**os.environ, parent_watch.VARIABLE: str(os.getpid())}
        command = [sys.executable, *self.arguments]
        self.process = subprocess.Popen(  # noqa: S603  (no shell, fixed arguments)
            command, cwd=BASE_DIR, env=env, start_new_session=True
        )
        self.started = time.monotonic()

    def look(self, say):
        """Start again what has ended, at once the first time, then after growing waits."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            lived = now - self.started
            self.wait = 1 if lived > STEADY or not self.wait else min(self.wait * 2, LONGEST_WAIT)
            self.due = now + self.wait
            say(ENDED.format(self.name, self.process.returncode, self.wait))
            self.process = None
        if not self.process and now >= self.due:
            self.start()


def children():
    return [
        Child("网站服务", ["-m", "website.operations.serving.web"]),
        Child("后台任务", ["-m", "website", "run_worker"]),
    ]


def become(site):
    """Turn this process into the supervisor; signals wait until it can take them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    os.set_inheritable(site.lock, True)
    os.chdir(BASE_DIR)
    command = [sys.executable, "-m", "website.operations.serving.supervise"]
    os.execv(sys.executable, [*command, json.dumps(asdict(site))])  # noqa: S606  (no shell)


def wait_until_ready(web, site):
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and web.process.poll() is None:
        if _answers(site):
            return True
        time.sleep(PAUSE / 2)
    return False


def _answers(site):
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(site.host, site.host)  # noqa: S104
    connection = http.client.HTTPConnection(address, site.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": site.name})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def watch(family, say, own=""):
    """Keep the children alive until an exception (Ctrl-C, SIGTERM) ends it."""
    while True:
        if own and os.path.exists(own):
            own = ""
            say(SWITCHED)
            time.sleep(ANSWERED)
            stop(family)
            family[0].start()  # the others later, so that the site answers soon
            for child in family[1:]:
                child.process, child.due = None, time.monotonic() + LATER
        for child in family:
            child.look(say)
        time.sleep(PAUSE)


def stop(family):
    running = [child.process for child in family if child.process]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def say(text):
    """A line at once; a terminal that has gone must not keep the site from stopping."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError:
        pass


def stop_on_signals():
    """All three ways to stop end alike; `nohup` (SIGHUP ignored) is respected."""
    for number in SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    # Held back by bootstrap.py and `become` until there is somebody to take them.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def main(site):
    """Run until Ctrl-C or SIGTERM; what to exit with, a sentence where the site did not start."""
    family = children()
    try:
        stop_on_signals()
        family[0].start()  # the others when `watch` begins, so that the site answers soon
        if not wait_until_ready(family[0], site):
            return NOT_STARTED
        os.close(site.lock)
        for line in site.greeting:
            say(line)
        watch(family, say, site.own)
    except KeyboardInterrupt:
        pass
    finally:
        for number in SIGNALS:  # a second Ctrl-C must not leave children behind
            signal.signal(number, signal.SIG_IGN)
        stop(family)
    say(STOPPED)
    return 0


if __name__ == "__main__":
    sys.exit(main(Site(**json.loads(sys.argv[1]))))
