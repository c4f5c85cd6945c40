"""Typed readers of environment variables; each refuses nonsense with one Chinese sentence
(ImproperlyConfigured) that names the variable."""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from outbox.channels import ROBOTS

# Settings that went, and what to do instead; one that is still set ends the start.
REMOVED: dict[str, str] = {
    "LAW_PACK_KEYS": "法规包已取消，法规条文请在后台上传，或者用 manage.py import_statutes 导入。",
    "RICHTEXT_EDITOR": "编辑器只有 CKEditor 一种，已存的文字不用改。",
    "CACHE_URL": "从来没有用到 Redis，不需要别的设置来代替。",
}

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def refuse_removed():
    """Refuse the start while a setting is set that went: ignored, it would promise what is not."""
    for name, instead in REMOVED.items():
        if name in os.environ:
            raise ImproperlyConfigured(f"环境变量 {name} 已取消，请删掉它：{instead}")


def env_str(name, default=""):
    return os.environ.get(name, "").strip() or default


def env_bool(name, default):
    value = env_str(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"环境变量 {name} 只能是 1 或 0，现在是“{value}”。")
    return value in TRUE


def env_choice(name, known):
    value = env_str(name, known[0])
    if value not in known:
        raise ImproperlyConfigured(
            f"环境变量 {name} 只能是 {'、'.join(known)} 之一，现在是“{value}”。"
        )
    return value


def env_int(name, default, lowest=0, highest=65535):
    value = env_str(name) or str(default)
    if not re.fullmatch("[0-9]{1,9}", value) or not lowest <= int(value) <= highest:
        raise ImproperlyConfigured(
            f"环境变量 {name} 应为 {lowest} 到 {highest} 之间的整数，现在是“{value}”。"
        )
    return int(value)


def env_list(name):
    return [part.strip() for part in env_str(name).split(",") if part.strip()]


def env_hosts(name):
    """Names of hosts as browsers send them: a Chinese one in its form of ASCII."""
    hosts = env_list(name)
    try:
        return [".".join(one.encode("idna").decode() for one in host.split(".")) for host in hosts]
    except UnicodeError as error:
        raise ImproperlyConfigured(
            f"环境变量 {name} 里有不能用的域名：“{','.join(hosts)}”。"
        ) from error


def https_origins(hosts):
    """The origins of hosts as ALLOWED_HOSTS writes them; ".example.cn" is all below that name."""
    named = [host for host in hosts if host != "*"]
    below = [f"https://*{host}" for host in named if host.startswith(".")]
    return [f"https://{host.removeprefix('.')}" for host in named] + below


def split_url(value):
    parts = urlsplit(value)
    return parts, parts.port


# Labels of a host name, an IPv4 address, or an IPv6 address in brackets.
HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*"
)


def env_site_url(name, default):
    """Scheme and host of the site, in lower case and ASCII, without a path or a final slash."""
    return _origin(name, env_str(name, default))


def env_origins(name):
    """Origins as browsers name them, comma-separated."""
    return [_origin(name, value) for value in env_list(name)]


def _origin(name, value):
    try:
        parts, port = split_url(value.rstrip("/"))
        host = (parts.hostname or "").encode("idna").decode()
        beside = [parts.path, parts.query, parts.fragment, parts.username]
        if parts.scheme not in {"http", "https"} or any(beside) or not HOST.fullmatch(host):
            raise ValueError
    except ValueError as error:
        raise ImproperlyConfigured(
            f"环境变量 {name} 应形如 https://www.example.com，现在是“{value}”。"
        ) from error
    host = f"[{host}]" if ":" in host else host
    is_usual = port in {None, {"http": 80, "https": 443}[parts.scheme]}  # no browser names it
    return f"{parts.scheme}://{host}" + ("" if is_usual else f":{port}")


def data_dir(default):
    folder = Path(env_str("DATA_DIR", default))
    try:
        folder = folder.expanduser().resolve()
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: `~name` of nobody
        raise ImproperlyConfigured(
            f"数据目录 {folder} 无法创建，请用 DATA_DIR 指定一个可写的目录。"
        ) from error
    if not os.access(folder, os.W_OK):
        raise ImproperlyConfigured(f"数据目录 {folder} 不可写，请用 DATA_DIR 指定一个可写的目录。")
    return folder


def stored_secret(path, make):
    """A secret kept in a file of mode 600, made once; safe against two starts at a time."""
    try:
        if not path.exists():
            _write_once(path, make())
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"密钥文件 {path} 无法读写，请检查 DATA_DIR 的权限。") from error


def _write_once(path, text):
    """A link to a finished file: nobody ever reads a half-written secret."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process made it first: take that one
    finally:
        draft.unlink(missing_ok=True)


def env_secret_key(name, path):
    """SECRET_KEY from the environment, or the one kept in a file; a weak one is refused."""
    return _strong(name, env_str(name) or stored_secret(path, lambda: secrets.token_urlsafe(64)))


def env_proxy_secret(name, path):
    """Sixteen characters or more, as they can stand in a header and in a file of nginx."""
    value = env_str(name) or stored_secret(path, lambda: secrets.token_urlsafe(32))
    if not re.fullmatch("[A-Za-z0-9_-]{16,200}", value):
        raise ImproperlyConfigured(
            f"环境变量 {name} 应为16到200个字母、数字、“-”或“_”，例如 openssl rand -hex 32 的输出。"
        )
    return value


def env_secret_fallbacks(name):
    return [_strong(name, value) for value in env_list(name)]


def _strong(name, value):
    if len(value) < 50 or len(set(value)) < 10 or value.startswith("django-insecure"):
        raise ImproperlyConfigured(
            f"{name} 太弱：至少要 50 个随机字符。可以用 "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))' 生成。"
        )
    return value


def env_consult_keys(name, path):
    """The keys of what clients confide, as {id: 32 bytes}; the first one encrypts. Written as
    `id:hex,id:hex`. Never derived from SECRET_KEY, whose rotation must lose no letter."""
    text = env_str(name) or stored_secret(path, lambda: f"k1:{secrets.token_hex(32)}")
    keys = {}
    for part in text.split(","):
        found = re.fullmatch(r"\s*([A-Za-z0-9_-]{1,16}):([0-9A-Fa-f]{64})\s*", part)
        if not found or found[1] in keys or len(set(found[2])) < 8:
            raise ImproperlyConfigured(
                f"{name} 应形如 编号:64位十六进制，多个用逗号分开，编号不能重复，"
                "密钥要随机；可以用 openssl rand -hex 32 生成。"
            )
        keys[found[1]] = bytes.fromhex(found[2])
    return keys


def env_token(name, shortest=8):
    """A key that another program shows or asks for; a refusal shows no value: it is a secret."""
    value = env_str(name)
    if value and not re.fullmatch(f"[A-Za-z0-9-]{{{shortest},128}}", value):
        raise ImproperlyConfigured(f"环境变量 {name} 应为 {shortest} 到 128 个字母、数字或减号。")
    return value


CONTACT = re.compile(
    r"mailto:[^@\s,?]+@[a-z0-9.-]+\.[a-z]{2,}|https://[a-z0-9.-]+\.[a-z]{2,}(?:[/:]\S*)?"
)


def env_contacts(name):
    """Where a hole in the site is told, comma-separated: mailto: and https: addresses."""
    contacts = env_list(name)
    for contact in contacts:
        if not contact.isascii() or not CONTACT.fullmatch(contact):
            raise ImproperlyConfigured(
                f"环境变量 {name} 应为 mailto:security@example.com 或 https:// 开头的网址，"
                "多个用逗号分开。"
            )
    return contacts


ROBOT = re.compile(r"([a-z]+)://([A-Za-z0-9_-]{8,128})(?:\?secret=([A-Za-z0-9_+/=-]{8,128}))?")


def env_robots(name):
    """Robots of group chats: wecom://KEY, dingtalk://TOKEN?secret=SEC…; names that Django's debug
    page hides. A refusal shows no value: each is a secret."""
    parts = env_list(name)
    found = [
        one
        for part in parts
        if (one := ROBOT.fullmatch(part))
        and one[1] in ROBOTS
        and (ROBOTS[one[1]].is_signed or not one[3])
    ]
    if len(found) < len(parts):
        forms = ",".join(
            f"{one.name}://{one.key}{'?secret=加签密钥' * one.is_signed}" for one in ROBOTS.values()
        )
        unsigned = "、".join(one.label for one in ROBOTS.values() if not one.is_signed)
        raise ImproperlyConfigured(
            f"环境变量 {name} 应形如 {forms}，只写网址里的密钥或令牌，不写整个网址；"
            f"{unsigned}没有加签密钥。"
        )
    return [{"kind": one[1], "token": one[2], "secret": one[3] or ""} for one in found]
