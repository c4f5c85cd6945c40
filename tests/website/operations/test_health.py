"""`manage.py doctor`, /readyz and /metrics: what the operator's monitor is told, nobody else."""

import threading
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import signing
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError
from django.test import RequestFactory
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from outbox import services as outbox
from outbox.models import Heartbeat, Notice
from richtext.base import disk
from statutes.models import PendingRecheck
from tests import monitor
from tests.monitor import LOCAL
from tests.outbox.delivery.test_send import make_notice
from tests.site_process import free_port
from website.config.static_bundles import BUNDLES
from website.http.proxy import DOCTOR, DOUBTS, Source
from website.management.commands import doctor
from website.operations import health, schema
from website.operations.serving import forged
from website.operations.views import may_see_numbers

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TOKEN = "0123456789abcdef-0123456789"


def examine():
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)
    return ended.value.code, out.getvalue().splitlines()


@pytest.fixture
def no_checks(monkeypatch):
    """The table of laws is empty in tests, of which a check of our own tells."""
    monkeypatch.setattr(doctor, "_checks", list)


def test_a_site_that_is_well_ends_with_0(no_checks, settings):
    outbox.beat()
    code, lines = examine()
    assert (code, lines[-1]) == (0, "一切正常。")
    assert [line for line in lines[:-1] if not line.startswith("正常　")] == ["未设置　备份"]
    assert {one.part for one in health.all_of()} <= set(health.PARTS)
    settings.EMAIL_BACKEND = "x.dummy.EmailBackend"
    code, lines = examine()
    assert (code, "未设置　发信服务器" in lines) == (0, True)


def test_what_keeps_the_site_from_working_ends_with_2_and_the_rest_is_looked_at(
    no_checks, monkeypatch, client
):
    def away():
        raise DatabaseError

    monkeypatch.setattr(schema, "problem", away)
    code, lines = examine()
    assert (code, lines[0][:6]) == (2, "故障　数据库")
    assert "正常　磁盘" in lines
    told = numbers(client)
    assert (told["database"], told["disk"]) == (2, 0)
    assert not {"worker", "antou_notices_due", "antou_notices_failing"} & set(told)


def test_what_somebody_has_to_look_at_ends_with_1_and_says_what_to_do():
    make_notice().__class__.objects.update(attempts=1)
    code, lines = examine()
    told = {line for line in lines if line.startswith("留意")}
    assert (code, lines[-1]) == (1, f"网站可用，有{len(told)}处需要处理。")
    (check,) = told - {
        f"留意　{health.PARTS[one.part]}：{one.sentence}{one.advice}"
        for one in (health.BAD["worker"], health.BAD["notices"])
    }
    assert check.startswith("留意　设置：法规表是空的")
    assert check.endswith("请运行 manage.py load_statutes 载入随软件提供的法规表。")


@pytest.fixture(autouse=True)
def probe(monkeypatch):
    """What another test has found out does not stand."""
    monkeypatch.setattr(health, "probe", health.Probe())
    return health.probe


@pytest.mark.parametrize("kind", health.STORES)
def test_a_storage_that_takes_no_file_is_an_error(client, monkeypatch, kind):
    def refuse(*_, **__):
        raise OSError("KEY:SECRET@bucket")

    monkeypatch.setattr(storages[kind], "save", refuse)
    answer = monitor.ready(client)
    assert (answer.status_code, answer.json()["storage"]) == (503, f"{kind} refuses")
    assert "SECRET" not in answer.text


def test_the_file_that_was_tried_is_gone_and_a_bucket_is_asked_in_its_own_way(
    client, monkeypatch, probe
):
    def refuse():
        raise OSError

    assert monitor.told(client)["storage"] == "ok"
    assert [storages[kind].listdir("ready") for kind in health.STORES] == [([], [])] * 2
    probe._until = 0
    monkeypatch.setattr(storages["default"], "check_writable", refuse, raising=False)
    assert monitor.told(client)["storage"] == "default refuses"


def test_it_is_tried_once_in_a_while_whoever_asks(client, monkeypatch, probe):
    tried = []
    monkeypatch.setattr(health, "failing", lambda: tried.append(1) or "")
    for _ in range(5):
        client.get("/readyz")
    assert len(tried) == 1
    probe._until = 0
    client.get("/readyz")
    assert len(tried) == 2


def test_while_one_waits_for_a_dead_bucket_others_are_told_the_last_answer(monkeypatch, probe):
    begun, go = threading.Event(), threading.Event()

    def slow():
        begun.set()
        go.wait(10)
        return "default"

    monkeypatch.setattr(health, "failing", slow)
    first = threading.Thread(target=probe.failing)
    first.start()
    assert begun.wait(10)
    assert probe.failing() == ""
    go.set()
    first.join()
    assert probe.failing() == "default"


class Manifest:
    """Static files as a collected site has them, with or without one of them."""

    def __init__(self, named=BUNDLES, there=BUNDLES):
        self.named, self.there = named, there

    def stored_name(self, name):
        if name not in self.named:
            raise ValueError
        return name

    def exists(self, name):
        return name in self.there


def test_missing_static_files_are_an_error(client, monkeypatch):
    known = [(Manifest(), "ok"), (Manifest(named=[]), "missing")]
    for manifest, word in [*known, (Manifest(there=BUNDLES[1:]), "missing")]:
        monkeypatch.setattr(staticfiles_storage, "_wrapped", manifest)
        answer = monitor.ready(client)
        assert (answer.json()["static"], answer.status_code) == (word, 200 if word == "ok" else 503)


def asked(client):
    answer = monitor.ready(client)
    assert answer.status_code == 200
    return answer.json()


def test_a_worker_that_was_never_or_not_lately_heard_of_is_told(client):
    assert (asked(client)["status"], asked(client)["worker"]) == ("warn", "silent")
    assert "antou_worker_silent_seconds" not in numbers(client), "it was never heard of"
    outbox.beat()
    told = asked(client)
    assert told["status"] == told["worker"] == told["database"] == "ok"
    assert told["notices_failing"] == told["attachments_waiting"] == 0
    assert "no-store" in monitor.ready(client).headers["Cache-Control"]
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert asked(client)["worker"] == "silent"
    told = numbers(client)
    assert told["antou_worker_silent_seconds"] == pytest.approx(3600, abs=60)
    assert told["worker"] == 1


def test_mail_that_no_server_takes_and_a_recheck_that_nobody_does_are_told(client, settings):
    outbox.beat()
    PendingRecheck.objects.create(short_name="民法典")  # one just asked for is only counted
    server, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "x.dummy.EmailBackend"
    told = asked(client)
    assert (told["status"], told["mail"], told["notices_unsent"]) == ("ok", "not set", 0)
    assert told["rechecks_waiting"] == 1
    make_notice()
    Notice.objects.update(unsent_at=timezone.now())
    assert (asked(client)["status"], asked(client)["notices_unsent"]) == ("warn", 1)
    settings.EMAIL_BACKEND = server
    told = asked(client)
    assert (told["status"], told["mail"], told["notices_unsent"]) == ("ok", "ok", 1)
    PendingRecheck.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    assert asked(client)["status"] == "warn"


def test_the_room_on_the_disk_is_told(client, settings, monkeypatch):
    outbox.beat()
    settings.DISK_RESERVE_MB = 100
    for left, state, status in ((500, "ok", "ok"), (60, "low", "warn"), (1, "full", "error")):
        monkeypatch.setattr(disk, "free", lambda folder, left=left: left * disk.MB)
        answer = monitor.ready(client)
        told = answer.json()
        assert (told["disk"], told["disk_free_mb"], told["status"]) == (state, left, status)
        assert answer.status_code == (503 if state == "full" else 200)
    told = numbers(client)
    assert (told["antou_disk_free_bytes"], told["disk"]) == (disk.MB, 2)
    assert told["antou_disk_reserve_bytes"] == 100 * disk.MB
    assert client.get("/readyz").json() == {"status": "error"}  # to a stranger
    assert client.get("/metrics").status_code == 404


def numbers(client):
    """By name, or by name and part."""
    answer = client.get("/metrics", headers=LOCAL)
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)
    families = text_string_to_metric_families(answer.text)
    samples = [one for family in families for one in family.samples]
    return {one.labels.get("part", one.name): one.value for one in samples}


def test_the_queue_its_age_and_what_fails_are_told(client):
    outbox.beat()
    now = timezone.now()
    make_notice(), make_notice(key="other"), make_notice(key="later")
    Notice.objects.filter(dedupe_key="k").update(due_at=now - timedelta(minutes=20), attempts=1)
    Notice.objects.filter(dedupe_key="other").update(due_at=now - timedelta(minutes=5))
    Notice.objects.filter(dedupe_key="later").update(due_at=now + timedelta(minutes=5))
    told = asked(client)
    assert (told["status"], told["notices_failing"]) == ("warn", 1)
    told = numbers(client)
    assert (told["antou_notices_due"], told["antou_notices_failing"]) == (2, 1)
    assert told["antou_notices_due_oldest_seconds"] == pytest.approx(1200, abs=60)
    assert (told["notices"], told["worker"], told["database"]) == (1, 0, 0)


def may_see(host="127.0.0.1", address="127.0.0.1", **more):
    known = {"SERVER_NAME": host, "HTTP_HOST": host, "REMOTE_ADDR": address, **more}
    return may_see_numbers(RequestFactory().get("/metrics", **known))


def test_who_asks_on_this_machine_and_through_no_proxy_may_and_nobody_else(settings):
    for host, address in (("127.0.0.1:8000", "127.0.0.1"), ("localhost", "127.0.0.5")):
        assert may_see(host, address)
    assert may_see("[::1]:8000", "::1")
    for address in ("203.0.113.7", "10.0.0.2", "192.168.1.4", "", "unix:"):
        assert not may_see(address=address)
    settings.ALLOWED_HOSTS = ["www.example.com"]
    assert not may_see(host="www.example.com")  # a tunnel that tells of no proxy
    told = ["X_FORWARDED_FOR", "X_FORWARDED_PROTO", "X_FORWARDED_HOST", "FORWARDED", "X_REAL_IP"]
    for settings.TRUSTED_PROXY_COUNT in (0, 1):
        for header in (*told, "VIA"):
            for value in ("127.0.0.1", "", "::1, 127.0.0.1"):
                assert not may_see(**{f"HTTP_{header}": value}), (header, value)


def test_the_token_opens_from_anywhere_and_no_other_does(settings):
    far = {"address": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "1.2.3.4"}
    cut = TOKEN[:-1]
    wrong = ["", "Bearer", "Bearer ", f"Bearer {cut}", f"Basic {TOKEN}", TOKEN, "Bearer 令"]
    for settings.METRICS_TOKEN in ("", TOKEN):
        for written in wrong:
            assert not may_see(**far, HTTP_AUTHORIZATION=written), written
    for written in (f"Bearer {TOKEN}", f"bearer  {TOKEN} "):
        assert may_see(**far, HTTP_AUTHORIZATION=written)


def test_the_doctor_is_told_whom_the_site_takes_it_for_and_nobody_else(client):
    told = {"antou.client": ("203.0.113.9", Source.PROXY), "SERVER_NAME": "127.0.0.1"}
    for sent, known in ((signing.dumps("", salt=DOCTOR), True), ("guessed", False), ("", False)):
        answer = client.get("/readyz", headers={DOCTOR: sent}, **told).json()
        assert answer.get("client") == (["203.0.113.9", "proxy"] if known else None)


@pytest.mark.parametrize(
    ("plain", "careless", "found"),
    [
        (("203.0.113.9", "proxy"), ("203.0.113.9", "proxy"), "ok"),
        (("203.0.113.9", "proxy"), ("10.0.0.1", "forged"), "ok"),
        (("203.0.113.9", "forwarded"), ("203.0.113.9", "forwarded"), "ok"),
        (("203.0.113.9", "forwarded"), (forged.ADDRESS, "forwarded"), "careless"),
        (("10.0.0.1", "nobody"), ("10.0.0.1", "nobody"), "silent"),
        (("10.0.0.1", "forged"), ("10.0.0.1", "forged"), "wrong secret"),
    ],
)
def test_the_doctor_says_what_came_through_of_a_forged_pair(
    settings, monkeypatch, plain, careless, found
):
    settings.HTTPS = True
    monkeypatch.setattr(forged, "_seen", lambda headers: careless if headers else plain)
    assert forged.through_the_proxy().word == found


def test_readiness_warns_of_a_proxy_that_does_not_prove_itself(client, settings):
    """As of one with the recipe of before, once TRUSTED_PROXY_COUNT is gone."""
    for settings.HTTPS, doubts, word in (
        (True, [time.monotonic()], "doubtful"), (True, [], "ok"), (False, [time.monotonic()], "ok"),
    ):  # fmt: skip
        DOUBTS.extend(doubts) if doubts else DOUBTS.clear()
        assert health.report()["proxy"] == word
    DOUBTS.clear()


def test_a_site_that_cannot_be_reached_from_its_machine_is_no_fault(settings):
    settings.HTTPS, settings.SITE_URL = True, f"https://127.0.0.1:{free_port()}"
    assert forged.through_the_proxy() == health.BAD["proxy-unknown"]
