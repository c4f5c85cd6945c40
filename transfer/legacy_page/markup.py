"""HTML as lines: block tags break lines, scripts and styles are dropped, addresses collected."""

import re
from html.parser import HTMLParser

from transfer.legacy_page.lines import HAN, tidied
from transfer.legacy_page.page import Source

BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "tbody",
    "td", "th", "title", "tr", "ul",
}  # fmt: skip
DROPPED = {"script", "style", "template", "noscript"}
ADDRESSES = {"href", "src", "onclick"}
OPENING = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
CLOSING = re.compile(r"</(?:p|div|li|td|h[1-6]|a|ul|table)\s*>|<br\s*/?>", re.I)
ENOUGH_TAGS = 3  # a text that merely mentions a tag is no HTML
SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")


def is_html(text):
    """Whether a text is a saved HTML page and not flattened text."""
    return bool(OPENING.search(text[:3000])) or len(CLOSING.findall(text)) >= ENOUGH_TAGS


def source(text):
    """The visible lines of HTML, with its title, h1 headings and addresses."""
    parser = _Lines()
    parser.feed(text)
    parser.close()
    title = " ".join(tidied("".join(parser.parts["title"]).split("\n")))
    headings = tidied("".join(parser.parts["h1"]).split("\n"))
    lines = tidied("".join(parser.parts[""]).split("\n"))
    return Source(lines, title, headings, tuple(parser.links), parser.address)


class _Lines(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts: dict[str, list[str]] = {"": [], "title": [], "h1": []}
        self.links = []
        self.dropping = self.inside = self.address = ""

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if name in ADDRESSES and value]
        if ("rel", "canonical") in attrs:
            self.address = self.address or dict(attrs).get("href") or ""
        if tag in DROPPED:
            self.dropping = self.dropping or tag
        if tag in self.parts:
            self.inside = tag
        self._break(tag)

    def handle_startendtag(self, tag, attrs):
        if tag not in DROPPED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        self.dropping = "" if tag == self.dropping else self.dropping
        self.inside = "" if tag == self.inside else self.inside
        self._break(tag)

    def handle_comment(self, data):
        found = SAVED_FROM.search(data)
        self.address = found[1] if found else self.address

    def handle_data(self, data):
        if self.dropping:
            return
        text = _inline(data)
        self.parts[self.inside].append(text)
        if self.inside == "h1":
            self.parts[""].append(text)

    def _break(self, tag):
        if tag in BLOCKS:
            for part in self.parts.values():
                part.append("\n")


def _inline(data):
    """A wrapped source line is a space, between Chinese characters nothing at all."""
    joined = re.sub(rf"(?<=[{HAN}，。、；：])[ \t]*[\r\n]\s*(?=[{HAN}])", "", data)
    return re.sub(r"[ \t\r\n\f]+", " ", joined)
