"""Pictures in a bucket: through the site in one round trip, or past it where it is public."""

import re

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from articles.workflow import publishing
from firm.models import Lawyer
from richtext.core import pictures
from tests.factories import make_article, make_lawyer, make_settings, make_superuser
from tests.firm.pictures import picture, upload
from tests.website.http.test_csp import policy

pytestmark = pytest.mark.django_db
CDN = "https://img.firm.example"
PUBLIC = f"public_url={CDN}"
LARGE = (2000, 1000)


@pytest.fixture
def kept(vendors, lead):
    """A bucket that only the site reads."""
    return lead(vendors["oss"])


@pytest.fixture
def public(vendors, lead):
    """A bucket behind an address of its own."""
    vendor = lead(vendors["oss"], query=PUBLIC)
    vendor.public = True
    return vendor


def test_a_picture_is_handed_out_in_one_round_trip(client, kept):
    name = pictures.store(upload(picture(size=LARGE)))
    kept.count()
    answer = client.get(f"/media/{name}")
    assert b"".join(answer.streaming_content) == kept.files[name][0]
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert int(answer.headers["Content-Length"]) == len(kept.files[name][0])
    assert kept.count() == ["GET"]


def test_one_that_was_taken_away_is_gone_at_once(client, kept):
    name = pictures.store(upload(picture()))
    pictures.discard(name)
    kept.count()
    assert client.get(f"/media/{name}").status_code == 404
    assert kept.count() == ["GET"]


def test_where_the_bucket_is_public_the_site_only_shows_the_way(client, public):
    name = pictures.store(upload(picture()))
    public.count()
    answer = client.get(f"/media/{name}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{CDN}/{name}")
    assert answer.headers["Cache-Control"] == "public, max-age=600"
    assert public.count() == []


@pytest.mark.parametrize("address", ["images/../private/ab", "private/ab/file", "share/x.png", ""])
def test_no_other_name_leads_there(client, public, address):
    assert client.get(f"/media/{address}").status_code == 404


def test_a_page_names_the_public_address_and_its_policy_allows_that_host_alone(client, public):
    make_settings()
    lawyer = make_lawyer(portrait=upload(picture(size=LARGE)))
    page = client.get(lawyer.get_absolute_url())
    shown = re.findall(r"https://[^\s\"]+\.webp", page.text)
    assert set(shown) >= {f"{CDN}/{lawyer.portrait.picture.file(w)}" for w in (160, 320, 640)}
    assert "/media/images/" not in page.text.replace(CDN, "")
    assert policy(page)["img-src"] == {"'self'", CDN}
    assert {one for values in policy(page).values() for one in values if "//" in one} == {CDN}


def test_an_article_keeps_the_path_and_shows_the_address(client, public):
    name = pictures.store(upload(picture(size=LARGE)))
    kept = pictures.StoredPicture(name)
    article = make_article(body=f'<p>问</p><p><img src="{kept.stored_src}" alt="合同"></p>')
    publishing.publish(article=article, user=None)
    page = client.get(article.get_absolute_url()).text
    assert f'src="{kept.src}"' in page
    assert f'"{CDN}/{name}"' in page  # and where machines read
    article.refresh_from_db()
    assert kept.stored_src in article.body
    assert CDN not in article.body


def test_what_was_stored_before_the_setting_changed_is_made_anew(client, vendors, lead):
    lead(vendors["oss"])
    name = pictures.store(upload(picture(size=LARGE)))
    article = make_article(body=f'<p><img src="/media/{name}" alt="合同"></p>')
    publishing.publish(article=article, user=None)
    assert 'src="/media/images/' in client.get(article.get_absolute_url()).text
    lead(vendors["oss"], query=PUBLIC)
    page = client.get(article.get_absolute_url()).text
    assert f'src="{CDN}/images/' in page
    assert "/media/images/" not in page


def test_the_editor_gets_a_path_wherever_it_leads(client, public):
    make_settings()
    client.force_login(make_superuser())
    sent = {"upload": upload(picture(), "a.png")}
    answer = client.post(reverse("admin:firm_upload_picture"), sent)
    assert answer.json()["url"].startswith("/media/images/")


def test_a_stored_picture_says_what_it_is_and_how_long_it_may_be_kept(public):
    name = pictures.store(upload(picture()))
    told = public.files[name][1]
    assert told["Content-Type"] == "image/webp"
    assert told["Cache-Control"] == "public, max-age=31536000, s-maxage=600, immutable"
    assert "x-amz-acl" not in told


def test_another_portrait_has_another_address_at_once_and_the_old_one_is_gone(
    client, public, django_capture_on_commit_callbacks
):
    make_settings()
    lawyer = make_lawyer(portrait=upload(picture(size=LARGE)))
    page, old = lawyer.get_absolute_url(), lawyer.portrait.picture.src
    assert old in client.get(page).text
    with django_capture_on_commit_callbacks(execute=True):
        again = Lawyer.objects.get(pk=lawyer.pk)
        again.portrait = upload(picture(size=LARGE, color="teal"))
        again.save()
    assert old not in client.get(page).text
    assert again.portrait.picture.src in client.get(page).text
    assert not default_storage.exists(old.removeprefix(f"{CDN}/"))
