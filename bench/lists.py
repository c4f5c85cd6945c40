"""Lists of 20,000 articles: first and last pages, of an area, of a lawyer, of tags.

BENCH_ARTICLES=100000 takes as many as the limit is for.
"""

from django.test import RequestFactory

from articles.models import Article, Tag
from articles.public import lists
from bench import search
from bench.frame import Figure, median_ms, sizes
from firm.models import Lawyer, PracticeArea
from richtext.base import upkeep

NUMBER = max(sizes(20_000))
TIMES = 5
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


def _figure(what, act, limit):
    act(None)
    return Figure(f"{what}：中位数", median_ms(act, list(range(TIMES)))[0], "ms", limit)


def _page(found, number):
    page = lists.page_of(RequestFactory().get("/", {"page": number}), found)
    return list(page), page.paginator.count


def _fill():
    """The generator's articles, half of them of one area and all by one lawyer."""
    search.fill(NUMBER)
    areas = [PracticeArea.objects.create(name=f"领域{one}", slug=f"area-{one}") for one in (1, 2)]
    author = Lawyer.objects.create(name="陈立言", slug="chen")
    Article.objects.update(author=author, area=areas[0])
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    Article.objects.filter(pk__lt=keys[NUMBER // 2]).update(area=areas[1])
    _tag("少见", keys[::50])
    _tag("常见", [key for key in keys if key % 10 < 3])
    upkeep.after_bulk_change()  # as every import does
    return areas[0], author


def _tag(name, keys):
    tag, through = Tag.objects.create(name=name), Article.tags.through
    through.objects.bulk_create([through(tag_id=tag.pk, article_id=key) for key in keys], 5_000)
