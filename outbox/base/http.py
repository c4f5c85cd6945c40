"""One request to a fixed host, with a limit to everything: time, size, and where it may lead."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPConnection
from typing import Any

Exchange = Callable[[], tuple[int, bytes]]
LONGEST_ANSWER = 16 * 1024


def tls() -> ssl.SSLContext:
    """How hosts are spoken to: with certificates that the system trusts."""
    return ssl.create_default_context()


def post(
    connection: HTTPConnection,
    path: str,
    body: bytes,
    content_type: str,
    seconds: float,
    longest: int = LONGEST_ANSWER,
    more: Mapping[str, str] | None = None,
) -> tuple[int, bytes]:
    """Status and answer of one POST, within `seconds` as a whole; redirects stay unread.

    `more` are further headers. The answer is cut one byte after the longest that is wanted, so that
    it is known as too long.
    """
    headers = {"Content-Type": content_type, "Connection": "close", **(more or {})}

    def exchange() -> tuple[int, bytes]:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        return response.status, response.read(longest + 1)

    try:
        return _within(seconds, exchange, connection)
    finally:
        connection.close()


def _within(seconds: float, exchange: Exchange, connection: HTTPConnection) -> tuple[int, bytes]:
    """What `exchange` returns or raises, or TimeoutError once the time has passed.

    A timeout of the socket counts from byte to byte, and none covers the name service: only a
    thread of its own bounds the whole.
    """
    answers: list[tuple[int, bytes]] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            answers.append(exchange())
        except Exception as error:  # it would end with its thread
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():  # it may read for ever: wake it
        with suppress(AttributeError, OSError):  # not connected yet, or no more
            connection.sock.shutdown(socket.SHUT_RDWR)
        raise TimeoutError
    if errors:
        raise errors[0]
    return answers[0]


def json_object(answer: bytes, longest: int = LONGEST_ANSWER) -> dict[str, Any] | None:
    """The JSON object that a host answered; None for anything else, and for what was cut."""
    try:
        said = json.loads(answer) if len(answer) <= longest else None
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
