"""One request to a fixed host, with a limit to everything: time, size, and where it may lead."""

import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection
from threading import Thread
from typing import Any

LONGEST_ANSWER = 16 * 1024
JSON = "application/json; charset=utf-8"


def is_local(host: str) -> bool:
    """Whether a host is this machine or one of a private network, as far as its name says."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local"))


def tls() -> ssl.SSLContext:
    """How hosts are spoken to: with certificates that the system trusts."""
    return ssl.create_default_context()


def connect(
    host: str, seconds: float, port: int | None = None, *, is_plain: bool = False
) -> HTTPConnection:
    """A connection by TLS, but for what is spoken to without it."""
    if is_plain:
        return HTTPConnection(host, port, timeout=seconds)
    return HTTPSConnection(host, port, timeout=seconds, context=tls())


def post(
    connection: HTTPConnection,
    path: str,
    body: bytes,
    content_type: str,
    seconds: float,
    longest: int = LONGEST_ANSWER,
    more: Mapping[str, str] | None = None,
) -> tuple[int, bytes]:
    """Status and answer of one POST, or TimeoutError after `seconds`; redirects stay unread.

    `more` are further headers. The answer is cut one byte after the longest that is wanted, so that
    it is known as too long. A timeout of the socket counts from byte to byte, and none covers the
    name service: only a thread of its own bounds the whole.
    """
    headers = {"Content-Type": content_type, "Connection": "close", **(more or {})}
    answered: Future[tuple[int, bytes]] = Future()

    def exchange() -> None:
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            answered.set_result((response.status, response.read(longest + 1)))
        except Exception as error:  # it would end with its thread
            answered.set_exception(error)

    Thread(target=exchange, daemon=True).start()
    try:
        return answered.result(seconds)
    except TimeoutError:  # it may read for ever: wake it
        with suppress(AttributeError, OSError):  # not connected yet, or no more
            connection.sock.shutdown(socket.SHUT_RDWR)
        raise
    finally:
        connection.close()


def json_object(answer: bytes, longest: int = LONGEST_ANSWER) -> dict[str, Any] | None:
    """The JSON object that a host answered; None for anything else, and for what was cut."""
    try:
        said = json.loads(answer) if len(answer) <= longest else None
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
