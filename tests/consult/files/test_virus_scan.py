"""The virus scanner: a real server that speaks the protocol of clamd."""

import socket
import socketserver
import struct
import threading
from datetime import timedelta

import pytest

from consult.base.enums import Scan
from consult.files import virus_scan
from consult.files.attachments import CheckedFile
from consult.models import Attachment
from tests import monitor
from tests.consult.sample_files import EICAR, upload
from tests.factories import make_submitted as make_consultation
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ODD = b"never gets a verdict"


class Clamd(socketserver.StreamRequestHandler):
    """Answers INSTREAM as clamd does; `server.mood` makes it fail."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        if self.server.mood == "hangs up":
            return
        data = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        self.server.seen.append(data)
        self.wfile.write(self.server.mood or self._verdict(data))

    @staticmethod
    def _verdict(data):
        if data == ODD:
            return b"stream: lstat() failed ERROR\0"
        return b"stream: Eicar-Signature FOUND\0" if EICAR in data else b"stream: OK\0"


@pytest.fixture
def clamd(request, settings, tmp_path):
    if getattr(request, "param", "tcp") == "tcp":
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
        settings.CLAMD = server.server_address
    else:
        settings.CLAMD = str(tmp_path / "clamd.ctl")
        server = socketserver.ThreadingUnixStreamServer(settings.CLAMD, Clamd)
    server.mood, server.seen = b"", []
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def make_file(data=b"abc"):
    files = [CheckedFile("a.txt", "txt", len(data), upload(data))]
    consultation, _ = make_consultation(files=files)
    return Attachment.objects.get(message__consultation=consultation)


def verdict(attachment):
    attachment.refresh_from_db()
    return attachment.scan


@pytest.mark.parametrize("clamd", ["tcp", "unix"], indirect=True)
def test_a_file_waits_and_is_released_when_it_is_clean_alone(clamd):
    attachment = make_file(b"x" * 200_000)
    assert virus_scan.scan_pending(keep_going=lambda: False) == 0  # told to stop
    assert (verdict(attachment), clamd.seen) == (Scan.PENDING, [])
    assert virus_scan.scan_pending() == 1
    assert (verdict(attachment), clamd.seen) == (Scan.CLEAN, [b"x" * 200_000])
    virus = make_file(EICAR)
    assert (virus_scan.scan_pending(), verdict(virus)) == (1, Scan.INFECTED)
    assert virus_scan.scan_pending() == 0


@pytest.mark.parametrize(
    "mood", ["hangs up", b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OKAY\0", b"\0"]
)
def test_without_a_verdict_it_goes_on_waiting(clamd, mood):
    clamd.mood = mood or b"stream: lstat() failed ERROR\0"
    attachment = make_file()
    with pytest.raises(virus_scan.ScannerError):
        virus_scan.scan_pending()
    assert verdict(attachment) == Scan.PENDING
    clamd.mood = b""
    assert (virus_scan.scan_pending(), verdict(attachment)) == (1, Scan.CLEAN)


def test_a_file_that_is_gone_or_has_no_verdict_keeps_no_other_waiting(clamd):
    broken, sound = make_file(), make_file()
    Attachment.objects.filter(pk=broken.pk).update(stored_as="00/gone")
    assert virus_scan.scan_pending() == 1
    assert (verdict(broken), verdict(sound)) == (Scan.PENDING, Scan.CLEAN)
    odd, sound = make_file(ODD), make_file()
    with pytest.raises(virus_scan.ScannerError):
        virus_scan.scan_pending()
    assert (verdict(odd), verdict(sound)) == (Scan.PENDING, Scan.CLEAN)


def test_the_other_jobs_get_their_turn(clamd, monkeypatch):
    monkeypatch.setattr(virus_scan, "TURN", -1)
    make_file()
    assert virus_scan.scan_pending() == 0
    (job,) = [job for job in jobs.JOBS if job.run == virus_scan.scan_pending]
    assert job.patient


def test_a_scanner_that_says_nothing_is_away(settings, monkeypatch):
    monkeypatch.setattr(virus_scan, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD = silent.getsockname()
        with pytest.raises(virus_scan.ScannerError):
            virus_scan.scan([b"abc"])


@pytest.mark.parametrize("away", [("127.0.0.1", 1), "/nowhere/clamd.ctl"])
def test_the_job_fails_on_one_line_and_the_file_waits(settings, caplog, monkeypatch, away):
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)  # the test's own is in use
    settings.CLAMD = away
    attachment = make_file()
    (job,) = [job for job in jobs.JOBS if job.run == virus_scan.scan_pending]
    assert not jobs.attempt(job)
    assert ("clamd not reached" in caplog.text, verdict(attachment)) == (True, Scan.PENDING)


def test_the_monitor_sees_files_that_wait_long(settings, client):
    settings.CLAMD = ("127.0.0.1", 1)
    make_file()
    told = monitor.told(client)
    assert (told["attachments_waiting"], virus_scan.late()) == (1, False)
    earlier = Attachment.objects.get().created_at - timedelta(minutes=6)
    Attachment.objects.update(created_at=earlier)
    assert monitor.told(client)["status"] == "warn"
    assert virus_scan.late()


def test_what_waited_for_a_scanner_that_was_given_up_is_released(settings):
    settings.CLAMD = ("127.0.0.1", 1)
    attachment = make_file()
    settings.CLAMD = None
    assert (virus_scan.scan_pending(), verdict(attachment)) == (1, Scan.NOT_NEEDED)
    assert (make_file().scan, virus_scan.scan_pending()) == (Scan.NOT_NEEDED, 0)
