"""The engines behind the site, by their addresses in the environment.

Nothing set: SQLite, a folder, mail to the console. Whatever is wrong
raises ImproperlyConfigured with one Chinese sentence that names the variable.
"""

from importlib.util import find_spec
from urllib.parse import unquote

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from website.config.env import env_choice, env_str, split_url

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for its turn instead of failing half-way
    "timeout": 20,
    # FULL: a receipt that was shown must survive a power cut. secure_delete: what was erased is
    # overwritten, and does not lie on in free pages for whoever finds file and key one day.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "PRAGMA temp_store=MEMORY",  # a full disk must not keep a page from sorting its rows
}
# Seconds that a thread keeps a connection: to open one costs SQLite as much as a hundred queries.
# Not for ever: proxies drop those that wait, and figures of the planner are read with the schema.
KEPT = 600


def _parts(name, value, example):
    """The parts of an address, or a refusal that shows a good one."""
    try:
        return split_url(value)
    except ValueError as error:
        raise _refusal(name, example) from error


def _refusal(name, example):
    return ImproperlyConfigured(f"环境变量 {name} 应形如 {example}。")


def need(name, module):
    """Refuse an engine whose package is not there, before it fails in a visitor's request."""
    if find_spec(module) is None:
        raise ImproperlyConfigured(
            f"{name} 需要 Python 软件包 {module}，请先运行"
            " .venv/bin/pip install --require-hashes -r requirements-extras.txt。"
        )


def database(name, path, threads):
    """DATABASE_URL (postgres://user:password@host:5432/db), or an SQLite file at `path`."""
    value = env_str(name)
    if not value:
        return _sqlite({"NAME": str(path)})
    example = "postgres://用户:密码@主机:5432/库名"
    try:
        found = dj_database_url.parse(value, conn_max_age=KEPT, conn_health_checks=True)
    except ValueError as error:
        raise _refusal(name, example) from error
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return _sqlite(found)
    if found["ENGINE"] != "django.db.backends.postgresql" or not found["NAME"]:
        raise _refusal(name, example)
    need(name, "psycopg")
    if pool := found.get("OPTIONS", {}).get("pool"):
        found["CONN_MAX_AGE"] = 0  # the pool keeps them instead
        # `True` would mean four connections, fewer than the threads that ask for one.
        ours = {"min_size": 1, "max_size": threads + 2, "timeout": 5}
        found["OPTIONS"]["pool"] = ours if pool is True else pool
    return found


def _sqlite(found):
    options = {**found.get("OPTIONS", {}), **SQLITE_OPTIONS}
    known = {"ENGINE": "website.config.sqlite", "OPTIONS": options, "CONN_MAX_AGE": KEPT}
    return {**found, **known}


def clamd(name):
    """CLAMD_URL (tcp://host:3310 or unix:///path) as host and port, or as a path; None for none."""
    value = env_str(name)
    if not value:
        return None
    example = "tcp://127.0.0.1:3310 或 unix:///run/clamav/clamd.ctl"
    parts, port = _parts(name, value, example)
    if parts.scheme == "tcp" and parts.hostname and not parts.path:
        return parts.hostname, port or 3310
    if parts.scheme == "unix" and parts.path and not parts.netloc:
        return parts.path
    raise _refusal(name, example)


HASHERS = {
    "argon2": "website.config.hashers.Argon2",
    "scrypt": "django.contrib.auth.hashers.ScryptPasswordHasher",
    "pbkdf2": "django.contrib.auth.hashers.PBKDF2PasswordHasher",
}


def password_hashers(name):
    """Django's PASSWORD_HASHERS: the chosen one first, all others for what is stored already."""
    chosen = env_choice(name, list(HASHERS))
    return [HASHERS[chosen], *(path for one, path in HASHERS.items() if one != chosen)]


def mail(name):
    """EMAIL_URL as Django's EMAIL_* settings.

    Empty (default): no mail leaves the house. Nor is it printed then: a log would hold addresses of
    clients, for years. Who wants to look at letters asks for it.

    console:// · file:///folder · smtp://user:password@host:25 ·
    smtp+tls://user:password@host:587 · smtps://user:password@host:465
    """
    value = env_str(name, "")
    example = "smtps://用户名:密码@smtp.example.com:465"
    backend = "django.core.mail.backends."
    if not value:
        return {"EMAIL_BACKEND": f"{backend}dummy.EmailBackend"}
    parts, port = _parts(name, value, example)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{backend}console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": f"{backend}filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise _refusal(name, example)
    return {
        "EMAIL_BACKEND": f"{backend}smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
