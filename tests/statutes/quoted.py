"""Quotations with what is to be said of each, and the articles of law that they are of."""

import random
import re
from datetime import date
from pathlib import Path

from django.utils import timezone

from statutes.base import Reason
from statutes.citations import parse
from statutes.citations.places import article_digits, article_words
from statutes.law.quotations import beside
from statutes.law.warnings import Case, assess
from statutes.models import Statute, StatuteArticle

FOLDER = Path(__file__).parent / "law"
TODAY = date(2026, 11, 27)
ARTICLE = re.compile(r"^第(\d+)条 ", re.M)
LAWS = (
    *("民法典", "刑法", "公司法", "劳动合同法", "劳动法", "民事诉讼法", "刑事诉讼法"),
    *("行政诉讼法", "消费者权益保护法", "道路交通安全法", "保险法", "企业破产法"),
)
FORMS = (
    "《{name}》{place}规定：“{words}”", "根据《{name}》{place}的规定，“{words}”",
    "“{words}”（《{name}》{place}）", "依据《{name}》{place}：“{words}”，他可以主张。",
    "{name}{place}明确规定：“{words}”", "《{name}》{place}：\n{words}",
    "《{name}》{place}　{words}", "《{name}》{place}规定，{words}",
    "{words}（《{name}》{place}）。",
)  # fmt: skip
DIGITS = (("三十日", "30日"), ("十五日", "15日"), ("一年", "1年"), ("百分之三十", "30%"))


def lines():
    """What is to be told, "-" for nothing, and the text, of each line of the file."""
    found = (FOLDER / "quotations.txt").read_text("utf-8").splitlines()
    parts = (line.split("\t") for line in found if line and not line.startswith("#"))
    return [(wanted, text.replace("⏎", "\n")) for wanted, text in parts]


def put_quoted_law():
    """Give the versions of the shipped table those articles that the lines are about."""
    for part in (FOLDER / "quoted_law.txt").read_text("utf-8").split("# ")[1:]:
        head, _, body = part.partition("\n")
        row = Statute.objects.filter(slug=head).get()
        pieces = ARTICLE.split(body)[1:]
        for number, text in zip(pieces[::2], pieces[1::2], strict=True):
            StatuteArticle.objects.create(statute=row, number=int(number), text=text.strip())
        Statute.objects.filter(pk=row.pk).update(imported_at=timezone.now())


def told(text, table):
    """Where misquoted words of a text stand, as the file writes it; "-" for nothing."""
    citations = parse(text, table.names)
    said = beside(text, citations)
    judged = (
        assess(Case(one, table, text, TODAY, TODAY, said.get(at)))
        for at, one in enumerate(citations)
    )
    found = [one.misquote for one in judged if one and one.reason == Reason.MISQUOTED]
    return "、".join(_place(one.today or one.found) for one in found) or "-"


def _place(one):
    parts = f".{one.clause}" if one.clause or one.item else ""
    return f"{one.row.short_name}:{one.place[0]}{parts}" + (f".{one.item}" if one.item else "")


def made(table, seed=1):
    """Of each article of some laws: it quoted rightly, and under another number, with noise."""
    chance = random.Random(seed)
    for name in LAWS:
        stored = table.wording(table.in_force(name, TODAY)).stored
        numbers = sorted(number for number, sub in stored if not sub)
        for number in numbers:
            if len(stored[number, 0]) < 14:
                continue
            form, words = chance.choice(FORMS), _noisy(stored[number, 0], chance)
            write = chance.choice([article_digits, article_words])
            other = number + chance.choice([-1, 1]) * chance.randint(1, 40)
            right = form.format(name=name, place=write(number), words=words)
            there = other in numbers
            wrong = form.format(name=name, place=write(other), words=words) if there else ""
            yield f"{name}:{number}", right, wrong


def _noisy(words, chance):
    kind = chance.randrange(8)
    if kind == 0:
        return words.replace("，", ",").replace("；", ";").replace("\n", "")
    if kind == 1 and len(words) > 60:
        at = chance.randrange(15, len(words) - 30)
        return f"{words[:at]}……{words[at + 10 :]}".replace("\n", "")
    if kind == 2:
        return words[: max(16, len(words) // 2)]
    if kind == 3:
        for written, digits in DIGITS:
            words = words.replace(written, digits)
    if kind == 4:
        return words.replace("的", "", 1)
    return words if kind == 5 else words.replace("\n", "")
