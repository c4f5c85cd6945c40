"""From where a text was taken, and what that source says of the version. Pure."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from statutes.base.columns import max_length
from statutes.models import TextSource
from statutes.models.statute import IMPORTED

OFFICIAL = {"flk.npc.gov.cn": "国家法律法规数据库"}
FILE = f"{IMPORTED} {{}}"


@dataclass(frozen=True)
class Source:
    """What becomes a `TextSource`; `status` is empty where the source says nothing of it."""

    name: str
    url: str = ""
    status: str = ""
    effective_from: date | None = None

    def standing(self, day: date) -> str:
        """As `TextSource.standing`."""
        return TextSource(status=self.status, effective_from=self.effective_from).standing(day)

    def fields(self) -> dict:
        """The values of the record, no longer than its columns."""
        return {
            "name": self.name[: max_length(TextSource, "name")],
            "url": self.url,
            "status": self.status,
            "effective_from": self.effective_from,
        }


def of_file(path: str) -> Source:
    """The source of a text that says nothing of itself."""
    return Source(FILE.format(path))


def named_by(url: str, path: str) -> str:
    """The name of a source by its address, or else by the file that it came in."""
    return OFFICIAL.get(urlsplit(url).hostname or "", FILE.format(path))


def plausible(address: object) -> str:
    """An address that a page may link to: https, a host with a dot in it; else empty."""
    if not isinstance(address, str) or len(address) > max_length(TextSource, "url"):
        return ""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    usual = parts.scheme == "https" and not parts.username and port in {None, 443}
    return address if usual and _is_host(host) and not _has_odd_signs(address) else ""


def _is_host(host):
    labels = host.split(".")
    named = all(label and label.replace("-", "").isalnum() for label in labels)
    return host.isascii() and named and len(labels) > 1 and labels[-1].isalpha()


def _has_odd_signs(address):
    return not address.isascii() or not address.isprintable() or set(address) & set(" <>\"'\\^`{|}")
