"""Everything that a site says to a visitor, sentence by sentence, and what of it is its software's.

A sentence is what a block of a page holds between two stops; letters and digits count, signs do
not, since the import mends the signs of old pages.
"""

import json
import re
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction
from lxml import html

from articles.models import Article, RelatedLink, SourceKind, State
from firm.base import phones
from firm.models import Lawyer, Page, PageKind, PracticeArea, SiteSettings
from firm.site import areas
from firm.site.records import save_page
from statutes.services import citation_sync
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
# By the software.
COUNTED = re.compile(r"(?<=共)\d+(?=篇)|(?<=阅读约)\d+(?=分钟)|(?<=第)\d+(?=版)"
                     r"|(?<=全部)\d+(?=个领域)|(?<=写过)\d+(?=篇问答)")  # fmt: skip
# What is no sentence but a setting of the browser or of a search engine.
TECHNICAL = {"viewport", "color-scheme", "theme-color", "format-detection", "robots"}
SIGN = "＿"
FIRM = "巳某所"
BARE = {
    "firm_name": "子某所", "site_name": "甲某站", "city": "乙某市", "founded_year": 1999,
    "qq": "10001000", "icp_number": "京ICP备00000001号",
    "police_number": "京公网安备11000002000001号",
}  # fmt: skip
NUMBERS = {phones.kind_of(one): one for one in ("0330-5550199", "13800000099", "400-555-0199")}
# Title, text, whether it is a stub; the oldest first.
TEXTS = [
    ("己某题", "庚某文。", False),
    ("辛某题", "壬某文。", True),
    ("寅某题", "", True),
    ("丑某题", "辰某文。", False),
]


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


@contextmanager
def nothing_told():
    """A site about which nothing at all has been told; afterwards everything is as before."""
    with transaction.atomic():
        tables = [
            model._meta.db_table
            for name in ("articles", "consult", "firm")
            for model in apps.get_app_config(name).get_models(include_auto_created=True)
        ]
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')
        yield
        transaction.set_rollback(True)


def tell_bare_names(known, day, lawyer):
    """The particulars of the same kinds, a lawyer, an area, articles of an old site.

    Returns the words that were told, which no page has. Hours are taken as they are: what the
    software makes of them follows from them.
    """
    told = {name: BARE.get(name, known[name]) for name in known}
    if lawyer in known.get("site_name", ""):
        told["site_name"] = "丁某人网"
    phone = told["phone"] = NUMBERS[phones.kind_of(known["phone"])]
    SiteSettings.objects.create(**told)
    area = PracticeArea.objects.create(name="丙某类", slug="area")
    words = next(one.sensitive_reason for one in areas.on_offer() if one.slug == "criminal")
    reason = {"sensitive": True, "sensitive_reason": words}  # the software's
    PracticeArea.objects.create(name="卯某类", slug="empty", **reason)
    author = Lawyer.objects.create(name="丁某人", slug="lawyer", phone=phone, bio="戊某人。")
    for at, (title, body, is_stub) in enumerate(TEXTS):
        article = Article(title=title, body=f"<p>{body}</p>", area=area, author=author)
        article.is_stub, article.state = is_stub, State.PUBLISHED
        article.source_kind, article.source = SourceKind.FORMER, "癸某处"
        article.publish_at = day if day and at < len(TEXTS) - 1 else article.publish_at
        citation_sync.save_text(text=article)
    main, *others = Article.objects.order_by("pk")
    for other in others:
        RelatedLink.objects.create(article=main, target=other)
    words = [area.name, "卯某类", author.name, *told.values(), author.bio, "癸某处"]
    return [*map(str, words), dialled(phone), *(word for text in TEXTS for word in text[:2])]


def open_the_form():
    """Name the firm and publish a privacy notice that names it; until then nobody can ask."""
    SiteSettings.objects.update(firm_name=FIRM)
    notice = Page.objects.filter(kind=PageKind.PRIVACY).first() or Page(kind=PageKind.PRIVACY)
    notice.title, notice.slug, notice.body = FIRM, "privacy", f"<p>{FIRM}</p>"
    notice.is_published = True
    save_page(page=notice)


def dialled(phone):
    """A number as a `tel:` address has it."""
    return phones.tel_uri(phone).removeprefix("tel:")


def without(words, sentence):
    """A sentence with a sign for each of the words that were told to the site."""
    sentence = COUNTED.sub(SIGN, sentence)
    for word in sorted(map(bare, map(fold, words)), key=len, reverse=True):
        sentence = sentence.replace(word, SIGN) if word else sentence
    return re.sub(f"{SIGN}+", SIGN, sentence)
