"""What changes do to the content versions."""

from django.db import connection

from firm.base.caching import ALL
from firm.models import ContentVersion


def by_hand(sql):
    """Run a statement past the models."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def numbers():
    """What a reader would see if the transaction under way ended now."""
    if connection.vendor == "postgresql":
        name = "content_change_at_commit"
        by_hand(f"SET CONSTRAINTS {name} IMMEDIATE")
        by_hand(f"SET CONSTRAINTS {name} DEFERRED")
    return dict(ContentVersion.objects.values_list("group", "number"))


def raised(change):
    """The groups whose number has become greater by a change; none may become smaller."""
    before = numbers()
    change()
    after = numbers()
    assert all(after[group] >= before[group] for group in before)
    return {group for group in ALL if after.get(group) != before.get(group)}
