"""Prepares the site before it starts; every step is idempotent."""

import errno
import fcntl
import hashlib
import secrets
import socket
import time
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from firm.models import ContentVersion
from website.config import sample
from website.config.places import START
from website.office.second_factor import invitations
from website.operations import schema
from website.operations.content_version import triggers

OUR_APPS = ("firm", "articles", "consult", "outbox")  # statutes hold what we ship ourselves
ADMIN = "admin"
# Nobody has to guess whether it is a zero or an O.
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PASSWORD_LENGTH = 20
PORT_PATIENCE = 2  # seconds; children of a site that was killed let go of the port meanwhile

FOR_DEVELOPERS = {checks.Tags.urls, checks.Tags.models, checks.Tags.admin}

PORT_IN_USE = f"端口 {{port}} 已被占用，请用 PORT={{other}} {START} 换一个端口。"


class NotReadyError(Exception):
    """Ends the start with one sentence."""


@contextmanager
def one_start_at_a_time():
    """Two starts in one data folder follow each other, so that only one makes the administrator.
    Gives the descriptor that holds the lock."""
    with (settings.DATA_DIR / "serve.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle.fileno()


def check_port(host, port):
    deadline = time.monotonic() + PORT_PATIENCE
    while (error := _bind_error(host, port)) and time.monotonic() < deadline:
        time.sleep(0.2)
    if error == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        raise NotReadyError(PORT_IN_USE.format(port=port, other=other))
    if error == errno.EACCES:
        raise NotReadyError(
            f"没有权限使用端口 {port}，请用 PORT=8000 {START} 换一个 1024 以上的端口。"
        )
    if error:
        raise NotReadyError(f"不能在 {host} 上监听，请把 HOST 设为本机的地址，例如 127.0.0.1。")


def _bind_error(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno
    return 0


def check_system():
    """Refuse what Django's checks call an error, without those that only other code can break: they
    take a tenth of a start."""
    for check in checks.registry.registry.get_checks():
        if FOR_DEVELOPERS.isdisjoint(check.tags):
            for found in check(app_configs=None, databases=["default"]):
                if found.is_serious():
                    raise NotReadyError(f"{found.msg}{found.hint or ''}")


def migrate():
    """Bring the database up to date; silent and without a write when it is."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    triggers.make_if_possible()  # also in a database that was put back without them


def check_schema():
    if told := schema.problem():
        raise NotReadyError(told)


def first_run():
    """Load the sample and make the administrator; its password, or None on later runs. All or
    nothing: a start that was cut off here is a first start the next time."""
    user = get_user_model()
    is_sample = settings.SAMPLE_SITE and not _holds_anything()
    if is_sample and not user.objects.exists():
        _keep_empty()
    with transaction.atomic():
        if user.objects.exists():
            return None
        if is_sample:
            call_command("load_demo", verbosity=0)
        password = "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LENGTH))
        user.objects.create_superuser(ADMIN, password=password)
    return password


def _keep_empty():
    """A copy from before the sample: a database of one's own begins with it, at once."""
    copy = settings.SITE_DIR / sample.EMPTY
    copy.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])


def first_link():
    """Where the administrator sets up the second factor; by the password alone nobody can."""
    return invitations.make(get_user_model().objects.get(username=ADMIN)).address


def _holds_anything():
    """More than the rows of the one model that has some from the first migration on."""
    models = (model for name in OUR_APPS for model in apps.get_app_config(name).get_models())
    return any(one._base_manager.exists() for one in models if one is not ContentVersion)


def collect_static():
    stamp = settings.DATA_DIR / "static.stamp"
    now = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == now and settings.STATIC_ROOT.exists():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now)


def _static_fingerprint():
    """Names, sizes and times of all static files, the packages' as well as our own."""
    known = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    own = apps.get_app_config("staticfiles")
    assert isinstance(own, StaticFilesConfig)
    for finder in get_finders():
        for name, storage in sorted(finder.list(own.ignore_patterns), key=lambda found: found[0]):
            facts = Path(storage.path(name)).stat()
            known.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return known.hexdigest()
