"""A power cut in the middle of an erasure or of a kept upload leaves nothing half done."""

import os
import time

import pytest

from tests.consult.lifecycle.test_restore import held, lying, site

__all__ = ["site"]  # a fixture
pytestmark = [pytest.mark.engine, pytest.mark.process, pytest.mark.ci]

BEGIN = """
import os
from unittest import mock
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
PARK = "make_area(); attachments.park(FORM, checked())"
SEND = """
from firm.models import PracticeArea
files = [attachments.Parked(FORM, ParkedFile.objects.get().pk)]
make_submitted(area=PracticeArea.objects.get(), name='王某', files=files)
"""
ERASE = "services.erase_now(consultation=Consultation.objects.order_by('received_at')[{}])"
# Where an erasure is cut off: one for each of the four.
PLACES = [
    "consult.lifecycle.storage.tombstones",  # nothing was done
    "consult.lifecycle.attachments.erase_at_once",  # its tombstone stands
    "consult.lifecycle.unlink",  # its files and rows are gone
    "consult.models.Consultation.save",  # the record is not saved yet
]
PARKED = "print(len(attachments.waiting(FORM)))"
TWO_HOURS = 2 * 60 * 60


def run(site, code):
    return site.shell(BEGIN + code).strip()


def killed(site, code, place):
    """Run it in a process that is killed when it comes to a place."""
    lines = [f"with mock.patch({place!r}, die):", *(f"    {line}" for line in code.splitlines())]
    done = site.manage("shell", "--no-imports", "-c", "\n".join([BEGIN, *lines]), check=False)
    assert done.returncode == -9, done.stderr


def test_an_erasure_is_finished_when_the_worker_starts_or_has_not_happened(site):
    run(site, ASK)
    for number, place in enumerate(PLACES):
        killed(site, ERASE.format(number), place)
    assert held(site) == [["王某"] * 4, 4, 4]
    site.manage("run_worker", "--once")
    assert held(site) == [["王某", "", "", ""], 1, 1]
    assert len(lying(site)) == 1


def test_a_file_whose_row_was_never_written_goes_with_the_strays(site):
    killed(site, PARK, "consult.models.ParkedFile.save")
    (name,) = lying(site)
    old = time.time() - TWO_HOURS
    (path,) = (site.folder / "private").rglob(name)
    os.utime(path, (old, old))
    site.manage("run_worker", "--once")
    assert lying(site) == []
    assert run(site, PARKED) == "0"


def test_a_form_that_was_cut_off_finds_its_file_and_is_sent_again(site):
    run(site, PARK)
    killed(site, SEND, "consult.models.Attachment.save")
    assert (held(site), run(site, PARKED)) == ([[], 0, 0], "1")
    run(site, SEND)
    site.manage("run_worker", "--once")
    assert (held(site), run(site, PARKED)) == ([["王某"], 1, 1], "0")
    assert len(lying(site)) == 1
