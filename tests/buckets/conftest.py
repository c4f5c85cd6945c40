"""The vendors of China on this machine: their names lead here, their certificate is believed."""

import socket

import pytest

from tests import certificate
from tests.buckets import server
from website.config import buckets

ENDPOINTS = {
    "oss": "s3.oss-cn-hangzhou.aliyuncs.com",
    "cos": "cos.ap-guangzhou.myqcloud.com",
    "obs": "obs.cn-north-4.myhuaweicloud.com",
}
OWN_DOMAIN = "files.firm.example"


@pytest.fixture(scope="session")
def pem(tmp_path_factory):
    """One certificate for all of them."""
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    names = [*ENDPOINTS.values(), *(f"*.{one}" for one in ENDPOINTS.values()), OWN_DOMAIN]
    certificate.write(path, names)
    return path


@pytest.fixture(scope="session")
def described():
    """S3 as boto3 has it in its files, read once: half of what a connection costs."""
    return pytest.importorskip("botocore.loaders").create_loader()


@pytest.fixture
def vendors(pem, described, monkeypatch):
    """All vendors, each with the bucket `firm-1250000000`; `port` is where they are."""
    pytest.importorskip("storages.backends.s3")
    monkeypatch.setattr("botocore.session.create_loader", lambda *_: described)
    made = {
        kind: server.Vendor(kind, endpoint, "firm-1250000000")
        for kind, endpoint in ENDPOINTS.items()
    }
    found = socket.getaddrinfo
    ours = (*ENDPOINTS.values(), OWN_DOMAIN)
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: found(
            "127.0.0.1" if str(host).endswith(ours) else host, *rest, **more
        ),
    )
    monkeypatch.setenv("AWS_CA_BUNDLE", str(pem))
    with server.running(list(made.values()), pem) as port:
        for one in made.values():
            one.port = port
        yield made


@pytest.fixture
def lead(settings, monkeypatch, tmp_path):
    """Leads the site's pictures and the files of clients to a vendor, as an operator would.

    `lead(vendor, scheme, query, secret=...)`; a file of clients goes to the same bucket.
    """

    def to(vendor, scheme=None, query="", secret="SECRET", host=None):
        address = (
            f"{scheme or vendor.kind}://KEY:{secret}@{host or vendor.endpoint}:{vendor.port}"
            f"/{vendor.bucket}?{query}"
        )
        monkeypatch.setenv("MEDIA_STORAGE_URL", address)
        private = address.replace("public_url", "region")
        monkeypatch.setenv("PRIVATE_STORAGE_URL", private)
        settings.MEDIA_PUBLIC_URL = buckets.public_url("MEDIA_STORAGE_URL")
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        sources = ["'self'", *buckets.origins(settings.MEDIA_PUBLIC_URL)]
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "img-src": sources}}
        settings.STORAGES = {
            **settings.STORAGES,
            "default": buckets.media("MEDIA_STORAGE_URL", tmp_path),
            "private": _private(tmp_path, "private", query),
            "erasures": _private(tmp_path, "erasures", query),
        }
        vendor.count()
        return vendor

    def _private(folder, under, query):
        names = ("PRIVATE_STORAGE_URL", "NONE" if "public_url" in query else "MEDIA_STORAGE_URL")
        return buckets.private(*names, folder, under=under)

    return to
