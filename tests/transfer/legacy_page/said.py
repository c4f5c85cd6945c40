"""Everything that a site says to a visitor, sentence by sentence.

A sentence is what a block of a page holds between two stops; letters and digits count, signs do
not, since the import mends the signs of old pages.
"""

import json
import re

from lxml import html

from transfer.importing.lines import bare, fold

STARTS = ["/", "/contact/", "/consult/", "/consult/thread/", "/search/", "/lawyers/", "/articles/",
          "/articles/feed/", "/not-there/", "/sitemap.xml"]  # fmt: skip
# The law is shipped, not told by a firm; the form is one page, whatever is chosen in it before.
# What a tool says is of the law, whoever the firm is.
PASSED_BY = re.compile(r"^/(?:statutes/|tools/|static/|media/|consult/\?)")
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "button", "dd", "div", "dl", "dt",
    "figcaption", "footer", "form", "h1", "h2", "h3", "header", "label", "li", "main", "nav", "ol",
    "option", "p", "section", "select", "summary", "table", "td", "th", "time", "title", "ul",
}  # fmt: skip
SPOKEN_ATTRIBUTES = ["content", "alt", "title", "aria-label", "placeholder"]
STOPS = re.compile(r"[。！？；…，：\n]+|(?<=\D),(?=\D)")
ADDRESS = re.compile(r"https?://[\w.:/?&=,-]+|(?:data:|/)[\w./?&=-]+")
MACHINES_TIME = re.compile(r"<updated>[^<]*</updated>")  # of a feed without entries: now
# What is no sentence but a setting of the browser or of a search engine.
TECHNICAL = {"viewport", "color-scheme", "theme-color", "format-detection", "robots"}


def crawl(client, *more):
    """Address and answer of every page that links lead to from the known beginnings."""
    waiting, seen = [*STARTS, *more], set()
    while waiting:
        address = waiting.pop(0).split("#")[0]
        if address in seen or PASSED_BY.match(address):
            continue
        seen.add(address)
        answer = client.get(address)
        yield address, answer
        waiting += [one for one in links(answer) if one.startswith("/")]


def links(answer):
    kind = answer.get("Content-Type", "")
    if "xml" in kind:
        return re.findall(r"<loc>https?://[^/<]+(/[^<]*)</loc>", answer.text)
    return html.fromstring(answer.text).xpath("//a/@href") if "html" in kind else []


def sentences(answer):
    """The sentences of one answer, as they are compared; structured data word by word."""
    kind = answer.get("Content-Type", "")
    if "html" in kind:
        texts = _of_html(html.fromstring(answer.text))
    elif "sitemap" in answer.request["PATH_INFO"]:
        texts = []  # addresses, which are followed
    else:
        told = MACHINES_TIME.sub("", answer.text, count=1)
        texts = [re.sub(r"<[^>]*>", "\n", told)]
    for text in texts:
        for sentence in STOPS.split(without_addresses(text)):
            if told := bare(fold(sentence)):
                yield told


def without_addresses(text):
    """A text without the addresses in it, which say nothing to a reader."""
    return ADDRESS.sub(" ", text)


def _of_html(tree):
    for script in tree.xpath("//script[@type='application/ld+json']"):
        yield from _values(json.loads(script.text))
    for element in tree.xpath("//script | //style | //svg"):
        element.drop_tree()
    for element in tree.iter():
        if element.get("name") not in TECHNICAL:
            yield from (element.get(name) for name in SPOKEN_ATTRIBUTES if element.get(name))
        if element.tag in BLOCKS:
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
    yield tree.text_content()


def _values(data):
    """Every text of structured data; the names of its kinds are the standard's."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, dict | list):
            yield from _values(value)
        elif not str(key).startswith("@"):
            yield str(value)
