"""A bucket that is away or refuses us: a sentence for whoever waits, and nothing typed is lost."""

import json
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consult.files import attachments
from consult.models import Attachment, Consultation
from firm.models import Lawyer
from firm.public.views import AWAY
from richtext.core import pictures
from tests.consult.posting import FORM, QUESTION, good_post
from tests.factories import make_lawyer, make_settings, make_superuser
from tests.firm.pictures import picture, upload
from tests.richtext.core.test_picture_field import post
from tests.site_process import free_port
from website.office import pictures as views

pytestmark = pytest.mark.django_db
REASONS = ["refused", "away"]


@pytest.fixture(params=REASONS)
def broken(request, vendors, lead):
    """Breaks the bucket: a key that is no longer valid, or nobody at that port."""
    vendor = lead(vendors["oss"])

    def begin():
        if request.param == "refused":
            vendor.refusing = "InvalidAccessKeyId"
        else:
            vendor.port = free_port()
            lead(vendor)

    return begin


def test_the_office_is_told_and_keeps_what_was_typed(client, broken):
    make_settings()
    lawyer = make_lawyer()
    client.force_login(make_superuser())
    broken()
    page = post(client, lawyer, summary="刚写好的简介", portrait=upload(picture()))
    assert page.status_code in {200, 422}
    assert page.context["adminform"].form.errors["portrait"] == [pictures.NOT_TAKEN]
    assert "刚写好的简介" in page.text
    assert not Lawyer.objects.get().portrait
    assert post(client, lawyer, summary="刚写好的简介").status_code == 302
    assert Lawyer.objects.get().summary == "刚写好的简介"
    answer = client.post(reverse("admin:firm_upload_picture"), {"upload": upload(picture())})
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"]["message"] == pictures.NOT_TAKEN
    assert views.AWAY in client.get(reverse("admin:pictures"), follow=True).text


def test_a_visitor_reads_the_page_and_misses_the_picture_and_a_shared_link_has_its_own(
    client, broken
):
    make_settings()
    lawyer = make_lawyer(portrait=upload(picture()))
    page = client.get("/lawyers/").text
    shared = page.partition('property="og:image" content="')[2].partition('"')[0]
    broken()
    assert client.get(lawyer.get_absolute_url()).status_code == 200
    answer = client.get(lawyer.portrait.url)
    assert (answer.status_code, answer.text) == (503, AWAY)
    assert "immutable" not in answer.headers["Cache-Control"]
    assert client.get(urlsplit(shared).path).status_code == 200


def test_a_file_that_does_not_open_is_called_not_lost_and_a_new_one_keeps_its_words(client, broken):
    make_settings()
    text = "工资条".encode() * 100
    file = SimpleUploadedFile("证据.txt", text)
    assert client.post(FORM, good_post(files=file)).status_code == 302
    attachment = Attachment.objects.get()
    assert b"".join(attachments.response(attachment).streaming_content) == text
    broken()
    answer = attachments.response(attachment)
    assert (answer.status_code, answer.text) == (503, attachments.UNREADABLE)
    page = client.post(FORM, good_post(files=SimpleUploadedFile("另一份.txt", text)))
    assert page.status_code == 503
    assert str(attachments.NotStoredError()) in page.text
    assert QUESTION in page.text
    assert Consultation.objects.count() == 1
