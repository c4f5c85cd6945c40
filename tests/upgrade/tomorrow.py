"""The release after this one: a copy of the code with a new field, a new table, a new migration."""

import re
import shutil
import subprocess
import sys

from tests.site_process import ROOT
from website.operations.releases import frozen

APPS = {app.partition("/")[0] for app in frozen.APPS}  # one of them lies in `website`
FOLDERS = APPS | {"richtext", "transfer", "website", "templates", "static", "tests"}
LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__", "browser", "0.*", "labels")
WORD = "tomorrow"
NEWEST = max(path.name[:4] for path in (ROOT / "firm" / "migrations").glob("[0-9]*.py"))
NUMBER = int(NEWEST) + 1
NAME = f"{NUMBER:04}_{WORD}"
FIELD = '    lift = models.CharField("电梯", max_length=20, default="有电梯")\n'
TABLE = '''

class Room(models.Model):
    """A room of an office."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField("名称", max_length=20, unique=True)
'''


def copy(place):
    """The code that runs, without what only a developer needs."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, place / name, ignore=LEFT_OUT)
    shutil.copy(ROOT / "manage.py", place)


def write(place, field=FIELD, word=WORD):
    """Copy the code, change the model, and let Django write the migration; `word` names it."""
    copy(place)
    model = place / "firm" / "models" / "office.py"
    text = model.read_text(encoding="utf-8")
    text, number = re.subn(r"(?m)^    name = models", f"{field}    name = models", text, count=1)
    assert number == 1
    model.write_text(text + TABLE, encoding="utf-8")
    command = [sys.executable, "manage.py", "makemigrations", "firm", "--name", word]
    env = {"DATA_DIR": str(place / "none"), "PATH": ""}
    subprocess.run(command, cwd=place, env=env, check=True, capture_output=True)
    assert (place / "firm" / "migrations" / f"{NUMBER:04}_{word}.py").exists()
    return place
