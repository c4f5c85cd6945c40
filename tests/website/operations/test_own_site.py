"""From the sample to a site of one's own, by the button, while the site runs; and back to look."""

import json
import re
import sqlite3
import urllib.error
from contextlib import closing

import pytest
from django.utils.html import strip_tags

from firm.site.identity import ALL_SAMPLE
from tests.site_process import SiteProcess, wait_for
from tests.visitor import Visitor
from website.config import sample
from website.management.commands.load_demo import NOT_THE_SAMPLES
from website.operations.backup.taking import SAMPLE as NOTHING_TO_BACK_UP
from website.operations.serving.supervise import SWITCHED

pytestmark = [pytest.mark.process, pytest.mark.ci]
BUTTON = "/admin/opening/own-site/"
OWN_ADMIN = "SELECT username, password, is_superuser FROM auth_user"
SHORTEST = 6  # characters of a sentence that is looked for
SECOND_FACTOR = """
from django.contrib.auth.models import User
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
admin = User.objects.get()
TOTPDevice.objects.create(user=admin, name="telephone", key="ab" * 20)
StaticDevice.objects.create(user=admin, name="codes").token_set.create(token="sparecode")
User.objects.create_user("colleague")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """As on an empty machine: in a folder with signs that an address would spell otherwise."""
    folder = tmp_path_factory.mktemp("a 100% own site")
    with SiteProcess(folder, SAMPLE="1", DATABASE_URL="", TRUSTED_PROXY_COUNT="1") as running:
        yield running


def rows(file, statement):
    with closing(sqlite3.connect(file)) as database:
        return database.execute(statement).fetchall()


def logged_in(site):
    person = Visitor(site, site.secret)
    person.post("/admin/login/", username="admin", password=site.password)
    return person


def is_own(site):
    try:
        return ALL_SAMPLE not in site.get("/")[1]
    except (OSError, urllib.error.URLError):  # between the two
        return False


def sentences():
    """What the sample says: all its texts, cut into sentences."""
    for name in ("firm/sample/firm.json", "consult/sample/consultations.json"):
        yield from texts(json.loads((SiteProcess.root / name).read_text(encoding="utf-8")))
    for path in (SiteProcess.root / "articles" / "sample").glob("*.html"):
        yield from re.split(r"[\n。？]", strip_tags(path.read_text(encoding="utf-8")))


def texts(value):
    if isinstance(value, str):
        yield from re.split(r"[\n。？]", strip_tags(value))
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def test_the_sample_lies_in_a_folder_of_its_own(site):
    assert ALL_SAMPLE in site.get("/")[1]
    assert "示例查询码：" in site.output
    assert (site.folder / "sample" / sample.DATABASE).exists()
    assert not (site.folder / sample.DATABASE).exists()
    assert NOTHING_TO_BACK_UP in site.manage("backup", check=False).stderr


def test_the_button_leads_to_a_site_of_ones_own_and_the_account_comes_along(site):
    person = logged_in(site)
    site.shell(SECOND_FACTOR)
    site.end_shell()
    assert f'href="{BUTTON}"' in person.get("/admin/")
    made = person.post(BUTTON)
    assert "自己的网站已经建好，正在切换" in made
    wait_for(lambda: is_own(site))
    assert SWITCHED in site.output
    assert "上线清单" in person.get("/admin/opening/")  # still logged in
    old = rows(site.folder / "sample" / sample.DATABASE, f"{OWN_ADMIN} WHERE username = 'admin'")
    assert site.ask(OWN_ADMIN) == old
    assert site.ask("SELECT name FROM otp_totp_totpdevice") == [("telephone",)]
    assert site.ask("SELECT token FROM otp_static_statictoken") == [("sparecode",)]
    assert site.ask("SELECT count(*) > 900 FROM statutes_statute") == [(1,)]


def test_not_a_sentence_of_the_sample_is_in_it_nor_loaded_into_it(site):
    site.manage("shell", "-c", "from richtext.base import upkeep; upkeep.empty_log()")
    found = (site.folder / sample.DATABASE).read_bytes()
    said = [one.strip() for one in sentences() if not one.isascii()]
    assert [one for one in said if len(one) > SHORTEST and one.encode() in found] == []
    assert not (site.folder / "media").exists()
    refused = site.manage("load_demo", check=False)
    assert (refused.returncode, NOT_THE_SAMPLES in refused.stderr) == (1, True)


def test_the_sample_can_be_looked_at_again_and_the_next_start_is_ones_own(site):
    site.stop()
    site.env["SAMPLE"] = "only"
    site.start()
    assert ALL_SAMPLE in site.get("/")[1]
    assert "SAMPLE=only" in site.output  # for whoever forgot the password
    site.stop()
    site.env["SAMPLE"] = "1"
    site.start()
    assert is_own(site)
    assert "密码：" not in site.output
