"""Lists of published articles: in pages, by area, and the tags that stand in them.

At 100,000 articles a list may neither open every row to count them nor gather the tags of all.
"""

from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import Http404, HttpRequest

from articles.models import Article, Tag, kept_lists
from articles.models.kept_lists import Listing
from articles.public import cards
from articles.public.newest_first import NewestFirst
from firm.base import current_site, pagination
from firm.models import Lawyer, PracticeArea
from firm.site import shown

MOST_TAGS = 12
LOOKED_AT = 500  # the newest articles of a list, whose tags it shows
PER_PAGE = 20
LEAST = 2  # articles of a tag whose page is worth finding
ALL = Listing()


def page_of(request: HttpRequest, listing: Listing) -> Page:
    """One page of published articles with what their cards show; 404 where there is none."""
    return pagination.page_of(request, listing, PER_PAGE, NewestFirst)


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
    """The cards of the newest articles."""
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


def areas_to_choose(request: HttpRequest) -> tuple[list[PracticeArea], PracticeArea | None]:
    """The areas by which a list may be narrowed, and the one that `?area=` names; 404 for others.

    Offered are the upper areas, and those below the one that is chosen or beside it.
    """
    slug = request.GET.get("area", "")
    chosen = shown.area(slug)
    if slug and chosen is None:
        raise Http404("业务领域不存在")
    opened = (chosen.parent_id or chosen.pk) if chosen else None
    return [area for area in shown.areas() if area.parent_id in {None, opened}], chosen
