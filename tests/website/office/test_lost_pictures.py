"""A picture on a form that comes back is lost; that is said beside its field."""

import pytest
from django.contrib import admin

from firm.models import Lawyer, Office, SiteSettings
from richtext.core.pictures import PictureField
from tests.factories import make_settings, make_superuser
from tests.firm.admin.test_admin import LAWYER
from tests.firm.pictures import picture, upload
from website.office.admin_base import NOT_SAVED

pytestmark = pytest.mark.django_db
NAME = "律师的照片.png"
SAID = NOT_SAVED.format(NAME)
PAGES = [(Lawyer, "portrait"), (Office, "map_image"), (SiteSettings, "mark")]


def test_these_are_all_the_forms_with_a_picture():
    found = [
        (model, field.name)
        for model in admin.site._registry
        for field in model._meta.get_fields()
        if isinstance(field, PictureField)
    ]
    assert set(found) == set(PAGES)


@pytest.fixture
def office(client):
    make_settings()
    client.force_login(make_superuser())
    return client


def address(model):
    start = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    return f"{start}{SiteSettings.load().pk}/change/" if model is SiteSettings else f"{start}add/"


def beside(page, field):
    """What stands with the field."""
    return page.text.split(f"field-{field}")[1].split("form-row")[0]


@pytest.mark.parametrize(("model", "field"), PAGES)
def test_a_form_that_comes_back_names_the_picture_that_was_not_kept(office, model, field):
    page = office.post(address(model), {field: upload(picture(), NAME)})
    assert page.status_code == 200
    assert SAID in beside(page, field)


def test_an_error_of_a_row_below_loses_it_too(office):
    row = {"honours-TOTAL_FORMS": "1", "honours-0-title": "优秀律师"}  # neither issuer nor date
    page = office.post(address(Lawyer), {**LAWYER, **row, "portrait": upload(picture(), NAME)})
    assert list(page.context["adminform"].form.errors) == ["portrait"]
    assert SAID in beside(page, "portrait")


def test_without_a_picture_nothing_is_said(office):
    assert NOT_SAVED.split("”")[1] not in office.post(address(Lawyer), {"name": ""}).text


def test_what_is_no_picture_is_said_alone(office):
    page = office.post(address(Lawyer), {"portrait": upload(b"text", NAME)})
    assert SAID not in page.text
