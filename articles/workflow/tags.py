"""Merging tags that mean the same."""

from django.db import transaction

from articles.models import Article, Tag


@transaction.atomic
def merge(*, kept: Tag, others: list[Tag]) -> int:
    """Give the articles of the other tags the one that stays and delete the others.

    Returns how many articles got it. Kept versions are history and stay as they are: one that
    names a merged tag makes it anew when it is published.
    """
    through = Article.tags.through
    gone = [tag.pk for tag in others if tag.pk != kept.pk]
    bear = set(through.objects.filter(tag=kept).values_list("article_id", flat=True))
    found = through.objects.filter(tag__in=gone).values_list("article_id", flat=True)
    new = sorted(set(found) - bear)
    through.objects.bulk_create(
        [through(article_id=pk, tag_id=kept.pk) for pk in new], ignore_conflicts=True
    )
    Tag.objects.filter(pk__in=gone).delete()
    return len(new)
