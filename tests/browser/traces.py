"""Reads a whole site as visitors do, and finds what only the sample firm would say."""

import html
import json
import re
import urllib.error
import urllib.request
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from firm import demo

# Pages of single laws: some hundreds, all made by one template. These are read.
FEW_LAWS = 5
LAW = re.compile(r"/statutes/[^/?]+/")
OURS = ["查看示例"]  # the form shows how a question is written
NOT_READ = ("/admin/", "/static/", "/media/")
FIRST = ["/", "/sitemap.xml", "/robots.txt", "/articles/feed/", "/consult/", "/consult/thread/"]
FIRST += ["/consult/received/", "/contact/", "/lawyers/", "/search/?q=工资", "/nothing/"]
IDENTITY = ["licence_number", "phone", "qq", "email", "icp_number", "police_number"]
PERSONAL = ["licence_number", "phone", "email"]
TIMEOUT = 60  # seconds


def telling():
    """What may not be found: names and numbers of the sample, its people, words for invented."""
    data = json.loads((demo.FOLDER / "firm.json").read_text(encoding="utf-8"))
    words = {"示例", "虚构", "石桥", "云澜"}
    words |= {data["settings"][name] for name in IDENTITY if data["settings"].get(name)}
    words |= {office[name] for office in data["offices"] for name in ("address", "phone")}
    words |= {lawyer[name] for lawyer in data["lawyers"] for name in PERSONAL if lawyer.get(name)}
    words |= {lawyer["name"] for lawyer in data["lawyers"]}
    words |= {lawyer["slug"] for lawyer in data["lawyers"]}
    return sorted(words)


def traces(text):
    """The telling words in a text, however its markup encodes them."""
    plain = html.unescape(text)
    for words in OURS:
        plain = plain.replace(words, "")
    return [word for word in telling() if word in plain]


class Links(HTMLParser):
    """Where a page leads."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name == "href" and tag == "a" and value]


def leads_to(text, kind):
    """The addresses that a page or a sitemap names."""
    if "xml" in kind:
        return re.findall(r"<loc>([^<]+)</loc>", text)
    links = Links()
    links.feed(text)
    return links.found


def crawl(url):
    """Every page that a visitor reaches: its path, and its text; what has no text is left out."""
    todo, seen, laws = [*FIRST], set(), 0
    while todo:
        path = todo.pop(0)
        if path in seen or path.startswith(NOT_READ):
            continue
        laws += bool(LAW.match(path))
        if LAW.match(path) and laws > FEW_LAWS:
            continue
        seen.add(path)
        kind, text = fetch(f"{url}{path}")
        yield path, text
        todo += [here for one in leads_to(text, kind) if (here := on_site(url, path, one))]


def fetch(address):
    """The kind and the text of what is at an address, also of a refusal."""
    try:
        with urllib.request.urlopen(
            urllib.request.quote(address, ":/?=&%"), timeout=TIMEOUT
        ) as got:
            return got.headers["Content-Type"], got.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        return refused.headers["Content-Type"], refused.read().decode("utf-8", "replace")


def on_site(url, path, link):
    """The path of a link within the site; "" for others."""
    whole = urlsplit(urljoin(f"{url}{path}", link))
    mine = whole.netloc == urlsplit(url).netloc and whole.scheme.startswith("http")
    return whole.path + (f"?{whole.query}" if whole.query else "") if mine else ""
