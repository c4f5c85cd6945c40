"""Known weaknesses are asked for with the real tools; nobody answering is said, not passed over."""

import gzip
import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.site_process import free_port
from website.operations.supply_chain import advisories
from website.operations.supply_chain.advisories import FINE, NO_DATA, SOME, Report

OLD = "pillow==9.0.0 --hash=sha256:" + "0" * 64 + "\n"
LOCK = {
    "name": "planted", "lockfileVersion": 3, "requires": True,
    "packages": {"": {"dependencies": {"old": "1.0.0"}},
                 "node_modules/old": {"version": "1.0.0"}},
}  # fmt: skip


def advisory(named, package):
    """An advisory as OSV tells it."""
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.0.1"}]}]
    affected = [{"package": {"name": package, "ecosystem": "PyPI"}, "ranges": ranges}]
    return {"id": named, "summary": "planted", "affected": affected}


@pytest.fixture
def server():
    """Answers every question with `said`, of PyPI's packages and of npm's."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
            body = json.dumps(serving.said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            """There is no page about a package; npm asks again for a minute where it is a fault."""
            self.send_error(404)

        def log_message(self, *_):
            """Nothing of it is news."""

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    serving.url = f"http://127.0.0.1:{serving.server_port}"
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield serving
    serving.shutdown()


@pytest.fixture
def asked(tmp_path):
    """What is found of an old package, by the data at an address."""
    file = tmp_path / "requirements.txt"
    file.write_text(OLD)

    def asked(url):
        return advisories.of_python([file], "-s", "osv", "--osv-url", url)

    return asked


@pytest.mark.ci
def test_a_known_weakness_is_found_and_named(server, asked):
    server.said = {"vulns": [advisory("GHSA-0000-0000-0001", "pillow")]}
    (weak,) = asked(server.url).weak
    assert all(word in weak for word in ("pillow", "9.0.0", "GHSA-0000-0000-0001", "9.0.1"))


@pytest.mark.ci
def test_one_that_security_md_answers_is_not_told_again(server, asked):
    server.said = {"vulns": [advisory("CVE-2024-24815", "pillow")]}
    assert list(asked(server.url).lines("PyPI")) == [FINE.format("PyPI", 1)]


@pytest.mark.ci
def test_without_an_answer_it_is_said_that_nothing_was_looked_up(asked):
    report = asked(f"http://127.0.0.1:{free_port()}")
    assert list(report.lines("PyPI")) == [NO_DATA.format("PyPI")]


@pytest.mark.ci
def test_a_file_that_cannot_be_read_is_a_fault_and_no_lack_of_data(server, tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("pillow\n")  # neither a version nor a hash
    assert advisories.of_python([file], "-s", "osv", "--osv-url", server.url).broken


def test_packages_that_the_service_does_not_know_are_no_good_news():
    """So it looks when an index has no advisories: pip-audit says that none are known."""
    left = {"name": "pillow", "skip_reason": "Dependency not found on PyPI"}
    assert list(advisories._read([left]).lines("PyPI")) == [NO_DATA.format("PyPI")]
    half = advisories._read([left, {"name": "nh3", "version": "1", "vulns": []}])
    assert list(half.lines("PyPI")) == [SOME.format("pillow"), FINE.format("PyPI", 1)]


@pytest.mark.ci
@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not there")
def test_a_known_weakness_of_the_tools_is_found(server, tmp_path):
    (tmp_path / "package.json").write_text(json.dumps({"dependencies": {"old": "1.0.0"}}))
    (tmp_path / "package-lock.json").write_text(json.dumps(LOCK))
    weak = {"id": 1, "title": "planted", "severity": "high", "vulnerable_versions": "<2"}
    server.said = {"old": [{**weak, "url": "", "cwe": [], "cvss": {"score": 7}}]}
    report = advisories.of_the_tools(tmp_path, npm_config_registry=server.url)
    assert "old" in report.weak[0]
    away = f"http://127.0.0.1:{free_port()}"
    assert not advisories.of_the_tools(
        tmp_path, npm_config_registry=away, npm_config_fetch_retries="0"
    ).asked


@pytest.mark.parametrize(
    ("report", "code"),
    [(Report(), 0), (Report(3), 0), (Report(3, weak=["有"]), 1), (Report(broken="x"), 1)],
)
def test_a_weakness_and_a_broken_tool_fail_and_no_data_does_not(monkeypatch, capsys, report, code):
    monkeypatch.setattr(advisories, "of_python", lambda files: report)
    monkeypatch.setattr(advisories, "of_the_tools", Report)
    assert advisories.main() == code
    assert NO_DATA.format("npm") in capsys.readouterr().out
