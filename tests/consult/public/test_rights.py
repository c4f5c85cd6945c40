"""What a client may do with what was confided: withdraw, allow, erase, stop the mail."""

from base64 import urlsafe_b64encode

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse

from consult import services
from consult.base.enums import ConsentKind, EventKind, State
from consult.base.policy import NO_ERASURE_HELD
from consult.client import session
from consult.client.session import NextPageMessage
from consult.forms.thread import NOT_SURE
from consult.models import Message
from consult.public import rights
from consult.public.rights import STOPPED
from tests.consult.posting import RECEIPT, THREAD, enter, shift
from tests.consult.rows import fresh
from tests.factories import make_notice, make_settings, make_staff
from tests.factories import make_submitted as make_consultation
from tests.screen import Screen

pytestmark = pytest.mark.django_db
ERASE, ERASED, COPY, MAIL, PUBLISH = (
    reverse(f"consult:{name}") for name in ("erase", "erased", "copy", "stop_mail", "publication")
)
WITHDRAW = reverse("consult:withdraw", args=["processing"])
PAGES = [("get", ERASE), ("post", ERASE), ("get", WITHDRAW), ("post", WITHDRAW)]
POSTS = [("post", COPY), ("post", MAIL), ("post", PUBLISH)]
OTHERS = [("get", THREAD), ("post", THREAD), ("get", RECEIPT), ("get", reverse("consult:article"))]
OTHERS += [("post", reverse(f"consult:{name}")) for name in ("suggest", "helpful", "facts")]
DUMMY = "django.core.mail.backends.dummy.EmailBackend"


@pytest.fixture
def asked():
    make_settings(phone="0330-5559900")
    consents = dict.fromkeys((ConsentKind.PROCESSING, ConsentKind.SENSITIVE), make_notice())
    return make_consultation(name="王某", email="a@example.com", consents=consents)


@pytest.fixture
def inside(client, asked):
    enter(client, asked[1])
    return asked[0]


def thread(client):
    return Screen.at(client, THREAD)


def test_after_15_idle_minutes_nothing_is_done(client, asked, monkeypatch):
    enter(client, asked[1])
    shift(monkeypatch, minutes=16)
    for method, address in PAGES + POSTS:
        response = getattr(client, method)(address, {"sure": "on"})
        assert (response.status_code, "查询码" in response.text) == (403, True)
    kept = fresh(asked[0])
    assert (kept.state, kept.wants_mail, kept.name) == (State.NEW, True, "王某")


def test_no_copy_is_kept_and_nobody_else_is_told(client, inside):
    pages = [*OTHERS, ("head", path(inside)), ("get", path(inside)), ("get", ERASED), *PAGES[:-1]]
    for method, address in (*pages, *POSTS, PAGES[-1]):  # which ends it
        response = getattr(client, method)(address)
        assert response["Cache-Control"] == "no-store, private", address
        assert response["Referrer-Policy"] == "no-referrer, same-origin"
        assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("kind", ["处理个人信息", "处理敏感个人信息"])
def test_taking_back_what_an_answer_rests_on_says_what_follows_and_ends_it(client, inside, kind):
    asking = thread(client).follow(f"撤回同意：{kind}")
    assert "咨询随即结束" in asking.text
    assert "最迟明天删除" in asking.text
    assert fresh(inside).consent_withdrawn_at is None
    after = asking.press("撤回同意")
    kept = fresh(inside)
    assert (kept.state, kept.wants_mail) == (State.CLOSED, False)
    assert NextPageMessage.WITHDRAWN.label in after.response.text
    assert "发送" not in after.names("button")
    assert "撤回同意：处理个人信息" not in after.names("a")
    assert client.get(asking.address).url == THREAD
    response = client.post(THREAD, {"action": "message", "text": "再补充一点。", "token": "x"})
    assert response.status_code == 409
    assert inside.messages.count() == 1


def test_publication_is_agreed_to_and_taken_back(client, inside):
    for kind in ("nothing", "publication"):  # what was not agreed to
        response = client.post(reverse("consult:withdraw", args=[kind]))
        assert response.status_code in {302, 404}
    for notice in ("", "0", "x", "9" * 40):
        assert client.post(PUBLISH, {"notice": notice}).status_code == 409
    before = inside.events.count()
    agreed = thread(client).press("同意隐去身份后公开")
    consent = inside.consents.get(kind=ConsentKind.PUBLICATION)
    assert (consent.notice, consent.withdrawn_at) == (make_notice(), None)
    assert "您同意了：隐去身份后公开" in agreed.text
    asking = agreed.follow("撤回同意：隐去身份后公开")
    assert "您要撤回的是：隐去身份后公开" in asking.text
    assert "发送" in asking.follow("不撤回，回到咨询").names("button")
    asking.press("撤回同意")
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert fresh(inside).state == State.NEW
    kinds = [one.kind for one in inside.events.all()][before:]
    known = {EventKind.CONSENT_GIVEN, EventKind.CONSENT_WITHDRAWN}
    assert [one for one in kinds if one in known] == [
        EventKind.CONSENT_GIVEN,
        EventKind.CONSENT_WITHDRAWN,
    ]
    consents = dict.fromkeys([ConsentKind.PROCESSING, ConsentKind.MINOR], make_notice())
    enter(client, make_consultation(consents=consents)[1])
    assert client.get(THREAD).context["publication_form"] is None  # what concerns a child


def test_the_mail_is_stopped_by_its_button(client, inside, settings):
    page = thread(client)
    assert "邮件不含姓名和咨询内容" in page.text
    settings.EMAIL_BACKEND = DUMMY
    html = client.get(THREAD).text  # the wish holds for the day when mail can be sent
    assert "邮件不含姓名和咨询内容" not in html
    assert "网站目前不能发送邮件" in html
    after = page.press("不再发邮件")
    assert not fresh(inside).wants_mail
    assert NextPageMessage.MAIL_STOPPED.label in after.text
    assert "不再发邮件" not in after.names("button")


def test_erasing_is_asked_twice_leaves_nothing_and_ends_the_access(client, inside):
    asking = thread(client).follow("删除全部内容")
    assert "发送" in asking.follow("不删除，回到咨询").names("button")
    form = asking.soup.select_one("main form")
    assert form.has_attr("novalidate")  # it is judged by us alone
    unsure = asking.press("删除")
    assert (unsure.response.status_code, NOT_SURE in unsure.text) == (422, True)
    assert fresh(inside).state == State.NEW
    done = unsure.press("删除", 我确认删除="on")
    assert done.address == ERASED
    assert rights.ERASED in done.text
    kept = fresh(inside)
    assert (kept.state, kept.name, Message.objects.count()) == (State.ERASED, "", 0)
    services.erase_now(consultation=kept)
    assert [one.kind for one in kept.events.all()].count(EventKind.CLIENT_ERASED) == 1
    page = client.get(THREAD).text
    assert ("查询码" in page, "王某" in page) == (True, False)
    for address in (ERASE, WITHDRAW):
        assert client.post(address, {"sure": "on"}).status_code == 403


def plain(response):
    return response.text.replace(str(response.context["csrf_token"]), "")


def test_an_erased_code_gives_the_page_of_an_unknown_one(asked):
    services.erase_now(consultation=asked[0])
    erased, unknown = enter(Client(), asked[1]), enter(Client(), "0" * 16)
    assert (erased.status_code, plain(erased)) == (unknown.status_code, plain(unknown))


def test_a_legal_hold_is_said_and_holds(client, inside):
    services.hold(consultation=inside, user=make_staff())
    page = thread(client)
    assert "依法暂缓删除" in page.text
    asking = page.follow("删除全部内容")
    assert "须依法保留" in asking.text
    assert "删除" not in asking.names("button")
    assert "发送" in asking.follow("回到咨询").names("button")
    response = client.post(ERASE, {"sure": "on"})
    assert (response.status_code, NO_ERASURE_HELD in response.text) == (409, True)
    assert fresh(inside).state == State.NEW


def path(consultation):
    return session.address(consultation).removeprefix(site_settings.SITE_URL)


def sealed(content, purpose=session.PURPOSE):
    """A token of ours, right in all but what it holds or what it is for."""
    box = session._cipher(site_settings.SECRET_KEY)
    return urlsafe_b64encode(box.encrypt(content, [purpose.encode()])).decode().rstrip("=")


def odd_tokens(consultation):
    """Forged, of another purpose, of nothing, and of what is no number."""
    token, nobody = session.token(consultation), bytes(16)
    changed = ("B" if token[0] == "A" else "A") + token[1:]
    foreign = sealed(consultation.pk.bytes, purpose="consult.form")
    return [changed, foreign, "x", "." * 300, "字", sealed(nobody), sealed(b"short")]


def test_the_address_in_a_mail_shows_one_button_and_tells_nothing(client, asked, settings):
    kept, _ = asked
    address = session.address(kept)
    assert address.startswith(f"{site_settings.SITE_URL}/consult/stop/")
    assert kept.reference.casefold() not in address.casefold()
    assert kept.pk.hex not in address
    response = client.get(path(kept))
    assert (response.status_code, client.head(path(kept)).status_code) == (200, 200)
    assert response.text.count('<form class="form" method="post">') == 1
    assert "csrfmiddlewaretoken" not in response.text
    assert fresh(kept).wants_mail
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "z" * 50
    program = Client(enforce_csrf_checks=True)  # RFC 8058: no cookie, no token
    for _ in range(2):
        done = program.post(address.removeprefix(site_settings.SITE_URL))
        assert (done.status_code, STOPPED in done.text) == (200, True)
        assert not done.cookies
    assert not fresh(kept).wants_mail
    assert [one.kind for one in kept.events.all()].count(EventKind.NOTICES_STOPPED) == 1


def test_every_other_address_gives_the_same_pages(client, asked):
    known = path(asked[0])
    shown, done = client.get(known).text, client.post(known).text
    services.erase_now(consultation=asked[0])
    addresses = [reverse("consult:stop", args=[token]) for token in odd_tokens(asked[0])]
    for address in [known, *addresses]:
        assert client.get(address).text == shown
        assert client.post(address).text == done
