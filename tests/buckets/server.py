"""A server that refuses what the vendors refuse, and keeps files like S3.

What it refuses, and the words it uses, are in the vendors' own documents
(docs/decisions/0058-backup.md): names in the path, `aws-chunked` bodies, wrong signatures,
bodies whose hash is not what was signed. It speaks TLS, without which boto3 sends other requests.
"""

import hashlib
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape

from tests.buckets import signatures

STREAMING = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
CHUNKED = "aws-chunked encoding is not supported with the specified x-amz-content-sha256 value."
PATH_STYLE = {
    "oss": ("SecondLevelDomainForbidden", "Please use virtual hosted style to access."),
    "cos": (
        "PathStyleDomainForbidden",
        "The bucket you are attempting to access must be addressed"
        " using COS virtual-styled domain.",
    ),
    "obs": (
        "VirtualHostDomainRequired",
        "Virtual host domain is required while accessing a specific bucket.",
    ),
}
KEPT = ("Cache-Control", "Content-Type", "x-amz-acl")  # beside a file, and handed out with it
BEGUN = b"<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
DONE = b"<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>"


class Refused(Exception):
    """What the vendor says instead of an answer."""

    def __init__(self, status, code, message=""):
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


@dataclass
class Vendor:
    """One vendor with one bucket: how it is reached, what it holds, what it was asked."""

    kind: str
    endpoint: str
    bucket: str
    key: str = "KEY"
    secret: str = "SECRET"
    domain: str = ""  # a name of the bucket's own
    public: bool = False
    refusing: str = ""  # a code that answers every request
    room: int | None = None  # for so many files more, empty ones aside
    dies: bool = False  # at the first file that finds no room
    files: dict = field(default_factory=dict)
    uploads: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)  # (method, key, headers)

    def count(self):
        """The requests since the last time, as `GET` or `HEAD` and so on."""
        methods = [method for method, *_ in self.asked]
        self.asked.clear()
        return methods

    def acl(self, name):
        """What was said of who may read a file."""
        return self.files[name][1].get("x-amz-acl")


def key_of(vendor, request):
    """Which file is asked for; Refused where the vendor wants another way of asking."""
    host = request.headers["Host"].partition(":")[0]
    path = unquote(request.path.partition("?")[0])
    if host not in {f"{vendor.bucket}.{vendor.endpoint}", vendor.domain}:
        raise Refused(403, *PATH_STYLE[vendor.kind])
    return path[1:]


def check(vendor, request, key, body):
    """Refuse what the vendor refuses."""
    if request.command == "PUT" and body and vendor.room is not None:
        if vendor.room == 0:
            vendor.refusing = "AccessDenied" if vendor.dies else ""
            raise Refused(403, "QuotaExceeded")
        vendor.room -= 1
    if vendor.refusing:
        raise Refused(403, vendor.refusing)
    payload = request.headers.get("x-amz-content-sha256", "")
    if "aws-chunked" in request.headers.get("Content-Encoding", "") and payload != STREAMING:
        raise Refused(400, "InvalidArgument", CHUNKED)
    if "Authorization" not in request.headers:
        _check_stranger(vendor, request, key)
        return
    if vendor.kind == "obs" and payload and payload not in {"UNSIGNED-PAYLOAD", STREAMING}:
        raise Refused(403, "SignatureDoesNotMatch")
    if signatures.key_of(request) != vendor.key:
        raise Refused(403, "InvalidAccessKeyId")
    if not signatures.is_right(request, vendor.bucket, vendor.secret):
        raise Refused(403, "SignatureDoesNotMatch")
    if len(payload) == 64 and hashlib.sha256(body).hexdigest() != payload:
        raise Refused(400, "XAmzContentSHA256Mismatch")


def _check_stranger(vendor, request, key):
    """The ACL of a file goes before that of its bucket."""
    known = vendor.files.get(key, (b"", {}))[1].get("x-amz-acl")
    readable = known == "public-read" if known else vendor.public
    if request.command not in {"GET", "HEAD"} or not readable or not key:
        raise Refused(403, "AccessDenied")


def answer(vendor, request, key, body):
    """Status, headers and body of what is asked."""
    query = parse_qs(request.path.partition("?")[2], keep_blank_values=True)
    told = {name: request.headers[name] for name in KEPT if name in request.headers}
    if request.command in {"GET", "HEAD"}:
        return _file(vendor, key) if key else _list(vendor, query)
    if request.command == "DELETE":
        vendor.files.pop(key, None)
        return 204, {}, b""
    if request.command == "POST" and "uploads" in query:
        vendor.uploads["1"] = (told, {})
        return 200, {}, BEGUN
    if request.command == "POST":
        told, parts = vendor.uploads.pop(query["uploadId"][0])
        vendor.files[key] = (b"".join(parts[n] for n in sorted(parts)), told, datetime.now(UTC))
        return 200, {}, DONE
    if "uploadId" in query:
        vendor.uploads[query["uploadId"][0]][1][int(query["partNumber"][0])] = body
    else:
        vendor.files[key] = (body, told, datetime.now(UTC))
    return 200, {"ETag": f'"{hashlib.md5(body).hexdigest()}"'}, b""


def _file(vendor, key):
    if key not in vendor.files:
        raise Refused(404, "NoSuchKey")
    data, told, when = vendor.files[key]
    return 200, {**told, "Last-Modified": format_datetime(when, usegmt=True)}, data


def _list(vendor, query):
    start = query.get("prefix", [""])[0]
    below = [name[len(start) :] for name in sorted(vendor.files) if name.startswith(start)]
    folders = sorted({f"{start}{name.partition('/')[0]}/" for name in below if "/" in name})
    files = [f"{start}{name}" for name in below if "/" not in name]
    shown = [f"<Contents><Key>{escape(one)}</Key></Contents>" for one in files]
    shown += [f"<CommonPrefixes><Prefix>{escape(one)}</Prefix></CommonPrefixes>" for one in folders]
    said = f"<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(shown)}</ListBucketResult>"
    return 200, {}, said.encode()


class Handler(BaseHTTPRequestHandler):
    """One connection; `server.vendors` are those that share the address."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        host = self.headers["Host"].partition(":")[0]
        vendor = next(
            one for one in self.server.vendors if host.endswith(one.endpoint) or host == one.domain
        )
        try:
            key = key_of(vendor, self)
            vendor.asked.append((self.command, key, dict(self.headers)))
            check(vendor, self, key, body)
            self._send(*answer(vendor, self, key, body))
        except Refused as refused:
            said = f"<Error><Code>{refused.code}</Code><Message>{refused.message}</Message></Error>"
            self._send(refused.status, {"Content-Type": "application/xml"}, said.encode())

    do_HEAD = do_PUT = do_POST = do_DELETE = do_GET

    def _send(self, status, headers, body):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        """Nothing is printed."""


@contextmanager
def running(vendors, certificate):
    """The port where they are served, under a certificate (a file with its key)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.vendors = vendors
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
