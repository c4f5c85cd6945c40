"""What imports of earlier releases called 现行有效 is 效力未核对 after the upgrade."""

from datetime import date

import pytest
from django.core.management import call_command

from statutes.base import Status
from statutes.models import TableVersion, TextSource
from tests.factories import make_statute

pytestmark = [pytest.mark.ci, pytest.mark.engine, pytest.mark.django_db(transaction=True)]
FILE = "导入文件 法律/灯塔法(2001-05-28).md"
# What somebody has told of a row, or nobody, and what it is afterwards.
TOLD = {
    "nobody looked at it": ({}, Status.UNCHECKED),
    "it is the firm's own": ({"is_own": True}, Status.IN_FORCE),
    "checked": ({"checked_on": date(2026, 1, 1)}, Status.IN_FORCE),
    "another source": ({"source": "公报2001年第4号"}, Status.IN_FORCE),
    "revised": ({"status": "revised"}, Status.REVISED),
    "repealed": ({"status": "repealed"}, Status.REPEALED),
}


def made(name, **values):
    """A row as an import of before made it."""
    return make_statute(short_name=name, **{"source": FILE, "status": "in_force", **values})


def upgrade(*rows):
    """The way back and forth, once for all rows: it takes as long as a first start."""
    call_command("migrate", "statutes", "0002", verbosity=0)
    call_command("migrate", verbosity=0)
    for row in rows:
        row.refresh_from_db()


def test_what_nobody_looked_at_is_left_unchecked_and_what_was_told_stays():
    TableVersion.objects.update_or_create(
        pk=1, defaults={"version": date(2026, 1, 1), "rechecked_on": date(2026, 1, 1)}
    )
    rows = {name: made(name, **values) for name, (values, _) in TOLD.items()}
    begun = made("待施行的法", status="future", effective_from=date(2026, 1, 1))
    of_file = made("文件说过的法")
    TextSource.objects.create(statute=of_file, name="国家法律法规数据库", status="in_force")
    upgrade(*rows.values(), begun, of_file)
    assert {name: row.status for name, row in rows.items()} == {
        name: status for name, (_, status) in TOLD.items()
    }
    # What was to begin is not in force for having begun.
    assert begun.status_on(date(2026, 1, 2)) == Status.UNCHECKED
    assert of_file.status == Status.IN_FORCE
    # And every text is read again.
    assert TableVersion.objects.get().rechecked_on is None
