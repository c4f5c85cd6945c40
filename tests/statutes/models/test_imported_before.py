"""What imports of earlier releases called 现行有效 is 效力未核对 after the upgrade."""

from datetime import date

import pytest
from django.core.management import call_command

from statutes.base.enums import Status
from statutes.models import TableVersion, TextSource
from tests.factories import make_statute

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]
FILE = "导入文件 法律/灯塔法(2001-05-28).md"


def made(**values):
    """A row as an import of before made it."""
    return make_statute(short_name="灯塔法", **{"source": FILE, "status": "in_force", **values})


def upgraded(row):
    """It, as it stands after the upgrade."""
    call_command("migrate", "statutes", "0008", verbosity=0)
    call_command("migrate", verbosity=0)
    row.refresh_from_db()
    return row


def test_what_nobody_looked_at_is_left_unchecked_and_every_text_is_read_again():
    TableVersion.objects.update_or_create(
        pk=1, defaults={"version": date(2026, 1, 1), "rechecked_on": date(2026, 1, 1)}
    )
    assert upgraded(made()).status == Status.UNCHECKED
    assert TableVersion.objects.get().rechecked_on is None


def test_what_was_to_begin_is_not_in_force_for_having_begun():
    row = upgraded(made(status="future", effective_from=date(2026, 1, 1)))
    assert row.status_on(date(2026, 1, 2)) == Status.UNCHECKED


@pytest.mark.parametrize(
    "known",
    [
        {"is_own": True},
        {"checked_on": date(2026, 1, 1)},
        {"source": "公报2001年第4号"},
        {"status": "revised"},
        {"status": "repealed"},
    ],
)
def test_what_somebody_has_told_stays(known):
    assert upgraded(made(**known)).status == known.get("status", "in_force")


def test_what_its_file_has_told_stays():
    row = made()
    TextSource.objects.create(statute=row, name="国家法律法规数据库", status="in_force")
    assert upgraded(row).status == Status.IN_FORCE
