"""A recognised page into the firm's own database, all of it or nothing, and what it came to."""

import re
import tomllib
import unicodedata
from collections import Counter
from datetime import datetime, time, timedelta
from html import escape
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.models import Article, RelatedLink, SourceKind, State
from articles.quality import findings
from articles.quality.checks import REGISTRY, Draft, Severity, run_checks
from articles.workflow import publishing
from firm.models import Lawyer, SiteSettings
from firm.site import areas, records
from richtext.core.sanitise import tidied
from richtext.core.tree import write
from statutes.services import citation_sync
from transfer.importing.lines import HAN
from transfer.importing.values import BEIJING, FIRST_YEAR
from transfer.legacy_page.recognise import LABELS, NotAPageError, OldPage, full_width

SAMPLE = "这里是示例律所的网站，没有导入；请先开始建自己的网站，再导入。"
SPOKEN = "网址名 {} 按姓名的读音生成，请核对；公开以后不要再改。"
CHECK_AREAS = "按文章标题归入：{}。请核对归类，补上办理的其他领域，不办理的请取消显示。"
STUBS = (
    "旧页上只有标题和摘要，已标为“待补全”：只在原文章的相关问题中列出标题，不出现在列表、搜索、订阅和"
    "网站地图里，搜索引擎也不收录；补写正文、取消“待补全”以后才会出现。"
)
UNCHANGED = "数据库没有改动。"

# A group for each way to number a point.
POINT = re.compile(r"(?:(\d{1,2})\s*[、.．)）](?!\d)|[（(]\s*(\d{1,2})\s*[）)]|([①-⑳]))\s*(?=\S)")
# The first sentence is the short title of a point; a colon may close it too.
SHORT_TITLE = re.compile(rf"(.{{1,30}}?(?:[。！？：]|(?<=[{HAN}])\.(?=[{HAN}])))\s*(\S.*)")

FURTHER = tomllib.loads(Path(__file__).with_name("area_words.toml").read_text("utf-8"))


@transaction.atomic
def apply(*, page: OldPage, publish: bool = False) -> str:
    """Add what is missing, overwrite nothing; what was read, is doubtful and was done, in words."""
    if settings.SAMPLE_SITE:
        raise NotAPageError(SAMPLE)
    done = Counter[str]()
    _fill(SiteSettings.load(), particulars(page), done)
    author = Lawyer.objects.filter(name=page.lawyer).first()
    if author is None:
        author = Lawyer(name=page.lawyer, slug=records.free_slug(page.lawyer), is_published=True)
        page.doubts.append((author.title, SPOKEN.format(author.slug)))
    # A number that is given for several is not one's own.
    _fill(author, {"phone": "" if page.others else page.phone, "bio": page.biography}, done)
    _note(page, "律师简介", run_checks(Draft(text=author.bio, is_stub=True)))
    _place_articles(page, author, done, publish)
    return _report(page, done)


def particulars(page: OldPage) -> dict:
    """What the page tells of the firm, by the fields of the site settings."""
    start = int(page.founded or 0)
    values = {
        "firm_name": page.firm, "site_name": page.site_name[:40], "city": page.city,
        "phone": page.phone, "hours": page.hours, "qq": page.qq, "icp_number": page.icp,
        "police_number": page.police, "founded_year": start if start >= FIRST_YEAR else None,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value}


def _fill(row, values, done):
    is_new = row._state.adding
    empty = {name: value for name, value in values.items() if value and not getattr(row, name)}
    for name, value in empty.items():
        setattr(row, name, value)
        done[f"补填的{row._meta.get_field(name).verbose_name}"] += not is_new
    if empty or is_new:
        row.save()
    done[row._meta.verbose_name] += is_new


def _place_articles(page, author, done, publish):
    """The main article, a stub for each other one, and links to them in page order."""
    now, placed = timezone.now(), []
    texts = [(page, "\n".join(page.body), to_html(page.body))]
    for one in page.entries:
        told = one.excerpt and f"<p>{escape(one.excerpt, quote=False)}</p>"
        texts.append((one, one.excerpt, told))
    for number, (one, plain, html) in enumerate(texts):
        found = Article.objects.filter(author=author, title=one.title).first()
        if found is None:
            done["文章"] += 1
            found = Article(title=one.title, body=html, author=author, is_stub=number > 0)
            found.area = _area(done, *guess_area(one.title, plain))
            found.source_kind = SourceKind.FORMER
            found.source = page.domain or page.site_name or page.firm or "旧网站"
            first_moment = one.day and datetime.combine(one.day, time(), tzinfo=BEIJING)
            found.publish_at = first_moment or now - timedelta(minutes=number)
            citation_sync.save_text(text=found)
        placed.append(found)
    main, *others = dict.fromkeys(placed)
    for order, other in enumerate(others, start=1):
        done["相关链接"] += RelatedLink.objects.get_or_create(
            article=main, target=other, defaults={"order": order}
        )[1]
    for one in (main, *others) if publish else ():
        if one.state == State.DRAFT:  # what was withdrawn stays so
            try:
                publishing.publish(article=one, user=None)
                done["发布的文章"] += 1
            except publishing.PublishingError as refusal:
                page.doubts.append((one.title, str(refusal)))
    names = dict.fromkeys(one.area.name for one in placed)
    page.doubts.append(("业务领域", CHECK_AREAS.format("、".join(names))))
    page.doubts += [(f"其他 {len(others)} 篇文章", STUBS)] if others else []
    for hints in findings.hints_of_stored([main, *others], REGISTRY.values()):
        _note(page, f"文章《{hints.article.title}》", hints.open)


def _area(done, slug, name):
    """The area of that address or that name, made of the shipped one when there is none."""
    area = next(one for one in areas.on_offer() if one.slug == slug or one.name == name)
    if area.pk is None:
        area.is_published, area.summary = True, ""  # the firm says itself what it does there
        area.save()
        done["业务领域"] += 1
    return area


def _note(page, about, found):
    """Note what checks of articles have found; how something is written is a matter of taste."""
    for one in found:
        quoted = f"“{one.quote}”：" if one.quote else ""
        doubt = (about, f"{one.check.name}：{quoted}{one.reason}")
        if one.check.severity != Severity.STYLE and doubt not in page.doubts:
            page.doubts.append(doubt)


def _report(page, done):
    lines = ["识别到的内容："]
    for name, label in LABELS.items():
        if value := getattr(page, name):
            words = "、".join(map(str, value)) if isinstance(value, tuple) else value
            lines.append(f"  {label}：{words}")
    lines += ["", f"存疑 {len(page.doubts)} 处，请逐一核对："]
    lines += [f"  {at}. {about}：{why}" for at, (about, why) in enumerate(page.doubts, start=1)]
    new = "、".join(f"{what} {number}" for what, number in done.items() if number)
    return "\n".join([*lines, "", f"新增：{new}。" if new else UNCHANGED])


def guess_area(title, text=""):
    """Slug and name of the area with most of its words in the title, else in the text."""
    rows = {row["slug"]: row for row in areas.shipped()}
    for where in (title, text):
        hits = Counter[str]()
        for slug, row in rows.items():
            further = FURTHER.get(slug, "").split()
            words = {*row["name"].split("与"), *row["aliases"].split("\n"), *further} - {""}
            hits[row["parent"] or slug] += sum(len(word) * where.count(word) for word in words)
        (best, most), *_ = hits.most_common(1)
        if most:
            return [best, rows[best]["name"]]
    return ["other", rows["other"]["name"]]


def to_html(lines):
    """The lines as HTML, escaped: `1、` is a point, and `一、` opens a heading, as in GB/T 9704."""
    parts = []
    # Points of one style whose number goes up by one are a list.
    numbered = enumerate(map(_piece, map(full_width, lines)))
    for (style, _), run in groupby(numbered, key=lambda pair: (pair[1][2], pair[1][3] - pair[0])):
        points = [piece for _, piece in run]
        html = "".join(f"<{tag}>{inner}</{tag}>" for tag, inner, *_ in points)
        first = points[0][3]
        start = f' start="{first}"' if first != 1 else ""
        parts.append(f"<ol{start}>{html}</ol>" if style else html)
    return write(tidied("".join(parts)))


def _piece(line):
    """The tag of a line, what is in it, and of a point the style and value of its number."""
    found = POINT.match(line)
    if not found:
        return "p", escape(line, quote=False), 0, 0
    style = found.lastindex or 0
    sign, point = found[style], line[found.end() :]
    number = int(sign) if sign.isdecimal() else int(unicodedata.numeric(sign))
    if titled := SHORT_TITLE.fullmatch(point):
        title, rest = (escape(part, quote=False) for part in titled.groups())
        return "li", f"<strong>{title}</strong>{rest}", style, number
    return "li", escape(point, quote=False), style, number
