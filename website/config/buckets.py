"""Object storage by its address: s3://, and the vendors of China (rules: decision 0058)."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from website.config.engines import need
from website.config.env import HOST, env_str, split_url

STORAGE = "website.config.bucket_storage.Bucket"
SIGNATURES = {"v2": "s3", "v4": "s3v4"}
OPTIONS = ("region", "scheme", "addressing", "signature", "public_url")
# Of a bucket: no address works but ours, whatever the bucket itself allows the public.
PRIVATE = {"default_acl": "private", "querystring_auth": False}
# A name never means another picture. What stands between us and a reader asks again after ten
# minutes: a picture that the firm takes away is gone by then.
PUBLIC = {"CacheControl": "public, max-age=31536000, s-maxage=600, immutable"}
LABEL = re.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")  # what a host name may begin with


@dataclass(frozen=True)
class Preset:
    """How a kind of storage wants to be asked; None leaves it to boto3."""

    host: str  # of its endpoints, with the region
    addressing: str | None = None
    signature: str | None = None
    signed_bodies: bool | None = None


PRESETS = {
    "s3": Preset(""),
    "oss": Preset(
        r"(?:s3\.)?oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com", "virtual", "v2", False
    ),
    "cos": Preset(
        r"cos(?:-internal)?\.([a-z0-9-]+)\.(?:myqcloud\.com|tencentcos\.cn)", "virtual", "v4", False
    ),
    "obs": Preset(r"obs\.([a-z0-9-]+)\.myhuaweicloud\.(?:com|cn)", "virtual", "v4", False),
}
EXAMPLES = (
    "oss://KEY:SECRET@s3.oss-cn-hangzhou.aliyuncs.com/bucket"
    " 或 s3://KEY:SECRET@s3.example.com/bucket?region=cn-east-1"
)


def media(name, folder):
    """MEDIA_STORAGE_URL as a storage of pictures, or a folder of this machine."""
    value = env_str(name)
    if not value:
        options = {"location": folder, "base_url": "/media/", "file_permissions_mode": 0o640}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    found = storage(name, value, public=True)
    if public_url(name):
        found["OPTIONS"]["object_parameters"] = PUBLIC
    return found


def public_url(name):
    """Where anybody may fetch the pictures of MEDIA_STORAGE_URL, without a final slash; else ""."""
    value = env_str(name)
    return _options(name, _parts(name, value)[0]).get("public_url", "") if value else ""


def origins(url):
    """What a Content-Security-Policy lets pictures come from: the host of an address, if any."""
    return [f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"] if url else []


def private(name, media_name, folder, under="private"):
    """Where the encrypted files of clients lie: a folder without an address, or `under` in the
    bucket of PRIVATE_STORAGE_URL, else of MEDIA_STORAGE_URL. Never one that is open to the public:
    a CDN that may read there would hand them to everybody."""
    known = next((known for known in (name, media_name) if env_str(known)), None)
    if known is None:
        return {"BACKEND": "consult.files.storage.PrivateFolder", "OPTIONS": {"location": folder}}
    bucket = storage(known, env_str(known), public=known == media_name)
    refuse_public(name, media_name, bucket, "当事人的附件")
    return {**bucket, "OPTIONS": {**bucket["OPTIONS"], **PRIVATE, "location": under}}


def refuse_public(name, media_name, bucket, what):
    """Refuse the bucket that the public fetches pictures from, for `what` it must never fetch."""
    if public_url(media_name) and _place(bucket) == _place(media(media_name, None)):
        raise ImproperlyConfigured(
            f"{media_name} 带有 public_url，图片对公众开放，{what}不能放在同一个存储桶里，"
            f"请用 {name} 指定另一个不公开的存储桶。"
        )


def storage(name, value, public=False):
    """A bucket by its address; `public` says whether its files may have addresses of their own."""
    parts, port = _parts(name, value)
    options, preset = _options(name, parts), PRESETS[parts.scheme]
    if "public_url" in options and not public:
        raise ImproperlyConfigured(f"环境变量 {name} 里的文件从不公开，不能带 public_url。")
    need(name, "storages")
    bucket = parts.path.strip("/")
    addressing = options.get("addressing", preset.addressing)
    _check_names(name, bucket, parts.hostname, addressing)
    signature = options.get("signature", preset.signature)
    region = re.fullmatch(preset.host, parts.hostname)
    known = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "endpoint_url": f"{options.get('scheme', 'https')}://{parts.hostname}"
        + (f":{port}" if port else ""),
        "region_name": options.get("region", region and region[1]),
        "addressing_style": addressing,
        "signature_version": SIGNATURES.get(signature),
        "signed_bodies": preset.signed_bodies,
        "querystring_auth": False,
        "file_overwrite": False,
        "default_acl": None,
    }
    return {"BACKEND": STORAGE, "OPTIONS": known}


def _place(found):
    """What tells one bucket from another: a vendor has several hosts for one region."""
    endpoint, bucket = (found["OPTIONS"][part] for part in ("endpoint_url", "bucket_name"))
    host = urlsplit(endpoint).hostname
    known = [(kind, re.fullmatch(one.host, host)) for kind, one in PRESETS.items()]
    return [*([(kind, region[1]) for kind, region in known if region] or [endpoint]), bucket]


def _parts(name, value):
    try:
        parts, port = split_url(value)
        complete = parts.username and parts.password and parts.hostname
        bucket = re.fullmatch(r"/[A-Za-z0-9][A-Za-z0-9._-]+/?", parts.path)
        if parts.scheme not in PRESETS or not complete or not bucket:
            raise ValueError
    except ValueError as error:
        raise ImproperlyConfigured(f"环境变量 {name} 应形如 {EXAMPLES}。") from error
    return parts, port


def _options(name, parts):
    found = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if unknown := sorted(set(found) - set(OPTIONS)):
        raise ImproperlyConfigured(
            f"环境变量 {name} 不认识选项 {unknown[0]}，可用的是 {'、'.join(OPTIONS)}。"
        )
    for key, allowed in (
        ("scheme", {"https", "http"}),
        ("addressing", {"virtual", "path", "domain"}),
        ("signature", set(SIGNATURES)),
    ):
        if found.get(key, next(iter(allowed))) not in allowed:
            raise ImproperlyConfigured(
                f"环境变量 {name} 的 {key} 只能是 {'、'.join(sorted(allowed))} 之一。"
            )
    if "public_url" in found:
        found["public_url"] = _public(name, found["public_url"], found.get("scheme", "https"))
    return found


def _public(name, value, scheme):
    """An address that pages may show; http only where the bucket itself is asked by http."""
    wrong = ImproperlyConfigured(
        f"环境变量 {name} 的 public_url 应形如 https://img.example.com，不带问号和密码。"
    )
    try:
        parts, port = urlsplit(value), urlsplit(value).port
    except ValueError:
        raise wrong from None
    plain = re.fullmatch("[A-Za-z0-9._~/-]*", parts.path) and not (parts.query or parts.fragment)
    named = parts.hostname and HOST.fullmatch(parts.hostname) and not parts.username
    if parts.scheme not in {"https", scheme} or not plain or not named:
        raise wrong
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def _check_names(name, bucket, host, addressing):
    """Two mistakes that the storage would answer with "wrong signature" or not at all."""
    if addressing == "virtual" and not LABEL.fullmatch(bucket):
        raise ImproperlyConfigured(
            f"环境变量 {name} 的存储桶名要写进域名，只能用小写字母、数字和减号，3 到 63 个字符。"
        )
    if addressing != "domain" and host.startswith(f"{bucket}."):
        raise ImproperlyConfigured(
            f"环境变量 {name} 的域名前面不要写存储桶名；如果这是绑定到存储桶的自有域名，请加上"
            " addressing=domain。"
        )
