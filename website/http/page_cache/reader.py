"""How the threads of a process read the content versions together."""

from threading import Lock

from firm.base.caching import Versions

PATIENCE = 0.25  # seconds for an answer, and for a new connection


class Reader:
    """Threads that come while one is asking share the question after it: the one under way may not
    know of a change that was committed in between."""

    is_away = False  # whoever asks for the database waits in vain

    def __init__(self):
        self._lock, self._begun = Lock(), 0
        self._found: Versions | None = None

    def read(self) -> Versions | None:
        """The versions as of a moment after this call, as they were committed; None when they
        cannot be had at once: nobody knows how new the content is. The next call tries anew."""
        came = self._begun
        with self._lock:
            if self._begun == came:
                self._begun += 1
                self._found = self._ask()
            return self._found

    def _ask(self) -> Versions | None:
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the connection; the next read opens another."""
        raise NotImplementedError
