"""A page for each article: what it says of itself in the head, the body as it is."""

from html import escape

from transfer.exporting import pictures
from transfer.exporting.fields import Exported, flat
from transfer.importing.html import PREFIX

SUFFIX = ".html"


def written(one: Exported) -> bytes:
    """The file of an article."""
    pending = None if one.pending_body is None else pictures.shorten_addresses(one.pending_body)
    metas = "\n".join(
        f'<meta name="{PREFIX}{name}" content="{_attribute(value)}">'
        for name, value in flat(one.told(pending)).items()
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(one.article.title)}</title>\n{metas}\n</head>\n"
        f"<body>\n{pictures.shorten_addresses(one.body)}\n</body>\n</html>\n"
    ).encode()


def _attribute(value):
    """A value with its line breaks, which a file may not keep as they are."""
    return escape(value).replace("\r", "&#13;").replace("\n", "&#10;")
