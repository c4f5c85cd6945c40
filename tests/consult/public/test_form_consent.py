"""Consents: bound to the version that was read, separate where the law asks."""

import re

import pytest

from consult.forms.intake import NO_MINORS_PAGE, NOTICE_CHANGED, RULES_CHANGED, SEPARATELY
from consult.models import Consultation
from firm.models import Page, PageKind
from firm.site.records import current_notice, save_page
from tests.consult.posting import FORM, good_post
from tests.factories import make_area, make_settings, notice_text

pytestmark = pytest.mark.django_db


def change_notice():
    page = Page.objects.get(slug="privacy")
    page.body = notice_text("新的告知")
    save_page(page=page)


@pytest.fixture
def criminal():
    return make_area(sensitive=True, sensitive_reason="会涉及犯罪记录。")


def test_the_version_that_was_read_is_kept(client):
    client.post(FORM, good_post())
    kept = Consultation.objects.get()
    consent = kept.consents.get()
    assert (consent.kind, consent.notice) == ("processing", current_notice())
    assert consent.given_at == kept.received_at


def test_a_notice_changed_meanwhile_is_asked_again_and_the_text_stays(client):
    post = good_post(name="王某")
    change_notice()
    response = client.post(FORM, post)
    html = response.content.decode()
    assert response.status_code == 422
    assert NOTICE_CHANGED in html
    assert post["question"] in html
    assert 'value="王某"' in html
    assert response.context["form"].current_notice.number == 2
    assert not Consultation.objects.exists()


def test_the_tick_for_the_old_notice_is_taken_off_and_the_next_post_is_taken(client):
    post = good_post()
    change_notice()
    form = client.post(FORM, post).context["form"]
    assert "checked" not in str(form["consent"])
    assert client.post(FORM, {**post, "notice": form["notice"].value()}).status_code == 302
    assert Consultation.objects.get().consents.get().notice.number == 2


def test_the_separate_consent_is_taken_off_with_it_and_said(client, criminal):
    post = good_post(area=criminal.pk, sensitive_consent="on")
    change_notice()
    form = client.post(FORM, post).context["form"]
    assert "checked" not in str(form["sensitive_consent"])
    assert form.errors["sensitive_consent"] == [SEPARATELY]


def test_a_sensitive_area_needs_a_separate_consent(client, criminal):
    response = client.post(FORM, good_post(area=criminal.pk))
    assert response.status_code == 422
    assert response.context["form"].errors == {"sensitive_consent": [SEPARATELY]}


def test_a_separate_consent_is_kept(client, criminal):
    client.post(FORM, good_post(area=criminal.pk, sensitive_consent="on"))
    kept = Consultation.objects.get()
    assert kept.consents.filter(kind="sensitive").exists()


def why_closed(html):
    """What stands in the place of the form."""
    assert "data-consult-form" not in html
    return re.search(r"<main.*?</main>", html, re.DOTALL)[0]


def of_children(html):
    """What stands in the place of the guardian's tick."""
    return re.search(r'class="agreement">[^<]*</p>\s*<p class="help">(.*?)</p>', html)[1]


def test_without_a_notice_the_form_is_closed(client):
    assert "隐私告知" in why_closed(client.get(FORM).text)


@pytest.mark.parametrize("phone", ["", "0330-5550100"])
def test_the_closed_form_names_a_way_that_there_is(client, phone):
    make_settings(phone=phone)
    why = why_closed(client.get(FORM).text)
    assert ("电话" in why, phone in why) == (bool(phone), True)


@pytest.mark.parametrize("phone", ["", "0330-5550100"])
def test_what_may_not_be_written_of_a_child_has_a_way_that_there_is(client, phone):
    make_settings(phone=phone)
    good_post()
    words = of_children(client.get(FORM).text)
    assert ("电话" in words, "当面" in words, phone in words) == (bool(phone), not phone, True)


def test_without_a_notice_a_post_stores_nothing(client):
    post = good_post()
    Page.objects.update(is_published=False)
    response = client.post(FORM, post)
    assert response.status_code == 422
    assert "隐私告知" in why_closed(response.text)
    assert not Consultation.objects.exists()


@pytest.fixture
def rules():
    page = Page(title="未成年人规则", slug="minors", kind=PageKind.MINORS, body="<p>规则</p>")
    return save_page(page=page).versions.get()


def test_no_consent_is_ticked_beforehand(client, rules):
    good_post()
    form = client.get(FORM).context["form"]
    for tick in ("consent", "sensitive_consent", "minor_consent", "publication_consent"):
        assert "checked" not in str(form[tick])


def test_a_guardian_agrees_to_the_rules_that_were_read(client, rules):
    client.post(FORM, good_post(minor_consent="on", minors_notice=rules.pk))
    consent = Consultation.objects.get().consents.get(kind="minor")
    assert consent.notice == rules


def test_rules_changed_meanwhile_are_asked_again_and_the_other_ticks_stay(client, rules):
    post = good_post(minor_consent="on", minors_notice=rules.pk)
    rules.page.body = "<p>新的规则</p>"
    save_page(page=rules.page)
    form = client.post(FORM, post).context["form"]
    assert form.errors == {"minor_consent": [RULES_CHANGED]}
    assert "checked" not in str(form["minor_consent"])
    assert "checked" in str(form["consent"])
    again = {**post, "minors_notice": form["minors_notice"].value()}
    assert client.post(FORM, again).status_code == 302


def test_a_changed_notice_leaves_the_guardians_tick(client, rules):
    post = good_post(minor_consent="on", minors_notice=rules.pk, publication_consent="on")
    change_notice()
    form = client.post(FORM, post).context["form"]
    assert "checked" in str(form["minor_consent"])
    assert "checked" not in str(form["publication_consent"])


def test_without_rules_there_is_no_tick_but_a_word_to_telephone(client):
    good_post()
    html = client.get(FORM).content.decode()
    assert "minor_consent" not in html
    assert "不满十四周岁" in of_children(html)


def test_a_tick_without_published_rules_is_refused_with_a_sentence(client, rules):
    post = good_post(minor_consent="on", minors_notice=rules.pk)
    Page.objects.filter(slug="minors").update(is_published=False)
    response = client.post(FORM, post)
    assert (response.status_code, Consultation.objects.count()) == (422, 0)
    assert NO_MINORS_PAGE in response.content.decode()


def test_publication_is_a_consent_of_its_own(client):
    client.post(FORM, good_post(publication_consent="on"))
    kinds = Consultation.objects.get().consents.values_list("kind", flat=True)
    assert set(kinds) == {"processing", "publication"}


def test_what_concerns_a_child_is_not_published(client, rules):
    ticks = {"minor_consent": "on", "publication_consent": "on"}
    response = client.post(FORM, good_post(minors_notice=rules.pk, **ticks))
    assert list(response.context["form"].errors) == ["publication_consent"]
