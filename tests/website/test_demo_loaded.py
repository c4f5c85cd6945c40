"""The sample firm, loaded: complete, plainly marked, and taken away again without a trace."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Tag
from consult.models import Consultation, KnownParty
from firm.models import Lawyer, Office, Page, PracticeArea, SiteSettings
from firm.public import system_checks as firm_checks
from statutes.models import LimitationPeriod, Statute
from tests.factories import make_article, make_lawyer
from tests.website.test_demo import SAMPLE, counts
from website.management.commands.load_demo import NOT_EMPTY, THERE_ALREADY
from website.office.opening.sample_removal import IN_USE
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_the_sample_firm_is_complete():
    found = counts()
    assert (found["SiteSettings"], found["Lawyer"], found["Consultation"]) == (1, 3, 15)
    assert found["Article"] >= 20
    assert found["PracticeArea"] >= 10
    assert firm_checks.particulars(None) == []


def test_the_sample_comes_with_the_table_of_the_law():
    assert Statute.objects.count() >= 200
    assert LimitationPeriod.objects.exists()


def test_every_record_of_the_sample_passes_the_checks_of_its_form():
    for model in (SiteSettings, Lawyer, PracticeArea, Office, Page):
        for record in model.objects.all():
            record.full_clean()


def test_every_sample_lawyer_has_a_portrait_areas_and_a_licence():
    for lawyer in Lawyer.objects.all():
        assert lawyer.portrait.picture.widths == [160, 320, 640]
        assert lawyer.areas.exists()
        assert len(lawyer.licence_number) == 17


def test_the_site_says_that_it_is_a_sample(client):
    assert SAMPLE in client.get("/").content.decode()


def test_loading_twice_changes_nothing(capsys):
    before = counts()
    call_command("load_demo", verbosity=0)
    assert counts() == before
    assert THERE_ALREADY in capsys.readouterr().out


def test_a_sample_that_was_added_to_is_left_alone():
    make_lawyer()
    before = counts()
    with pytest.raises(CommandError, match=NOT_EMPTY):
        call_command("load_demo", verbosity=0)
    assert counts() == before


def test_the_sample_can_be_removed():
    call_command("load_demo", "--remove", stdout=StringIO())
    gone = (Lawyer, Office, Article, Tag, Consultation, KnownParty)
    assert not any(model.objects.exists() for model in gone)


def test_a_tag_that_an_own_article_bears_outlives_the_sample():
    tag, own = Tag.objects.first(), make_article()
    own.tags.add(tag)
    call_command("load_demo", "--remove", stdout=StringIO())
    assert list(Tag.objects.all()) == [tag]


def test_a_sample_lawyer_with_an_own_article_is_not_removed():
    make_article(author=Lawyer.objects.first())
    with pytest.raises(CommandError, match=IN_USE):
        call_command("load_demo", "--remove")
    assert Consultation.objects.exists()


def test_articles_that_an_old_save_has_unmarked_are_marked_again_unless_rewritten():
    Article.objects.update(is_sample=False)
    rewritten = Article.objects.first()
    Article.objects.filter(pk=rewritten.pk).update(body="<p>自己写的。</p>")
    jobs.mark_samples()
    assert list(Article.objects.filter(is_sample=False)) == [rewritten]
