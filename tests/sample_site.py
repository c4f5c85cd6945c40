"""A firm's site filled with the sample, and not anew each time: a copy of the first one of a run.

Whichever process of the run wants such a site first prepares one in the folder of the run, as a
start does, and fills it. All of them begin with a copy of that.
"""

import os
import shutil
from pathlib import Path

from tests.environment import RUN, one_at_a_time
from tests.migrated import give
from tests.site_process import SiteProcess, drop_database

# Written once and never changed: a site that takes a picture away takes its own name of it away.
LINKED = ("media", "static")
# A copy makes a secret of its own. The keys of the consultations go with the texts they seal.
LEFT = ("secret_key", "serve.log", "serve.lock")
# What the worker of a site would do in its first round, and not before somebody searches.
FILL = """
from richtext.base import upkeep
from website.operations import jobs
jobs.index_of_the_search(lambda: True)
upkeep.empty_log()
"""
PREPARE = (
    "from django.core.management import call_command; call_command('serve', only_prepare=True)"
)


def first_site(run):
    """The folder of the first site, and the name of its database where that is PostgreSQL's."""
    folder, told = run / "site", run / "database"
    if not told.exists():
        shutil.rmtree(folder, ignore_errors=True)  # of a start that failed
        folder.mkdir()
        give(folder)
        site = SiteProcess(folder)  # never started: its database is what others are made from
        site.log_path.write_text(site.shell(PREPARE) + site.load_sample(), encoding="utf-8")
        site.shell(FILL)
        site.end_shell()
        told.write_text(site.database or "")
    return folder, told.read_text()


def copy(first, folder):
    """A data folder with the same contents."""
    for name in LINKED:
        shutil.copytree(first / name, folder / name, copy_function=_linked)
    left = shutil.ignore_patterns(*LEFT, *LINKED)
    shutil.copytree(first, folder, ignore=left, dirs_exist_ok=True)


def _linked(source, target):
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)


class SampleSite(SiteProcess):
    """The sample site of a test; what it printed first is what the one printed it was made from.

    One web process answers, where a test wants no more: each of them loads Django.
    """

    def __init__(self, folder, **env):
        run = Path(os.environ[RUN])
        with one_at_a_time("sample"):
            self.first, self.template = first_site(run)
            copy(self.first, Path(folder))
            super().__init__(folder, **{"WEB_WORKERS": "1", **env})

    def _own_database(self):
        super()._own_database(f'TEMPLATE "{self.template}"')

    @property
    def first_words(self):
        return (self.first / "serve.log").read_text(encoding="utf-8")


def drop_template(run):
    """At the end of a run: the database that the others were made from, if there is one."""
    told = Path(run) / "database"
    if told.exists() and (name := told.read_text()):
        drop_database(name)
