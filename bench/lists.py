"""Lists of 20,000 articles: first and last pages, an area, a lawyer, tags, what was read most.

BENCH_ARTICLES=100000 takes as many as the limit is for.
"""

import random
from datetime import timedelta
from itertools import islice

from django.test import RequestFactory
from django.utils import timezone

from articles.models import Article, DailyReads, Tag
from articles.public import lists
from articles.stats import popular
from bench.frame import Figure, generated_articles, median_ms, sizes
from firm.models import Lawyer, PracticeArea
from richtext.base import upkeep

NUMBER, AT_A_TIME, PATTERNS = max(sizes(20_000)), 2_000, 200
READ_A_DAY, TIMES = min(5_000, NUMBER), 5
PAGE = 200  # milliseconds for one page of any list


def measure():
    """Milliseconds for one page with the number of all, and for what stands beside it."""
    area, author = _fill()
    last = NUMBER // lists.PER_PAGE
    rare, common = (lists.with_tag(Tag.objects.get(name=name)) for name in ("少见", "常见"))
    for what, found, page in (
        ("全部文章，第1页", lists.ALL, 1),
        (f"全部文章，第{last}页", lists.ALL, last),
        ("一个领域（五成文章），第1页", lists.in_area(area), 1),
        ("一个领域，最后一页", lists.in_area(area), last // 2),
        ("一位律师（全部文章），最后一页", lists.by(author), last),
        ("标签（百分之二的文章），第1页", rare, 1),
    ):
        yield _figure(what, lambda _, found=found, page=page: _page(found, page), PAGE)
    yield _figure("标签（三成文章），第1页", lambda _: _page(common, 1), None)
    yield _figure("列表下面的标签", lambda _: lists.tags_in(lists.in_area(area)), PAGE)
    yield _figure("最常问，每五分钟重算一次", _most_read_anew, None)
    yield _figure("最常问，其余时候", lambda _: popular.most_read(lists.in_area(area)), PAGE)


def _figure(what, act, limit):
    act(None)
    return Figure(f"{what}：中位数", median_ms(act, list(range(TIMES)))[0], "ms", limit)


def _page(found, number):
    page = lists.page_of(RequestFactory().get("/", {"page": number}), found)
    return list(page), page.paginator.count


def _most_read_anew(_):
    popular.look_again()
    popular.most_read(lists.ALL)


def _fill():
    """Long rows: bodies of the generator's, over and over."""
    areas = [PracticeArea.objects.create(name=f"领域{one}", slug=f"area-{one}") for one in (1, 2)]
    author = Lawyer.objects.create(name="陈立言", slug="chen")
    bodies = [one["body_html"] for one in generated_articles(PATTERNS)]
    made = (_article(one, areas[one % 2], author, bodies[one % PATTERNS]) for one in range(NUMBER))
    while part := list(islice(made, AT_A_TIME)):
        Article.objects.bulk_create(part)
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    _tag("少见", keys[::50])
    _tag("常见", [key for key in keys if key % 10 < 3])
    _read(keys)
    upkeep.after_bulk_change()  # as every import does
    return areas[0], author


def _article(number, area, author, body):
    return Article(
        title=f"第{number}个问题，应该怎么办？",
        area=area,
        author=author,
        summary="先把经过写下来。",
        body=body,
        text=body,
        excerpt="先把经过写下来。",
        state="published",
        publish_at=timezone.now() - timedelta(minutes=NUMBER - number),
    )


def _tag(name, keys):
    tag, through = Tag.objects.create(name=name), Article.tags.through
    through.objects.bulk_create([through(tag_id=tag.pk, article_id=key) for key in keys], 5_000)


def _read(keys):
    chance, today = random.Random(3), timezone.localdate()
    for days in range(popular.DAYS):
        day = today - timedelta(days=days)
        read = [
            DailyReads(article_id=key, day=day, number=chance.randint(1, 9))
            for key in chance.sample(keys, READ_A_DAY)
        ]
        DailyReads.objects.bulk_create(read, 5_000)
