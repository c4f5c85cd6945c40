"""The engines behind the site, by their addresses in the environment; texting, passkeys, bounds."""

import re
from decimal import Decimal
from importlib.util import find_spec
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from outbox.base.http import is_local
from website.config import env
from website.config.env import env_choice, env_int, env_str, split_url

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for its turn instead of failing half-way
    "timeout": 20,
    # FULL: a receipt that was shown must survive a power cut. secure_delete: what was erased is
    # overwritten, and does not lie on in free pages for whoever finds file and key one day.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "PRAGMA temp_store=MEMORY",  # a full disk must not keep a page from sorting its rows
}
# Of PostgreSQL: seconds for a new connection, milliseconds until one to a lost machine is given up.
PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
# Seconds that a thread keeps a connection: to open one costs SQLite as much as a hundred queries.
# Not for ever: proxies drop those that wait, and figures of the planner are read with the schema.
CONNECTED = 600


def _parts(name, value, example):
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
        found = dj_database_url.parse(value, conn_max_age=CONNECTED, conn_health_checks=True)
    except ValueError as error:
        raise _refusal(name, example) from error
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return _sqlite(found)
    if found["ENGINE"] != "django.db.backends.postgresql" or not found["NAME"]:
        raise _refusal(name, example)
    need(name, "psycopg")
    found["OPTIONS"] = {**PATIENCE, **found.get("OPTIONS", {})}
    if pool := found.get("OPTIONS", {}).get("pool"):
        found["CONN_MAX_AGE"] = 0  # the pool keeps them instead
        # `True` would mean four connections, fewer than the threads that ask for one.
        ours = {"min_size": 1, "max_size": threads + 2, "timeout": 5}
        found["OPTIONS"]["pool"] = ours if pool is True else pool
    return found


def _sqlite(found):
    options = {**found.get("OPTIONS", {}), **SQLITE_OPTIONS}
    known = {"ENGINE": "website.config.sqlite", "OPTIONS": options, "CONN_MAX_AGE": CONNECTED}
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
    "argon2": "website.office.accounts.Argon2",
    "scrypt": "django.contrib.auth.hashers.ScryptPasswordHasher",
    "pbkdf2": "django.contrib.auth.hashers.PBKDF2PasswordHasher",
}


def password_hashers(name):
    """Django's PASSWORD_HASHERS: the chosen one first, all others for what is stored already."""
    chosen = env_choice(name, list(HASHERS))
    return [HASHERS[chosen], *(path for one, path in HASHERS.items() if one != chosen)]


def mail(name):
    """EMAIL_URL (console://, file:///folder, smtp://, smtp+tls:// or
    smtps://user:password@host:465) as Django's EMAIL_* settings. Empty: the server that the office
    sets, and without one no mail; nor is it printed, or a log would hold addresses."""
    value = env_str(name, "")
    example = "smtps://用户名:密码@smtp.example.com:465"
    backend = "django.core.mail.backends."
    if not value:
        return {"EMAIL_BACKEND": "consult.mail_server.Backend"}
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


HERE = {"127.0.0.1", "localhost", "::1"}
# com.cn and its like are nobody's: browsers refuse them, and so do we, before anybody is enrolled.
NOBODYS = re.compile(r"(?:com|net|org|gov|edu|ac|mil|co|idv)\.[a-z]{2}")
FOREIGN = (
    "环境变量 {name} 应为网站域名 {host} 本身，或它所属的主域名（例如网站为 www.example.com 时，"
    "可设为 example.com），现在是“{value}”。"
)


def relying_party(name, site_url):
    """The host of the passkeys (the RP ID) and the origins that may use them; none by http, but on
    this very machine, which browsers know by its name only."""
    parts = urlsplit(site_url)
    site = "localhost" if parts.hostname in HERE else parts.hostname
    host = env.env_str(name, site).lower()
    is_above = "." in host and site.endswith(f".{host}") and not NOBODYS.fullmatch(host)
    # A name and no number: passkeys are made for names.
    is_name = not re.fullmatch(r"[0-9.]+|.*:.*", site)
    if host != site and not (is_above and is_name):
        raise ImproperlyConfigured(FOREIGN.format(name=name, host=site, value=host))
    if site == "localhost":
        origin = f"{parts.scheme}://localhost" + (f":{parts.port}" if parts.port else "")
        return host, [origin]
    return host, [site_url] if parts.scheme == "https" and is_name else []


REFUSED = (
    "环境变量 {} 应形如 aliyun://AccessKeyID:Secret@/?sign=签名&template=SMS_123456789 或 "
    "tencent://SecretId:SecretKey@/?app=1400000000&sign=签名&template=1234567；"
    "密钥里的斜杠、加号等要写成 %2F、%2B，签名不带【】。"
)
SIGNATURE = r"[^\s【】\[\]]{2,30}"
# What may stand in the query of each vendor, and how.
FIELDS = {
    "aliyun": {"sign": SIGNATURE, "template": r"SMS_[0-9]{1,20}"},
    "tencent": {
        "sign": SIGNATURE,
        "template": r"[0-9]{1,20}",
        "app": r"[0-9]{6,20}",
        "region": r"[a-z]{2}-[a-z]{3,20}(?:-[0-9])?",
    },
}
DEFAULTS = {"aliyun": {}, "tencent": {"region": "ap-guangzhou"}}


def account(name):
    """SMS_URL as a dictionary whose names Django's debug page hides; {} for no messages. A refusal
    shows no value: it holds a secret. The hosts are fixed in the code."""
    value = env_str(name)
    if not value:
        return {}
    try:
        parts, port = split_url(value)
        query = parse_qs(parts.query, strict_parsing=True)
        known = FIELDS[parts.scheme]
        given = DEFAULTS[parts.scheme] | {key: values[-1] for key, values in query.items()}
        elsewhere = [parts.hostname, port, parts.path.strip("/"), parts.fragment]
        if any(elsewhere) or not (parts.username and parts.password) or set(given) != set(known):
            raise ValueError
        if not all(re.fullmatch(form, given[key]) for key, form in known.items()):
            raise ValueError
    except (KeyError, ValueError):
        raise ImproperlyConfigured(REFUSED.format(name)) from None
    keys = {"key": unquote(parts.username), "secret": unquote(parts.password)}
    return {"vendor": parts.scheme, **keys, **given}


HOOK = "https://hooks.example.com/antou（http:// 只能指向本机或者内网），并设好 {}"


def webhook(name, secret):
    """WEBHOOK_URL and the secret that signs; without TLS only within one's own network. A refusal
    shows no value: the path may be a secret."""
    value, key, wanted = env_str(name), env.env_token(secret, shortest=20), HOOK.format(secret)
    parts, _ = _parts(name, value, wanted)
    near = parts.scheme == "https" or (parts.scheme == "http" and is_local(parts.hostname or ""))
    whole = parts.hostname and parts.username is None and re.fullmatch("[!-~]+", value)
    if value and not (near and whole and key):
        raise _refusal(name, wanted)
    return value, key


def price(name):
    """SMS_PRICE: what one message costs, in fen with up to two decimals; None where nobody said."""
    value = env_str(name)
    if value and not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})?", value):
        raise ImproperlyConfigured(
            f"环境变量 {name} 是每条短信的价格，单位是分，应形如 4.5，现在是“{value}”。"
        )
    return Decimal(value) if value else None


ONE_ADDRESS, UNPROVED, TOTAL = "UPLOADS_PER_ADDRESS_MB", "UPLOADS_UNPROVED_MB", "UPLOADS_TOTAL_MB"
# An hour takes half of a day's: with less not even one file of the largest size would fit.
LEAST, MOST = 40, 1_000_000


def quotas() -> tuple[int, int, int]:
    """How much strangers may upload, in megabytes, by three variables in this order."""
    one_address, unproved, total = (
        env_int(name, usual, lowest=LEAST, highest=MOST)
        for name, usual in ((ONE_ADDRESS, 200), (UNPROVED, 1000), (TOTAL, 5000))
    )
    if not one_address <= unproved < total:
        given = f"{one_address}、{unproved}、{total}"
        raise ImproperlyConfigured(
            f"{ONE_ADDRESS} 不能超过 {UNPROVED}，{UNPROVED} 必须小于 {TOTAL}，现在依次是{given}。"
        )
    return one_address, unproved, total
