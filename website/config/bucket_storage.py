"""A bucket as Django's storage: django-storages, asked as the vendors of China want to be asked.

Checksums only where S3 demands them: those that boto3 adds by itself since 1.36 travel in
`aws-chunked` bodies, which Aliyun's OSS refuses. Whatever fails is an OSError, as with a folder.
"""

import logging
import shutil
import tempfile
from contextlib import closing
from functools import wraps
from urllib.parse import urlsplit

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

log = logging.getLogger("antou.storage")

PROBE = "probe"  # an empty file, written to see whether files are taken
IN_MEMORY = 1024 * 1024  # bytes of a file beyond which it waits on the disk while it is read
# A visitor waits for it: two tries of seconds instead of five of a minute. A part of an upload has
# 8 MB, which a line of 5 Mbit/s takes in 13 seconds.
PATIENCE = {
    "connect_timeout": 3,
    "read_timeout": 20,
    "retries": {"mode": "standard", "total_max_attempts": 2},
}


class StorageError(OSError):
    """The object storage is away, or refuses us; says by which word of its own."""


def _answered(method):
    """What boto3 raises, as what a folder would raise; one line in the log, without a file name."""

    @wraps(method)
    def wrapped(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code in {"404", "NoSuchKey", "NotFound"}:
                raise FileNotFoundError(code) from None
            log.error("the bucket %s refuses us (%s)", self.bucket_name, code)
            raise StorageError(code) from None
        except (BotoCoreError, Boto3Error) as error:
            log.error("the bucket %s is away (%s)", self.bucket_name, type(error).__name__)
            raise StorageError(type(error).__name__) from None

    return wrapped


class Bucket(S3Storage):
    def __init__(self, signed_bodies=None, **options):
        """`signed_bodies`: whether SigV4 covers the body too; None leaves it to boto3. The rest is
        django-storages', and `addressing_style` may be "domain": a host of the bucket's own."""
        self.own_domain = options.get("addressing_style") == "domain"
        style = "path" if self.own_domain else options.get("addressing_style")
        wanted = {"addressing_style": style, "payload_signing_enabled": signed_bodies}
        options["client_config"] = Config(
            s3={key: value for key, value in wanted.items() if value is not None},
            signature_version=options.get("signature_version"),
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            **PATIENCE,
        )
        super().__init__(**options)

    @property
    def connection(self):
        is_new = getattr(self._connections, "connection", None) is None
        made = super().connection
        if is_new and self.own_domain:
            made.meta.client.meta.events.register("before-sign.s3", _without_bucket)
        return made

    def get_object_parameters(self, name):
        """What is said of a file; some Pythons do not know what a .webp is."""
        parameters = super().get_object_parameters(name)
        return {**parameters, "ContentType": "image/webp"} if name.endswith(".webp") else parameters

    @_answered
    def _open(self, name, mode="rb"):
        """One GET, where S3Storage asks twice by HEAD before it; read at once and not at leisure,
        so that a slow reader holds no connection."""
        if mode != "rb":
            return super()._open(name, mode)
        key = self._normalize_name(clean_name(name))
        client = self.connection.meta.client
        spooled = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # whoever opens closes it
        with closing(client.get_object(Bucket=self.bucket_name, Key=key)["Body"]) as body:
            shutil.copyfileobj(body, spooled)
        spooled.seek(0)
        return File(spooled, name)

    _save = _answered(S3Storage._save)
    delete = _answered(S3Storage.delete)
    exists = _answered(S3Storage.exists)
    listdir = _answered(S3Storage.listdir)
    size = _answered(S3Storage.size)
    get_modified_time = _answered(S3Storage.get_modified_time)

    def check_writable(self):
        self._save(PROBE, ContentFile(b""))


def _without_bucket(request, **kwargs):
    """A host of the bucket's own needs no bucket in the path; what SigV2 signs still names it."""
    parts = urlsplit(request.url)
    bucket, _, key = parts.path.lstrip("/").partition("/")
    vars(request).update(auth_path=f"/{bucket}/{key}", url=parts._replace(path=f"/{key}").geturl())
