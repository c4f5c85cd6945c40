"""The pictures of an article that stand for it outside: on share cards, in search results."""

import re

from richtext.core.pictures import NAME, StoredPicture, public_url

LEAST = 300  # pixels a side; WeChat, QQ and Baidu show nothing smaller
MOST = 3  # as many as Baidu's time factor takes
IMAGE = re.compile(rf'<img\b[^>]*\bsrc="/media/({NAME.pattern})"')


def pictures_of(article) -> list[str]:
    """Paths of the pictures, first those of the body; the author's portrait where it has none."""
    found = [StoredPicture(match[1]) for match in IMAGE.finditer(article.body)]
    paths = list(dict.fromkeys(_path(one) for one in found if _is_large(one)))[:MOST]
    portrait = article.author.portrait.picture
    if not paths and portrait and _is_large(portrait):
        paths = [_path(portrait)]
    return paths


def _path(picture):
    """The widest rendition."""
    return public_url(picture.file(picture.widths[-1]))


def _is_large(picture):
    return min(picture.size) >= LEAST
