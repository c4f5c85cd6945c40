"""Lists of published articles: in pages, by area, and the tags that stand in them.

At 100,000 articles a list may neither open every row to count them nor gather the tags of all.
"""

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest

from articles.models import Article, Tag, kept_lists
from articles.models.kept_lists import Listing
from articles.public import cards
from articles.public.newest_first import NewestFirst
from articles.stats import popular
from firm.base import current_site, pagination
from firm.models import Lawyer, PracticeArea
from firm.site import shown

MOST_TAGS = 12
LOOKED_AT = 500  # the newest articles of a list, whose tags it shows
PER_PAGE = 20
MOST_READ = "often"  # as an address names the order
LEAST = 2  # articles of a tag whose page is worth finding
ALL = Listing()


class _ByReads(Paginator):
    """The pages of what is read most; of keys, of which each page reads its own rows."""

    def _get_page(self, keys, number, paginator):
        return super()._get_page(cards.of(keys), number, paginator)  # type: ignore[misc]


def page_of(request: HttpRequest, listing: Listing, by_reads: bool = False) -> Page:
    """One page of published articles with what their rows show; 404 where there is none."""
    if by_reads:
        return pagination.page_of(request, popular.most_read(listing), PER_PAGE, _ByReads)
    return pagination.page_of(request, listing, PER_PAGE, NewestFirst)


def most_read(listing: Listing, number: int) -> list[Article]:
    """The rows of what is read most in a list; none where that says little."""
    keys = popular.most_read(listing)[:number]
    name, until = f"{number} most read of {listing.name}", popular.counted_until()
    made_of = (*kept_lists.WORDS, *shown.FIRM)
    return kept_lists.keep(name, lambda: cards.of(keys), made_of, until) if keys else []


def in_area(area: PracticeArea) -> Listing:
    """The published articles of an area and of the areas below it."""
    below = [one.pk for one in shown.every_area().values() if one.parent_id == area.pk]
    keys = [area.pk, *sorted(below)]
    return Listing(f"areas {keys}", Q(area__in=keys))  # others tomorrow, if one is moved


def by(lawyer: Lawyer) -> Listing:
    """The published articles of a lawyer."""
    return Listing(f"lawyer {lawyer.pk}", Q(author=lawyer.pk))


def with_tag(tag: Tag) -> Listing:
    """The published articles that bear a tag."""
    return Listing(f"tag {tag.pk}", Q(tags=tag.pk))


def is_worth_finding(tag: Tag) -> bool:
    """Whether a search engine should know the page of a tag, on the firm's site where it lies.

    With a single article it would say the same as that article's own page.
    """
    with current_site.everybody():
        return NewestFirst(with_tag(tag), PER_PAGE).count >= LEAST


def newest(number: int) -> list[Article]:
    """The rows of the newest articles."""
    return cards.with_names(ALL.rows()[:number])


def tags_in(listing: Listing) -> tuple[Tag, ...]:
    """The tags that the newest articles of a list bear most often."""
    return kept_lists.keep(f"tags of {listing.name}", lambda: _tags_in(listing))


def _tags_in(listing):
    newest = listing.rows().values("pk")[:LOOKED_AT]
    counted = Tag.objects.filter(articles__in=newest).annotate(number=Count("pk"))
    return tuple(counted.order_by("-number", "name")[:MOST_TAGS])


def numbers() -> dict[int, int]:
    """How many published articles each area has, by its key."""
    return kept_lists.keep("numbers of areas", _numbers)


def _numbers():
    # Named, areas are counted in the index that begins with them; else SQLite opens every row.
    public = Article.objects.published().filter(area__in=list(shown.every_area())).order_by()
    return dict(public.values_list("area").annotate(Count("pk")))


def numbers_by_lawyer() -> dict[int, int]:
    """How many published articles each lawyer has written, by their key."""
    return kept_lists.keep("numbers of lawyers", _numbers_by_lawyer)


def _numbers_by_lawyer():
    public = Article.objects.published().filter(author__in=list(shown.everyone())).order_by()
    return dict(public.values_list("author").annotate(Count("pk")))


def chosen_area(request: HttpRequest) -> PracticeArea | None:
    """The area that `?area=` names; 404 where there is none of that name."""
    slug = request.GET.get("area", "")
    chosen = shown.area(slug)
    if slug and chosen is None:
        raise Http404("业务领域不存在")
    return chosen


def is_by_reads(request: HttpRequest) -> bool:
    """Whether `?order=` asks for what is read most; 404 for an order that there is not."""
    order = request.GET.get("order", "")
    if order not in {"", MOST_READ}:
        raise Http404("页面不存在")
    return order == MOST_READ
