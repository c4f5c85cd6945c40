"""Two sites for a drill: the one that is backed up, and the empty place that it comes back to."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.site_process import SiteProcess

KEYS = {"CONSULT_KEYS": "k1:" + bytes(range(32)).hex(), "SECRET_KEY": "0123456789abcdefghij" * 4}
ASK = """
import json
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.consult.files.test_attachments import checked
from tests.factories import make_area, make_consultation
area = make_area()
asked = [make_consultation(area=area, name="王某", files=[checked()]) for _ in range(2)]
get_user_model().objects.create_superuser("lin", password="a long pass phrase")
default_storage.save("images/图.txt", ContentFile(b"picture"))
print(json.dumps([[one.pk.hex, code] for one, code in asked]))
"""
ERASE = """
from consult import services
from consult.models import Consultation
services.erase_now(consultation=Consultation.objects.get(pk="{key}"))
"""
COMMAND = """
from django.core.management import CommandError, call_command
try:
    call_command(*{arguments})
except CommandError as error:
    print(f"refused: {{error}}")
except SystemExit as ended:
    print(f"exit {{ended.code}}")
"""
# What a person would look at: login, page of the desk, thread behind the code, file, picture.
SEEN = """
import json
from django.core.files.storage import default_storage
from django.test import Client
from consult import services
from consult.files import storage
client = Client(HTTP_HOST="127.0.0.1")
inside = client.login(username="lin", password="a long pass phrase")
desk = client.get("/admin/consult/consultation/").status_code
found = [services.find_by_code(code=code) for code in {codes}]
texts = [[one.text for one in case.messages.all()] if case else None for case in found]
rows = [one for case in found if case for message in case.messages.all()
        for one in message.attachments.all()]
files = [sum(map(len, storage.chunks(one))) == one.size for one in rows]
name = "images/图.txt"
picture = default_storage.open(name).read().decode() if default_storage.exists(name) else ""
print(json.dumps([inside, desk, texts, files, picture]))
"""
WRITE = """
import itertools, sys
import django
django.setup()
from django.contrib.auth import get_user_model
from outbox import services as outbox
for number in itertools.count():
    get_user_model().objects.create(username=f"writer{number}")
    outbox.enqueue_mail(kind="trial", recipient="a@b.example", dedupe_key=f"writer{number}")
    print(number, flush=True)
"""


class Site(SiteProcess):
    """A site without its processes; both have the same keys, and know the public one."""

    def __init__(self, folder, public, **env):
        # DEBUG: its pages need no static files that were collected.
        known = {**KEYS, "BACKUP_RECIPIENT": public, "LAW_TEXTS": "0", "DEBUG": "1"}
        super().__init__(folder, **{**known, **env})

    def begun(self, *arguments):
        """A command of `manage.py` that runs on."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        said = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(command, cwd=self.root, env=self.env, **said)

    def writer(self):
        """Somebody who writes one row after the other."""
        env = {**self.env, "DJANGO_SETTINGS_MODULE": "website.settings"}
        return subprocess.Popen(
            [sys.executable, "-c", WRITE], cwd=self.root, env=env, stdout=subprocess.PIPE, text=True
        )

    def command(self, *arguments):
        """What a command says, run beside what `shell` runs: no process for each."""
        return self.shell(COMMAND.format(arguments=[str(one) for one in arguments]))

    def seen(self, codes):
        """What a person finds there."""
        return json.loads(self.shell(SEEN.format(codes=codes)))

    def lying(self):
        """All names in its data folder but those of what every command makes."""
        usual = {"secrets", "backup.lock", "serve.lock"}
        return sorted(path.name for path in Path(self.folder).iterdir() if path.name not in usual)


def archives(folder):
    """What lies in a place of backups, hidden files too."""
    return sorted(os.listdir(folder))


def killed(process):
    """End it as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=120)
    process.stdout.close()
