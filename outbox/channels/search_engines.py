"""Search engines that are told which addresses changed: 百度 (普通收录 API提交) and IndexNow.

Both keys are in no row of the ledger, no log line and no error. Baidu's interface is documented
over http alone: who listens can push addresses of this very site in our name, and nothing else.
"""

import json
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import models

from outbox.base import http
from outbox.base.errors import CODES, RejectedError


class Engine(models.TextChoices):
    BAIDU = "baidu", "百度推送"
    INDEXNOW = "indexnow", "IndexNow"


# The only machines that are spoken to; IndexNow hands on to all engines that take part.
HOSTS = {Engine.BAIDU: ("data.zz.baidu.com", 80), Engine.INDEXNOW: ("api.indexnow.org", 443)}
MOST = {Engine.BAIDU: 2_000, Engine.INDEXNOW: 10_000}  # addresses that one call takes
TIMEOUT = 20  # seconds for everything
LONGEST_ANSWER = 1024 * 1024  # Baidu repeats every address that it refuses
NO_MORE_TODAY = "百度当日推送额度已用完，明天继续推送。"
UNREADABLE = "无法识别百度的答复（HTTP {}），不能确定网址已经收到。"
BAIDU_REFUSED = "百度未接收网址（HTTP {}）。"
INDEXNOW_REFUSED = "IndexNow未接收网址（HTTP {}）。"


class OverQuotaError(RejectedError):
    """Baidu takes no more addresses today."""


@dataclass(frozen=True)
class Answer:
    """What became of the addresses of one call; those it does not name were taken."""

    remain: int | None = None  # addresses that may follow today
    elsewhere: set[str] = field(default_factory=set)  # not of the site that the token is for
    invalid: set[str] = field(default_factory=set)


def configured() -> list[Engine]:
    """The engines that are told: those with a key, once the site has a public address."""
    keys = {Engine.BAIDU: settings.BAIDU_PUSH_TOKEN, Engine.INDEXNOW: settings.INDEXNOW_KEY}
    return [] if site_is_local() else [engine for engine, key in keys.items() if key]


def site_is_local() -> bool:
    """Whether SITE_URL names a machine that no search engine can reach."""
    return http.is_local(urlsplit(settings.SITE_URL).hostname or "")


def submit(engine: Engine, urls: list[str]) -> Answer:
    """Tell one engine of some addresses; RejectedError or OSError where it did not take them."""
    return _baidu(urls) if engine == Engine.BAIDU else _indexnow(urls)


def _baidu(urls: list[str]) -> Answer:
    ours: str = settings.SITE_URL
    site = ours if ours.startswith("https://") else urlsplit(ours).netloc
    query = urlencode({"site": site, "token": settings.BAIDU_PUSH_TOKEN}, safe=":/")
    host, port = HOSTS[Engine.BAIDU]
    connection = http.connect(host, TIMEOUT, port, is_plain=True)
    path, body = f"/urls?{query}", "\n".join(urls).encode()
    status, answer = http.post(connection, path, body, "text/plain", TIMEOUT, LONGEST_ANSWER)
    reply = http.json_object(answer, LONGEST_ANSWER)
    if reply is None:
        raise RejectedError(UNREADABLE.format(status))
    if status == 200 and _number(reply.get("success")) is not None:
        remain = _number(reply.get("remain"))
        return Answer(remain, _listed(reply, "not_same_site"), _listed(reply, "not_valid"))
    message = reply.get("message")
    if message == "over quota":
        raise OverQuotaError(NO_MORE_TODAY)
    known = CODES[Engine.BAIDU].get(message, "") if isinstance(message, str) else ""
    raise RejectedError(BAIDU_REFUSED.format(status) + known)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _listed(reply: dict[str, object], name: str) -> set[str]:
    found = reply.get(name)
    return {url for url in found if isinstance(url, str)} if isinstance(found, list) else set()


def _indexnow(urls: list[str]) -> Answer:
    site, key = settings.SITE_URL, settings.INDEXNOW_KEY
    data = {"host": urlsplit(site).netloc, "key": key, "keyLocation": f"{site}/{key}.txt"}
    host, port = HOSTS[Engine.INDEXNOW]
    connection = http.connect(host, TIMEOUT, port)
    body = json.dumps({**data, "urlList": urls}).encode()
    status, _ = http.post(connection, "/indexnow", body, http.JSON, TIMEOUT)
    if status not in {200, 202}:  # 202: taken, and the key file will be looked at
        known = CODES[Engine.INDEXNOW].get(str(status), "")
        raise RejectedError(INDEXNOW_REFUSED.format(status) + known)
    return Answer()
