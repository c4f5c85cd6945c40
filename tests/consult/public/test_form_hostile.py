"""Posts that no browser sends, or with a wrong token: nothing stored, text kept, never a 500."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.models import Consultation, Message, Throttle
from consult.spam import rate_limit
from outbox.models import Notice
from tests.consult.posting import FORM, THREAD, good_post
from tests.factories import make_consultation
from tests.stages import examples
from website.http.errors import STALE_FORM

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
DISPOSITION = b'--x\r\nContent-Disposition: form-data; name="question"\r\n'
BROKEN = [
    (MULTIPART, b"--x\r\nContent-Disposition: form-data; name"),
    (MULTIPART, b"nothing like it"),
    (MULTIPART, b""),
    ("multipart/form-data", b"--x--"),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x--"),
    ("multipart/form-data; boundary=字", b"--x--"),
    (MULTIPART, DISPOSITION + b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n"),
    ("application/json", b'{"question": "x"}'),
    ("text/plain", b"question=x"),
    ("", b"question=x"),
    (URLENCODED, b"question=%FF%FE%ED%A0%80%C0%80&name=%"),
    (URLENCODED, b"\xff\xfe\x00=\x00&&&==&question"),
    (URLENCODED, b"area[]=1&area=1&area=2&question[0]=x&notice[]=1&token=&token=x"),
]
BODIES = [(kind, body, {400, 422}) for kind, body in BROKEN]
BODIES += [(URLENCODED, b"question=" + b"x" * 3_000_000, {413})]
BODIES += [(URLENCODED, b"&".join(b"a%d=1" % n for n in range(10_000)), {400})]
CHARSETS = ["utf-7", "gbk", "utf-16", "idna", "base64", "nonsense", "''"]
BODIES += [(f"{URLENCODED}; charset={one}", b"question=x", {415}) for one in CHARSETS]


@pytest.fixture
def _nothing_stored():
    yield
    for model in (Consultation, Notice, Throttle):
        assert not model.objects.exists()


@pytest.mark.usefixtures("_nothing_stored")
@pytest.mark.parametrize(("kind", "body", "status"), BODIES, ids=range(len(BODIES)))
def test_a_broken_body_is_a_4xx_page_of_the_site(client, kind, body, status):
    response = client.generic("POST", FORM, body, content_type=kind)
    assert response.status_code in status
    assert '<html lang="zh-CN"' in response.text
    assert "site.css" in response.text
    assert "Traceback" not in response.text


@pytest.mark.usefixtures("_nothing_stored")
def test_what_is_wrong_in_one_field_is_told_there(client, tmp_path):
    for field in ("question", "name", "phone", "email", "area", "notice"):
        response = client.post(FORM, {**good_post(), field: "x" * 1_000_000})
        assert response.status_code == 422
    assert client.post(FORM, good_post(question="x" * 3_000_000)).status_code == 413
    rest = "&".join(f"{name}={value}" for name, value in good_post(question=None).items())
    for odd in ("%ED%A0%80", "%FF", "%C0%AF", "%00", "%EF%BF%BD"):
        body = f"{rest}&question=aaaaaaaaaaaa{odd}"
        response = client.post(FORM, body, content_type=URLENCODED)
        assert list(response.context["form"].errors) == ["question"]
    (tmp_path / "q.txt").write_text("question")
    with (tmp_path / "q.txt").open("rb") as file:
        response = client.post(FORM, {**good_post(question=None), "question": file})
    assert list(response.context["form"].errors) == ["question"]
    for notice in ("", "x", "\x00", "9" * 5000, "-1", "1.5", "9" * 30):
        form = client.post(FORM, {**good_post(), "notice": notice}).context["form"]
        assert list(form.errors) == ["consent"]
        assert f'value="{form.current_notice.pk}"' in str(form["notice"])


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("cookie", [True, False])
def test_a_wrong_token_gives_the_form_back_and_that_can_be_posted(browser, cookie):
    if cookie:
        good_post()
        browser.get(FORM)
    response = browser.post(FORM, good_post(name="王某", csrfmiddlewaretoken="x" * 64))
    assert response.status_code == 403
    for words in (STALE_FORM, "公司三个月", 'value="王某"'):
        assert words in response.text
    assert "checked" in str(response.context["form"]["consent"])
    assert "no-store" in response["Cache-Control"]
    short = browser.post(FORM, good_post(question="短"))
    assert list(short.context["form"].errors) == ["__all__"]
    assert browser.post(FORM, good_post(question="x" * 3_000_000)).status_code == 413
    assert browser.post(THREAD, {"action": "code", "code": "1"}).status_code == 403
    for model in (Consultation, Throttle):  # nothing is used up of the bound of an address
        assert not model.objects.exists()
    again = good_post(csrfmiddlewaretoken=str(short.context["csrf_token"]))
    assert browser.post(FORM, again).status_code == 302


@pytest.mark.parametrize("entered", [True, False])
def test_what_was_written_in_the_thread_is_kept(browser, entered):
    if entered:
        _, code = make_consultation()
        token = str(browser.get(THREAD).context["csrf_token"])
        browser.post(THREAD, {"action": "code", "code": code, "csrfmiddlewaretoken": token})
    response = browser.post(THREAD, {"action": "message", "text": "我又想起一件事。"})
    assert (response.status_code, "我又想起一件事。" in response.text) == (403, True)
    assert response["Cache-Control"] == "no-store, private"
    assert Message.objects.count() == entered


FIELDS = ["area", "question", "city", "name", "phone", "email", "opponent", "consent", "notice"]
FIELDS += ["sensitive_consent", "token", "website"]
KNOWN = [
    "\x00",
    "\ufffd",
    "\u202e",
    "9" * 5000,
    "-1",
    "１３８００００００００",
    "a@b.cn",
    "on",
    "0" * 20,
]
# The test client cannot send lone surrogates; their bytes are in a test above.
ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(KNOWN)
calmly = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def unbounded(monkeypatch):
    limit = rate_limit.Limit("post", 10**6, rate_limit.POSTS.period)
    monkeypatch.setattr(rate_limit, "POSTS", limit)


@calmly
@given(changed=st.dictionaries(st.sampled_from(FIELDS), ODD | st.none(), max_size=5))
def test_the_form_never_fails(client, unbounded, changed):
    fields = good_post() | changed
    post = {name: value for name, value in fields.items() if value is not None}
    assert client.post(FORM, post).status_code in {302, 422, 429, 400, 403, 413}


@calmly
@given(fields=st.dictionaries(st.sampled_from(["action", "code", "text", "token"]), ODD))
def test_the_thread_never_fails(client, fields):
    assert client.post(THREAD, fields).status_code in {200, 302, 422, 429, 400, 403, 413}
