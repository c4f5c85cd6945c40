"""A picture field keeps the files of its present picture and no others."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from firm.base.validators import lawyer_licence
from firm.models import Lawyer, Office
from richtext.core.pictures import NOT_A_PICTURE
from tests.factories import make_lawyer, make_superuser
from tests.firm.pictures import SCRIPT, picture, upload
from tests.richtext.core.test_pictures_store import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer():
    return make_lawyer(portrait=upload(picture(size=(700, 700))))


def portrait(**fields):
    return ContentFile(picture(**{"size": (700, 700), "color": "teal", **fields}), name="new.png")


def post(client, lawyer, **fields):
    """The change form of a lawyer as the admin sends it."""
    client.force_login(make_superuser())
    typed = {
        "name": lawyer.name, "slug": lawyer.slug, "licence_number": lawyer.licence_number,
        "order": "1", "honours-TOTAL_FORMS": "0", "honours-INITIAL_FORMS": "0",
        "milestones-TOTAL_FORMS": "0", "milestones-INITIAL_FORMS": "0",
    }  # fmt: skip
    return client.post(f"/admin/firm/lawyer/{lawyer.pk}/change/", {**typed, **fields})


def test_a_portrait_is_kept_in_three_widths_whatever_else_is_saved_or_refused(lawyer, client):
    assert lawyer.portrait.picture.widths == [160, 320, 640]
    assert len(everything()) == 3
    before = sorted(everything())
    Lawyer.objects.get(pk=lawyer.pk).save()
    assert sorted(everything()) == before
    answer = post(client, lawyer, portrait=portrait(), licence_number="123")
    lawyer.refresh_from_db()
    assert str(lawyer_licence.message) in answer.content.decode()
    assert len(everything()) == 3
    assert lawyer.portrait.name in everything()
    for data, words in ((SCRIPT, NOT_A_PICTURE), (b"", "errorlist")):
        answer = post(client, lawyer, portrait=upload(data, "photo.jpg"))
        assert words in answer.content.decode()
        assert len(everything()) == 3


def test_a_portrait_that_is_replaced_or_cleared_takes_its_files_with_it(
    client, lawyer, django_capture_on_commit_callbacks
):
    def by_the_model():
        lawyer.portrait = portrait()
        lawyer.save()

    for replace in (by_the_model, lambda: post(client, lawyer, portrait=portrait(color="red"))):
        old = lawyer.portrait.name
        with django_capture_on_commit_callbacks(execute=True):
            replace()
        lawyer.refresh_from_db()
        assert lawyer.portrait.name != old
        assert {lawyer.portrait.picture.file(w) for w in (160, 320, 640)} == set(everything())
    with django_capture_on_commit_callbacks(execute=True):
        post(client, lawyer, **{"portrait-clear": "on"})
    assert everything() == []


def test_a_deleted_lawyer_or_office_leaves_no_file(lawyer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Lawyer.objects.all().delete()
    assert everything() == []
    Office.objects.create(address="云澜路 1 号", map_image=upload(picture()))
    with django_capture_on_commit_callbacks(execute=True):
        Office.objects.get().delete()
    assert everything() == []


def test_a_change_that_is_rolled_back_keeps_the_old_portrait(
    lawyer, django_capture_on_commit_callbacks
):
    def change_and_fail():
        with transaction.atomic():
            lawyer.portrait = portrait()
            lawyer.save()
            raise RuntimeError

    old = lawyer.portrait.name
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        change_and_fail()
    lawyer.refresh_from_db()
    assert lawyer.portrait.name == old
    assert set(everything()) >= {lawyer.portrait.picture.file(w) for w in (160, 320, 640)}


def test_the_admin_links_to_the_picture_on_the_site_itself(client, lawyer, settings):
    options = {**settings.STORAGES["default"]["OPTIONS"], "base_url": "https://bucket.example.com/"}
    default = {**settings.STORAGES["default"], "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    client.force_login(make_superuser())
    page = client.get(f"/admin/firm/lawyer/{lawyer.pk}/change/").content.decode()
    assert f'href="/media/{lawyer.portrait.name}"' in page
