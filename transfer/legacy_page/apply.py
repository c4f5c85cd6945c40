"""A recognised page into the firm's own database, all of it or nothing, and what it came to."""

import re
from collections import Counter
from datetime import datetime, time, timedelta
from html import escape

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.models import Article, RelatedLink, SourceKind, State
from articles.quality import findings
from articles.quality.checks import REGISTRY, Draft, Severity, run_checks
from articles.workflow import publishing
from firm.base import people
from firm.models import Lawyer, SiteSettings
from firm.site import areas
from statutes.services import citation_sync
from transfer.importing.values import BEIJING, FIRST_YEAR
from transfer.legacy_page import text
from transfer.legacy_page.recognise import LABELS, NotAPageError, OldPage

SAMPLE = "这里是示例律所的网站，没有导入；请先开始建自己的网站，再导入。"
SPOKEN = "网址名 {} 是按姓名的读音写的，请核对；公开以后不要再改。"
CHECK_AREAS = "按文章标题归入：{}。请核对归类，补上办理的其他领域，不办理的请取消显示。"
STUBS = (
    "旧页上只有标题和摘要，已标为“待补全”：不出现在列表、搜索、订阅和网站地图里，"
    "搜索引擎也不收录；补写正文、取消“待补全”以后才会出现。"
)
UNCHANGED = "数据库没有改动。"

# Surnames that are read otherwise than their characters in a text.
READ_OTHERWISE = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "区": "ou", "解": "xie", "查": "zha", "朴": "piao",
    "翟": "zhai", "覃": "qin", "盖": "ge", "尉迟": "yuchi", "长孙": "zhangsun",
}  # fmt: skip


@transaction.atomic
def apply(*, page: OldPage, publish: bool = False) -> str:
    """Add what is missing, overwrite nothing; what was read, is doubtful and was done, in words."""
    if settings.SAMPLE_SITE:
        raise NotAPageError(SAMPLE)
    done = Counter[str]()
    _fill(SiteSettings.load(), particulars(page), done)
    author = Lawyer.objects.filter(name=page.lawyer).first()
    if author is None:
        author = Lawyer(name=page.lawyer, slug=slug_of(page.lawyer), is_published=True)
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
    """Set the fields of a record that are empty."""
    is_new = row._state.adding
    empty = {name: value for name, value in values.items() if value and not getattr(row, name)}
    for name, value in empty.items():
        setattr(row, name, value)
        done[f"补填的{row._meta.get_field(name).verbose_name}"] += not is_new
    if empty or is_new:
        row.save()
    done[row._meta.verbose_name] += is_new


def slug_of(name: str) -> str:
    """`gu-xiaodong`: surname and given name as they are spoken; numbered where that is taken.

    Spelled by GB/T 28039, and 吕 as Lyu, since an address has no ü.
    """
    from pypinyin import lazy_pinyin  # half a second, 20 MB: only where a lawyer is new

    letters = []
    for part in name.split("·") if "·" in name else people.split(name):
        spoken = READ_OTHERWISE.get(part) or "".join(lazy_pinyin(part, errors="ignore"))
        letters.append(re.sub("[^a-z]", "", re.sub("(?<=[ln])v", "yu", spoken)))
    base = "-".join(filter(None, letters)) or "lawyer"
    taken = set(Lawyer.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (base, *numbered) if one not in taken)


def _place_articles(page, author, done, publish):
    """The main article, a stub for each other one, and links to them in page order."""
    now, placed = timezone.now(), []
    texts = [(page.title, "\n".join(page.body), text.to_html(page.body), page.day)]
    for one in page.entries:
        html = f"<p>{escape(one.excerpt, quote=False)}</p>" if one.excerpt else ""
        texts.append((one.title, one.excerpt, html, one.day))
    for number, (title, plain, html, day) in enumerate(texts):
        found = Article.objects.filter(author=author, title=title).first()
        if found is None:
            done["文章"] += 1
            found = Article(title=title, body=html, author=author, is_stub=number > 0)
            slug, name = text.guess_area(title, plain)
            found.area = _area(slug, name, done)
            found.source_kind = SourceKind.FORMER
            found.source = page.domain or page.site_name or page.firm or "旧网站"
            first_moment = day and datetime.combine(day, time(), tzinfo=BEIJING)
            found.publish_at = first_moment or now - timedelta(minutes=number)
            citation_sync.save_text(text=found)
        placed.append(found)
    main, *others = dict.fromkeys(placed)
    for order, other in enumerate(others, start=1):
        done["相关链接"] += RelatedLink.objects.get_or_create(
            article=main, target=other, defaults={"order": order}
        )[1]
    drafts = [one for one in (main, *others) if one.state == State.DRAFT]
    if publish and drafts:  # what was withdrawn stays so
        for one in drafts:
            one.state = State.PUBLISHED
            one.save(update_fields=["state"])
        done["发布的文章"] = len(drafts)
        publishing.many_changed(drafts)
    names = dict.fromkeys(one.area.name for one in placed)
    page.doubts.append(("业务领域", CHECK_AREAS.format("、".join(names))))
    page.doubts += [(f"其他 {len(others)} 篇文章", STUBS)] if others else []
    for hints in findings.hints_of_stored([main, *others], REGISTRY.values()):
        _note(page, f"文章《{hints.article.title}》", hints.open)


def _area(slug, name, done):
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
