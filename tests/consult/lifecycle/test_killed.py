"""A power cut in the middle of an erasure or of a kept upload leaves nothing half done."""

import json
import os
import textwrap
import time

import pytest

from tests.site_process import SiteProcess

pytestmark = [pytest.mark.engine, pytest.mark.process, pytest.mark.ci]

BEGIN = """
import os
from unittest import mock
from django.db import connections
from consult import services
from consult.files import attachments
from consult.models import Consultation, ParkedFile
from tests.consult.files.test_attachments import checked
from tests.factories import make_area, make_submitted
FORM = "f" * 32
def die(*args, **kwargs):
    os.kill(os.getpid(), 9)
"""
ASK = """
area = make_area()
for _ in range(4):
    make_submitted(area=area, name='王某', files=[checked()])
"""
PARK = "attachments.park(FORM, checked())"
SEND = """
from firm.models import PracticeArea
files = [attachments.Parked(FORM, ParkedFile.objects.get().pk)]
make_submitted(area=PracticeArea.objects.first(), name='李某', files=files)
"""
ERASE = "services.erase_now(consultation=Consultation.objects.order_by('received_at')[{}])"
# A process of its own, killed when it comes to a place. It inherits no open connection.
KILLED = """
connections.close_all()
if not (child := os.fork()):
    with mock.patch({place!r}, die):
{code}
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
# Where an erasure is cut off: one for each of the four.
PLACES = [
    "consult.lifecycle.storage.tombstones",  # nothing was done
    "consult.lifecycle.attachments.erase_at_once",  # its tombstone stands
    "consult.lifecycle.unlink",  # its files and rows are gone
    "consult.models.Consultation.save",  # the record is not saved yet
]
HELD = """
import json
from consult.models import Attachment, Consultation, Message
names = [one.name for one in Consultation.objects.order_by("received_at")]
print(json.dumps([names, Message.objects.count(), Attachment.objects.count()]))
"""
PARKED = "print(len(attachments.waiting(FORM)))"
TWO_HOURS = 2 * 60 * 60


@pytest.fixture
def site(tmp_path):
    """A site with its tables and without its processes."""
    site = SiteProcess(tmp_path / "data")
    site.folder.mkdir()
    try:
        site.make_tables()
        yield site
    finally:
        site.end_shell()
        site.drop()


def held(site):
    return json.loads(site.shell(HELD))


def lying(site):
    return [name for _, _, names in os.walk(site.folder / "private") for name in names]


def run(site, code):
    return site.shell(BEGIN + code).strip()


def killed(site, code, place):
    told = run(site, KILLED.format(code=textwrap.indent(code, " " * 8), place=place))
    assert told == "-9", told


def test_what_was_cut_off_is_finished_when_the_worker_starts_or_has_not_happened(site):
    run(site, ASK)
    for number, place in enumerate(PLACES):
        killed(site, ERASE.format(number), place)
    assert held(site) == [["王某"] * 4, 4, 4]
    killed(site, PARK, "consult.models.ParkedFile.save")
    old = time.time() - TWO_HOURS  # what no row was written for is a stray
    for path in (site.folder / "private").rglob("*"):
        os.utime(path, (old, old))
    site.manage("run_worker", "--once")
    assert held(site) == [["王某", "", "", ""], 1, 1]
    assert (len(lying(site)), run(site, PARKED)) == (1, "0")

    run(site, PARK)  # and a form that was cut off finds its file and is sent again
    killed(site, SEND, "consult.models.Attachment.save")
    assert (held(site), run(site, PARKED)) == ([["王某", "", "", ""], 1, 1], "1")
    run(site, SEND)
    site.manage("run_worker", "--once")
    assert (held(site), run(site, PARKED)) == ([["王某", "", "", "", "李某"], 2, 2], "0")
    assert len(lying(site)) == 2
