"""Typed readers of environment variables that refuse nonsense.

Every reader raises ImproperlyConfigured with one Chinese sentence that names the variable, so
that `manage.py` can print it as it is.
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def env_str(name, default=""):
    """The text of a variable, without surrounding white space."""
    return os.environ.get(name, "").strip() or default


def env_bool(name, default):
    """1/true/yes/on or 0/false/no/off, in any case."""
    value = env_str(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"环境变量 {name} 只能是 1 或 0，现在是“{value}”。")
    return value in TRUE


def env_int(name, default, lowest=0, highest=65535):
    """A whole number between two bounds."""
    value = env_str(name) or str(default)
    if not re.fullmatch(r"\d{1,9}", value) or not lowest <= int(value) <= highest:
        raise ImproperlyConfigured(
            f"环境变量 {name} 应为 {lowest} 到 {highest} 之间的整数，现在是“{value}”。"
        )
    return int(value)


def env_list(name):
    """The parts of a comma-separated variable."""
    return [part.strip() for part in env_str(name).split(",") if part.strip()]


def env_site_url(name, default):
    """Scheme and host of the site, without a path or a final slash."""
    value = env_str(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            f"环境变量 {name} 应形如 https://www.example.com，现在是“{value}”。"
        )
    return value


def data_dir(base):
    """The folder of everything the site writes, made if it is not there."""
    folder = Path(env_str("DATA_DIR", str(base / "var"))).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"数据目录 {folder} 无法创建（{error.strerror}），请用 DATA_DIR 指定一个可写的目录。"
        ) from error
    if not os.access(folder, os.W_OK):
        raise ImproperlyConfigured(f"数据目录 {folder} 不可写，请用 DATA_DIR 指定一个可写的目录。")
    return folder


def kept_secret(path, make):
    """A secret kept in a file of mode 600, made once; safe against two starts at a time."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.touch(mode=0o600)
            draft.write_text(make())
            os.link(draft, path)
        except FileExistsError:
            pass  # another process made it first: take that one
        except OSError as error:
            raise ImproperlyConfigured(
                f"密钥文件 {path} 无法写入（{error.strerror}），请检查 DATA_DIR 的权限。"
            ) from error
        finally:
            draft.unlink(missing_ok=True)
    return path.read_text().strip()


def env_secret_key(name, kept):
    """SECRET_KEY from the environment, or the one kept in a file; a weak one is refused."""
    value = env_str(name) or kept_secret(kept, lambda: secrets.token_urlsafe(64))
    if len(value) < 50 or len(set(value)) < 10 or value.startswith("django-insecure"):
        raise ImproperlyConfigured(
            f"{name} 太弱：至少要 50 个随机字符。可以用 "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))' 生成。"
        )
    return value


def env_consult_keys(name, kept):
    """The keys of what clients confide, as {id: 32 bytes}; the first one encrypts.

    Written as `id:hex,id:hex`. Never derived from SECRET_KEY, whose rotation must lose no letter.
    """
    text = env_str(name) or kept_secret(kept, lambda: f"k1:{secrets.token_hex(32)}")
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


def env_email(name):
    """EMAIL_URL as Django's EMAIL_* settings.

    console:// (default) · file:///folder · smtp://user:password@host:25 ·
    smtp+tls://user:password@host:587 · smtps://user:password@host:465
    """
    value = env_str(name, "console://")
    parts = urlsplit(value)
    backend = "django.core.mail.backends."
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{backend}console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": f"{backend}filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured(
            f"环境变量 {name} 应形如 smtps://用户名:密码@smtp.example.com:465。"
        )
    return {
        "EMAIL_BACKEND": f"{backend}smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def env_cache(name):
    """CACHE_URL (redis://host:port/0) as a cache, or a cache inside the process."""
    value = env_str(name)
    if not value:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"环境变量 {name} 应形如 redis://127.0.0.1:6379/0。")
    timeouts = {"socket_timeout": 2, "socket_connect_timeout": 2}
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"BACKEND": backend, "LOCATION": value, "OPTIONS": timeouts}


def env_media(name, folder):
    """MEDIA_STORAGE_URL as a storage, or a folder of this machine.

    s3://KEY:SECRET@endpoint-host/bucket?region=cn-east-1&scheme=https
    """
    value = env_str(name)
    if not value:
        options = {"location": folder, "base_url": "/media/", "file_permissions_mode": 0o640}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    parts, query = urlsplit(value), parse_qs(urlsplit(value).query)
    if parts.scheme != "s3" or not parts.username or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"环境变量 {name} 应形如 s3://KEY:SECRET@s3.example.com/bucket?region=cn-east-1。"
        )
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    options = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": parts.path.strip("/"),
        "endpoint_url": f"{query.get('scheme', ['https'])[0]}://{host}",
        "region_name": query.get("region", [None])[0],
        "querystring_auth": False,
        "file_overwrite": False,
        "default_acl": None,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
