"""Reads a saved page as text, and decides which files and encodings are accepted."""

import re
from pathlib import Path

from statutes.importing.files import decoded, is_binary
from transfer.legacy_page import markup
from transfer.legacy_page.lines import HAN, tidied
from transfer.legacy_page.page import NotAPageError, Source

LARGEST = 5 * 1024 * 1024
LEAST_HAN = 0.2  # share of Chinese characters in the visible text of a Chinese page
EMPTY = "文件 {} 是空的。"
TOO_LARGE = "文件 {} 超过 5 MB，不像是一张网页。"
NO_TEXT = "文件 {} 不是文本文件，可能是图片、文档或者压缩包，无法导入。"
NOT_CHINESE = "文件 {} 里几乎没有中文，不像律师网站的旧页面。"


def read(path):
    """The lines, links and headings of a saved page; NotAPageError says why a file is refused."""
    text = _text(_bytes(Path(path)), path)
    source = markup.source(text) if markup.is_html(text) else Source(tidied(text.splitlines()))
    _check_chinese("".join(source.lines), path)
    return source


def _bytes(path):
    if path.is_dir():
        raise NotAPageError(f"{path} 是一个目录，请指明要导入的文件。")
    if not path.is_file():
        raise NotAPageError(f"找不到文件 {path}，请检查路径。")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise NotAPageError(f"文件 {path} 无法打开，请检查读取权限。") from error
    if len(data) > LARGEST:
        raise NotAPageError(TOO_LARGE.format(path))
    return data


def _text(data, path):
    text, _ = decoded(data)
    if text is not None and not text.strip("\ufeff\u00a0\u3000 \t\r\n"):
        raise NotAPageError(EMPTY.format(path))
    if text is None or is_binary(text):
        raise NotAPageError(NO_TEXT.format(path))
    return text


def _check_chinese(text, path):
    visible = re.sub(r"\s", "", text)
    if len(re.findall(f"[{HAN}]", visible)) < max(len(visible) * LEAST_HAN, 1):
        raise NotAPageError(NOT_CHINESE.format(path))
