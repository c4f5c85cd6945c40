"""`manage.py law_pack`: a pack of one site, told, believed or not, and applied at another."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from statutes.importing import store
from statutes.importing.matching import MatchedVersion
from statutes.management.commands.law_pack import NO_PACK, NOT_TRUSTED, REFUSED, SAME, TRUSTED
from statutes.models import (
    LawImport,
    PendingRecheck,
    Statute,
    StatuteArticle,
    TableVersion,
    TextSource,
)
from statutes.packs import applying, keys, records
from statutes.packs.texts import Text
from statutes.services import table
from tests.factories import make_article
from tests.statutes.packs.made import MAKER, built, known
from tests.statutes.rows import NEW, OLD, OTHER, TABLE, row

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
DAY = date(2026, 11, 20)


@pytest.fixture
def pack(tmp_path, settings):
    """A pack of a site with three rows, one of them with a text and its source."""
    known(settings)
    table.apply(rows=TABLE, version=DAY, own=False)
    give_text("甲法-2020", "第一款。", "第二条。")
    TextSource.objects.create(statute=Statute.objects.get(slug="甲法-2020"), name="公报")
    return built(tmp_path)


def give_text(slug, *words):
    """As an import stores it."""
    statute = Statute.objects.get(slug=slug)
    text = Text(slug, "题注", "", tuple((n, 0, "", w) for n, w in enumerate(words, 1)))
    place = MatchedVersion(text.version(statute.name), statute)
    store.store(place=place, replace=True)


def forget():
    """The site as one that never heard of any of it."""
    Statute.objects.update(replaced_by=None)
    for model in (Statute, TableVersion, PendingRecheck):
        model.objects.all().delete()


def run(*args):
    """What the command printed."""
    out = StringIO()
    call_command("law_pack", *map(str, args), stdout=out)
    return out.getvalue()


def refused(*args):
    """What it printed, its last words and its exit code."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("law_pack", *map(str, args), stdout=out)
    return out.getvalue(), str(error.value), error.value.returncode


def texts():
    return list(StatuteArticle.objects.values_list("statute__slug", "number", "text"))


def everything():
    fields = [one.name for one in Statute._meta.fields if one.name not in {"id", "imported_at"}]
    return list(Statute.objects.order_by("slug").values(*fields)), texts()


def test_a_fresh_site_is_afterwards_what_the_maker_was(pack):
    before = everything()
    forget()
    told = run("apply", pack)
    assert everything() == before
    assert TableVersion.objects.get().version == DAY
    assert TextSource.objects.get().name == "公报"
    assert "新增：甲法：" in told
    assert "新增2部，未变0部" in told
