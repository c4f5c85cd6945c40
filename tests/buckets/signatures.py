"""The signatures of S3, worked out from what arrived: version 4, and version 2 as OSS wants it."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qsl, quote

EMPTY = hashlib.sha256(b"").hexdigest()


def is_right(request, bucket, secret):
    """Whether the header Authorization of a request is what the key would have written."""
    told = request.headers.get("Authorization", "")
    if told.startswith("AWS4-HMAC-SHA256 "):
        return _is_right_4(request, told, secret)
    return told.startswith("AWS ") and told.rpartition(":")[2] == _version_2(
        request, bucket, secret
    )


def key_of(request):
    """The access key that a request names."""
    told = request.headers.get("Authorization", "")
    if told.startswith("AWS4"):
        return told.partition("Credential=")[2].partition("/")[0]
    return told.removeprefix("AWS ").partition(":")[0]


def _is_right_4(request, told, secret):
    parts = dict(part.strip().split("=", 1) for part in told.partition(" ")[2].split(","))
    _, day, region, service, kind = parts["Credential"].split("/")
    named = parts["SignedHeaders"].split(";")
    path, _, query = request.path.partition("?")
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    plain = "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in pairs)
    headers = "".join(f"{name}:{request.headers[name].strip()}\n" for name in named)
    payload = request.headers["x-amz-content-sha256"]
    canonical = "\n".join(
        [request.command, path, plain, headers, parts["SignedHeaders"], payload]
    ).encode()
    scope = f"{day}/{region}/{service}/{kind}"
    text = "\n".join(
        ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope]
        + [hashlib.sha256(canonical).hexdigest()]
    )
    key = f"AWS4{secret}".encode()
    for step in (day, region, service, kind):
        key = hmac.digest(key, step.encode(), "sha256")
    needed = {"host", "x-amz-content-sha256", "x-amz-date"}
    return (
        needed <= set(named)
        and parts["Signature"] == hmac.new(key, text.encode(), "sha256").hexdigest()
    )


def _version_2(request, bucket, secret):
    path, _, query = request.path.partition("?")
    signed = ("acl", "partNumber", "uploadId", "uploads")
    sub = [one for one in sorted(query.split("&")) if one.partition("=")[0] in signed]
    told = {name.lower(): value for name, value in request.headers.items()}
    amz = "".join(f"{name}:{told[name]}\n" for name in sorted(told) if name.startswith("x-amz-"))
    date = "" if "x-amz-date" in told else told.get("date", "")
    head = [request.command, told.get("content-md5", ""), told.get("content-type", ""), date]
    resource = f"/{bucket}{path}" + (f"?{'&'.join(sub)}" if sub else "")
    text = "\n".join(head) + f"\n{amz}{resource}"
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), "sha1")).decode()
