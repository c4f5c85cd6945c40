"""The engines behind the site, by their addresses in the environment.

Nothing set: SQLite, a folder, a cache inside the process, mail to the console. Whatever is wrong
raises ImproperlyConfigured with one Chinese sentence that names the variable.
"""

import re
from importlib.util import find_spec
from urllib.parse import parse_qs, unquote

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from website.config.env import env_str, split_url

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
# Of a bucket: no address works but ours, whatever the bucket itself allows the public.
PRIVATE = {"default_acl": "private", "querystring_auth": False}


def _parts(name, value, example):
    """The parts of an address, or a refusal that shows a good one."""
    try:
        return split_url(value)
    except ValueError as error:
        raise _refusal(name, example) from error


def _refusal(name, example):
    return ImproperlyConfigured(f"环境变量 {name} 应形如 {example}。")


def _need(name, module):
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
    _need(name, "psycopg")
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


def cache(name):
    """CACHE_URL (redis://host:port/0) as a cache, or a cache inside the process."""
    value = env_str(name)
    if not value:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    example = "redis://127.0.0.1:6379/0"
    parts, _ = _parts(name, value, example)
    there = parts.path if parts.scheme == "unix" else parts.hostname
    if parts.scheme not in {"redis", "rediss", "unix"} or not there:
        raise _refusal(name, example)
    _need(name, "redis")
    timeouts = {"socket_timeout": 2, "socket_connect_timeout": 2}
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"BACKEND": backend, "LOCATION": value, "OPTIONS": timeouts}


def media(name, folder):
    """MEDIA_STORAGE_URL as a storage, or a folder of this machine.

    s3://KEY:SECRET@endpoint-host/bucket?region=cn-east-1&scheme=https
    """
    value = env_str(name)
    if not value:
        options = {"location": folder, "base_url": "/media/", "file_permissions_mode": 0o640}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    return _bucket(name, value)


def private(name, media_name, folder, under="private"):
    """Where the encrypted files of clients lie: a folder without an address, or a bucket.

    PRIVATE_STORAGE_URL, else the bucket of MEDIA_STORAGE_URL; either way `under` a folder there,
    which the site never serves as it is.
    """
    known = next((known for known in (name, media_name) if env_str(known)), None)
    if known is None:
        return {"BACKEND": "consult.files.storage.PrivateFolder", "OPTIONS": {"location": folder}}
    bucket = _bucket(known, env_str(known))
    return {**bucket, "OPTIONS": {**bucket["OPTIONS"], **PRIVATE, "location": under}}


def backups(name, under):
    """The bucket of BACKUP_TO, in the same forms as the others; `under` is the folder there."""
    bucket = _bucket(name, env_str(name))
    return {**bucket, "OPTIONS": {**bucket["OPTIONS"], **PRIVATE, "location": under}}


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
    chosen = env_str(name, "argon2")
    if chosen not in HASHERS:
        known = "、".join(HASHERS)
        raise ImproperlyConfigured(f"环境变量 {name} 只能是 {known} 之一，现在是“{chosen}”。")
    return [HASHERS[chosen], *(path for one, path in HASHERS.items() if one != chosen)]


def _bucket(name, value):
    example = "s3://KEY:SECRET@s3.example.com/bucket?region=cn-east-1"
    parts, port = _parts(name, value, example)
    query = parse_qs(parts.query)
    scheme = query.get("scheme", ["https"])[0]
    complete = parts.username and parts.password and parts.hostname
    bucket = re.fullmatch(r"/([A-Za-z0-9][A-Za-z0-9._-]+)/?", parts.path)
    if parts.scheme != "s3" or not complete or not bucket or scheme not in {"http", "https"}:
        raise _refusal(name, example)
    _need(name, "storages")
    options = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket[1],
        "endpoint_url": f"{scheme}://{parts.hostname}" + (f":{port}" if port else ""),
        "region_name": query.get("region", [None])[0],
        "querystring_auth": False,
        "file_overwrite": False,
        "default_acl": None,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


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
