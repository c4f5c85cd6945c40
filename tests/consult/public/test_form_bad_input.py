"""Posts that no browser sends: a 4xx page in the site's design, nothing stored, never a 500."""

import pytest

from consult.models import Consultation, Throttle
from outbox.models import Notice
from tests.consult.posting import FORM, good_post

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


@pytest.fixture(autouse=True)
def _nothing_stored():
    yield
    assert not Consultation.objects.exists()
    assert not Notice.objects.exists()
    assert not Throttle.objects.exists()


def is_site_page(response):
    html = response.content.decode()
    return '<html lang="zh-CN"' in html and "site.css" in html and "Traceback" not in html


@pytest.mark.parametrize("field", ["question", "name", "phone", "email", "area", "notice"])
def test_a_megabyte_of_text_is_the_form_again(client, field):
    response = client.post(FORM, {**good_post(), field: "x" * 1_000_000})
    assert response.status_code == 422
    assert is_site_page(response)


def test_three_megabytes_are_too_large(client):
    body = "question=" + "x" * 3_000_000
    response = client.post(FORM, body, content_type=URLENCODED)
    assert response.status_code == 413
    assert is_site_page(response)


def test_three_megabytes_in_one_part_are_too_large(client):
    response = client.post(FORM, good_post(question="x" * 3_000_000))
    assert response.status_code == 413


def test_ten_thousand_parameters_are_refused(client):
    body = "&".join(f"a{n}=1" for n in range(10_000))
    response = client.post(FORM, body, content_type=URLENCODED)
    assert response.status_code == 400
    assert is_site_page(response)


BROKEN = [
    (MULTIPART, b"--x\r\nContent-Disposition: form-data; name"),
    (MULTIPART, b"nothing like it"),
    (MULTIPART, b""),
    ("multipart/form-data", b"--x--"),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x--"),
    ("multipart/form-data; boundary=字", b"--x--"),
    (
        MULTIPART,
        b'--x\r\nContent-Disposition: form-data; name="question"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n",
    ),
    ("application/json", b'{"question": "x"}'),
    ("text/plain", b"question=x"),
    ("", b"question=x"),
    (URLENCODED, b"question=%FF%FE%ED%A0%80%C0%80&name=%"),
    (URLENCODED, b"\xff\xfe\x00=\x00&&&==&question"),
    (URLENCODED, b"area[]=1&area=1&area=2&question[0]=x&notice[]=1&token=&token=x"),
]


@pytest.mark.parametrize(("kind", "body"), BROKEN)
def test_a_broken_body_is_a_4xx_page(client, kind, body):
    response = client.post(FORM, body, content_type=kind)
    assert response.status_code in {400, 422}
    assert is_site_page(response)


@pytest.mark.parametrize("charset", ["utf-7", "gbk", "utf-16", "idna", "base64", "nonsense", "''"])
def test_another_charset_is_refused(client, charset):
    kind = f"{URLENCODED}; charset={charset}"
    response = client.generic("POST", FORM, b"question=x", content_type=kind)
    assert response.status_code == 415
    assert is_site_page(response)


@pytest.mark.parametrize("bytes_", ["%ED%A0%80", "%FF", "%C0%AF", "%00", "%EF%BF%BD"])
def test_broken_characters_are_told_beside_the_question(client, bytes_):
    rest = "&".join(f"{name}={value}" for name, value in good_post(question=None).items())
    body = f"{rest}&question=aaaaaaaaaaaa{bytes_}"
    response = client.post(FORM, body, content_type=URLENCODED)
    assert list(response.context["form"].errors) == ["question"]


def test_a_file_in_place_of_the_question_is_no_question(client, tmp_path):
    (tmp_path / "q.txt").write_text("question")
    with (tmp_path / "q.txt").open("rb") as file:
        response = client.post(FORM, {**good_post(question=None), "question": file})
    assert list(response.context["form"].errors) == ["question"]


@pytest.mark.parametrize("notice", ["", "x", "\x00", "9" * 5000, "-1", "1.5", "9" * 30])
def test_a_junk_notice_asks_for_consent_again_and_mends_the_form(client, notice):
    response = client.post(FORM, {**good_post(), "notice": notice})
    assert list(response.context["form"].errors) == ["consent"]
    current = response.context["form"].current_notice
    assert f'name="notice" value="{current.pk}"' in response.content.decode()
