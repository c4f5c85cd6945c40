"""What is kept says what the records say, whatever happened to them and whoever did it."""

from datetime import timedelta
from itertools import pairwise
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from consult import lifecycle, services
from consult.base.enums import EventKind, Outcome, Source, State
from consult.desk import tally
from consult.models import ChangedDay, Consultation, Message
from tests.consult.figures.rows import make_rows
from tests.content_versions import by_hand
from tests.factories import make_area, make_article, make_settings, make_submitted, make_superuser
from tests.threads import together
from website.operations.content_version import triggers

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def counts(rows=None):
    """Of five months, and of what is neither whole months nor one."""
    today, first = timezone.localdate(), timezone.localdate().replace(day=1)
    months = [tally.shifted(first, number) for number in range(-4, 2)]
    spans = [*pairwise(months), (today - timedelta(days=80), today + timedelta(days=1))]
    return tally.counted(spans, *tally.EVERYTHING, rows=rows)


def agree():
    of_records = counts(Consultation.objects.all())
    assert counts() == of_records  # as long as the days are noted
    tally.keep()
    assert not ChangedDay.objects.exists()
    assert counts() == of_records


def test_after_whatever_happens_the_figures_are_those_of_the_records():
    make_settings()
    user, gone, article = make_superuser(), make_superuser(), make_article()
    day = timezone.localdate() - timedelta(days=70)
    make_rows(3, day, make_area(), assignee=gone, outcome=Outcome.ENGAGED)
    make_rows(2, day, make_area(), source=Source.ARTICLE, source_article=article)
    one, doubted = (make_submitted(doubts=doubts)[0] for doubts in ("", "太快"))
    known, rows = {"consultation": one, "user": user}, Consultation.objects.filter(pk=one.pk)
    late = timezone.now() - timedelta(days=1)
    moved = tally.start_of(late.date() - timedelta(days=34)) - timedelta(microseconds=1)
    for act in (
        lambda: services.release(consultation=doubted, user=user),
        lambda: services.reply(**known, text="可以。", token="r"),
        lambda: services.withdraw_reply(message=Message.objects.get(author=user), user=user),
        lambda: rows.update(promised_at=late),
        lambda: services.reply(**known, text="可以仲裁。", token="s"),
        lambda: services.set_outcome(**known, outcome=Outcome.ENGAGED),
        lambda: services.assign(**known, to=gone),
        lambda: services.close(**known),
        lambda: services.reopen(**known),
        lambda: lifecycle.purge(lambda: rows, EventKind.PURGED),
        lambda: Consultation.objects.filter(source=Source.ARTICLE).update(
            received_at=moved, answered_at=moved
        ),
        gone.delete,
        article.delete,
        lambda: by_hand("UPDATE consult_consultation SET answer_minutes = 600"),
        Consultation.objects.filter(source=Source.ARTICLE).delete,
    ):
        before = counts(Consultation.objects.all())
        act()
        assert counts() != before
        agree()


def test_what_nobody_watched_is_counted_anew():
    make_settings()
    make_rows(3, timezone.localdate() - timedelta(days=40), make_area())
    tally.keep()
    name = "consult_consultation_notes_days_update"
    on = " ON consult_consultation" if connection.vendor == "postgresql" else ""
    by_hand(f"DROP TRIGGER {name}{on}")
    Consultation.objects.update(state=State.NEW, answered_at=None, answered_in_time=None)
    assert triggers.missing() == [name]
    triggers.make()
    agree()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_a_change_that_is_committed_while_its_day_is_counted_is_not_lost(shared_database):
    make_settings()
    make_rows(3, timezone.localdate() - timedelta(days=3), make_area())
    made, kept = Barrier(2), Barrier(2)

    def change():
        with transaction.atomic():
            Consultation.objects.update(source=Source.PHONE)
            made.wait(60)
            kept.wait(60)

    def keep():
        made.wait(60)
        tally.keep()
        kept.wait(60)

    together(change, keep)
    agree()
