"""The article inside a Word file that the export wrote: a custom XML part, which Word keeps.

It holds one text, base64 of JSON: no XML has to be parsed for it, and Word cannot change it.
`words` is a fingerprint of what the document says, by which a change made in Word is noticed.
"""

import base64
import hashlib
import json
import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

NAMESPACE = "urn:antou:article"
# Bounded, and no two parts that take the same signs: made to be slow, it would run for hours.
PART = re.compile(rf"<[^<>]{{0,300}}{NAMESPACE}[^<>]{{0,300}}>([A-Za-z0-9+/=\s]+)</".encode())
FOLDER = "customXml/"


@dataclass
class EmbeddedArticle:
    """What is carried: the fields, the body, its pictures, and what the document said."""

    fields: dict
    body: str
    words: str
    pictures: dict[str, bytes] = field(default_factory=dict)


def fingerprint(text: str) -> str:
    """Of the signs of a text, however lines and spaces stand."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "replace")).hexdigest()


def read(data: bytes) -> EmbeddedArticle | None:
    """The part of a judged Word file; None where there is none, or it is not what we wrote."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith(FOLDER)]
        found = next(filter(None, (PART.search(archive.read(name)) for name in names)), None)
    try:
        told = json.loads(base64.b64decode(found[1])) if found else None
        if not isinstance(told, dict) or not isinstance(told["fields"], dict):
            return None
        pictures = {str(k): base64.b64decode(v) for k, v in told["pictures"].items()}
        return EmbeddedArticle(told["fields"], str(told["body"]), str(told["words"]), pictures)
    except (ValueError, KeyError, AttributeError, RecursionError, TypeError):
        return None


def written(own: EmbeddedArticle) -> bytes:
    """The part as it stands in the file."""
    pictures = {name: base64.b64encode(data).decode() for name, data in own.pictures.items()}
    told = {"fields": own.fields, "body": own.body, "words": own.words, "pictures": pictures}
    text = base64.b64encode(json.dumps(told).encode()).decode()
    return f'<?xml version="1.0"?>\n<article xmlns="{NAMESPACE}">{text}</article>'.encode()
