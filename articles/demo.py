"""The sample articles: one file each, a few `key: value` lines, then the body after `---`."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from articles import search
from articles.law import area_periods
from articles.models import AreaQuestion, Article, Citation, RelatedLink, State
from articles.related import recompute
from articles.workflow import publishing
from firm.models import Lawyer, PracticeArea
from statutes.law.table import Table
from statutes.services import citation_sync

FOLDER = Path(__file__).parent / "sample"
BEIJING = ZoneInfo("Asia/Shanghai")


def read(path):
    """The keys and the body of a sample file."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    keys = dict(line.split(":", 1) for line in head.splitlines() if line.strip())
    return {key.strip(): value.strip() for key, value in keys.items()}, body.strip()


def load():
    """Create the sample articles and their hand-picked links; returns how many."""
    files = {path.stem: read(path) for path in sorted(FOLDER.glob("*.html"))}
    in_time = sorted(files.items(), key=lambda item: item[1][0]["published"])
    areas = {area.slug: area for area in PracticeArea.objects.all()}
    lawyers = {lawyer.slug: lawyer for lawyer in Lawyer.objects.all()}
    made = {slug: _article(areas, lawyers, *content) for slug, content in in_time}
    articles = list(made.values())
    Article.objects.bulk_create(articles)
    # A sample is as old as it says: no "updated today" beside an article of the spring.
    Article.objects.update(updated_at=F("publish_at"))
    today = timezone.localdate()
    citation_sync.refresh_batch(Citation, articles, table=Table.latest(), today=today)
    search.index_many(articles)
    for slug, (keys, _) in in_time:
        made[slug].tags.set(publishing.tags_named(keys["tags"].split("、")))
    RelatedLink.objects.bulk_create(
        RelatedLink(article=made[slug], target=made[name.strip()], order=order)
        for slug, (keys, _) in files.items()
        for order, name in enumerate(filter(str.strip, keys["related"].split(",")), start=1)
    )
    recompute.rebuild()
    area_periods.propose(areas.values())
    AreaQuestion.objects.bulk_create(
        AreaQuestion(area=areas[area], article=made[slug], order=order)
        for slug, (keys, _) in files.items()
        if (asked := keys.get("question"))
        for area, order in [asked.split()]  # as an office would choose what a page begins with
    )
    return len(made)


def _article(areas, lawyers, keys, body):
    author = lawyers[keys["author"]]
    published = datetime.strptime(keys["published"], "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
    article = Article(
        title=keys["title"],
        area=areas[keys["area"]],
        author=author,
        summary=keys["summary"],
        body=body,
        state=State.PUBLISHED,
        publish_at=published,
        checked_on=date.fromisoformat(keys["checked"]),
        checked_by=author,
    )
    article.settle()
    article.clean_fields(exclude=["area", "author", "checked_by"])  # the database looks at these
    return article
