"""The sample articles: one file each, a few `key: value` lines, then the body after `---`."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from articles.models import Article, RelatedLink, State, Tag
from articles.related import recompute
from articles.revisions import snapshot
from firm.models import Lawyer, PracticeArea
from statutes.services import citation_sync

FOLDER = Path(__file__).parent / "sample"
BEIJING = ZoneInfo("Asia/Shanghai")


def holds_own_data():
    """Whether there are articles that are not sample."""
    return Article.objects.filter(is_sample=False).exists()


def read(path):
    """The keys and the body of a sample file."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    keys = dict(line.split(":", 1) for line in head.splitlines() if line.strip())
    return {key.strip(): value.strip() for key, value in keys.items()}, body.strip()


def load():
    """Create the sample articles and their hand-picked links; returns how many."""
    areas = {area.slug: area for area in PracticeArea.objects.all()}
    lawyers = {lawyer.slug: lawyer for lawyer in Lawyer.objects.all()}
    files = {path.stem: read(path) for path in sorted(FOLDER.glob("*.html"))}
    in_time = sorted(files.items(), key=lambda item: item[1][0]["published"])
    made = {slug: _article(areas, lawyers, *content) for slug, content in in_time}
    for slug, (keys, _) in files.items():
        picked = [name.strip() for name in keys["related"].split(",") if name.strip()]
        for order, name in enumerate(picked, start=1):
            RelatedLink.objects.create(article=made[slug], target=made[name], order=order)
    recompute.rebuild()
    return len(made)


def remove_tags():
    """Delete the tags that only sample articles bear; called before these are deleted."""
    own = Article.objects.filter(is_sample=False, tags__isnull=False).values("tags")
    Tag.objects.filter(articles__is_sample=True).exclude(pk__in=own).delete()


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
        is_sample=True,
    )
    article.full_clean()
    citation_sync.save_text(text=article)
    article.tags.set(snapshot.tags_named(keys["tags"].split("、")))
    # A sample is as old as it says: no "updated today" beside an article of the spring.
    Article.objects.filter(pk=article.pk).update(updated_at=published)
    return article
