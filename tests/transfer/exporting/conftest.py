"""A site with articles of every kind, exported, emptied and filled again."""

import pytest
from django.contrib.redirects.models import Redirect
from django.core.management import call_command

from articles.models import Article, RelatedLink, Revision, Tag
from articles.workflow import publishing


def snapshot():
    """All that an export has to keep, by the title; not the line breaks between blocks."""
    found = {}
    for article in Article.objects.select_related("pending").order_by("title"):
        links = article.related_links.select_related("target")
        old = Redirect.objects.filter(new_path=article.get_absolute_url())
        found[article.title] = {
            "content": _plain(publishing.content_of(article)),
            "pending": article.pending and _plain(article.pending.content),
            "state": article.state,
            "external_id": article.external_id,
            "pk": article.pk,
            "dates": (article.created_at, article.updated_at),
            "related": [(str(link), link.url) for link in links],
            "old": sorted(old.values_list("old_path", flat=True)),
        }
    return found


def differences(before, after):
    """What two snapshots have that is not the same: title, field, both values."""
    return [
        (title, name, one.get(name), other.get(name))
        for title in before.keys() | after.keys()
        for one, other in [(_flat(before.get(title)), _flat(after.get(title)))]
        for name in one.keys() | other.keys()
        if one.get(name) != other.get(name)
    ]


def _flat(told):
    return {**told.pop("content"), **told} if told and "content" in told else told or {}


def _plain(kept):
    times = {
        name: kind.fromisoformat(kept[name]) if kept[name] else None
        for name, kind in publishing.TIMES.items()
    }
    body = publishing.unspaced(kept["body"])
    return {**kept, **times, "body": body, "tags": sorted(kept["tags"])}


def emptied():
    """The site as it was before its first article; areas and lawyers stay."""
    for model in (RelatedLink, Revision, Article, Tag, Redirect):
        model.objects.all().delete()


@pytest.fixture
def there_and_back(tmp_path, capsys):
    """Export to a format, empty the site, import again; gives what is there then."""

    def run(format):
        target = tmp_path / "out" / "all.jsonl" if format == "jsonl" else tmp_path / "o"
        call_command("export_articles", str(target), format=format)
        emptied()
        if (tmp_path / "media").exists():
            (tmp_path / "media").rename(tmp_path / "left behind")
        call_command("import_articles", str(target))
        return snapshot()

    return run
