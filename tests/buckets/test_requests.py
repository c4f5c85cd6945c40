"""What boto3 really sends to the vendors of China, and what they say to it."""

import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from tests.buckets import server
from tests.buckets.conftest import ENDPOINTS, OWN_DOMAIN
from website.config.bucket_storage import StorageError

KINDS = sorted(ENDPOINTS)
LARGE = b"0123456789abcdef" * 600_000  # in two parts


@pytest.fixture(params=KINDS)
def vendor(request, vendors, lead):
    """Each of them, by its own preset."""
    return lead(vendors[request.param])


def test_a_file_comes_back_as_it_was_in_one_round_trip(vendor):
    name = default_storage.save("images/ab/one.webp", ContentFile(b"picture"))
    vendor.count()
    with default_storage.open(name) as file:
        assert file.read() == b"picture"
    assert vendor.count() == ["GET"]


def test_a_large_file_goes_in_parts_and_comes_back(vendor):
    name = storages["private"].save("ab/large", ContentFile(LARGE))
    assert vendor.count().count("PUT") == 2
    with storages["private"].open(name) as file:
        assert file.read() == LARGE
    assert vendor.acl(f"private/{name}") == "private"


def test_no_request_has_a_chunked_body_or_a_checksum_and_the_bucket_is_in_the_host(vendor):
    default_storage.save("small", ContentFile(b"x"))
    storages["private"].save("large", ContentFile(LARGE))
    default_storage.open("small").close()
    names = {name.lower() for _, _, headers in vendor.asked for name in headers}
    encodings = {headers.get("Content-Encoding", "") for _, _, headers in vendor.asked}
    assert len(vendor.asked) > 5
    assert not [name for name in names if "checksum" in name or "trailer" in name]
    assert "aws-chunked" not in ",".join(encodings)
    hosts = {headers["Host"] for _, _, headers in vendor.asked}
    assert hosts == {f"{vendor.bucket}.{vendor.endpoint}:{vendor.port}"}


def test_what_a_folder_can_do_a_bucket_can_do(vendor):
    for name in ("images/ab/a.webp", "images/cd/b.webp", "images/c.webp"):
        default_storage.save(name, ContentFile(b"123"))
    assert default_storage.listdir("images") == (["ab", "cd"], ["c.webp"])
    assert default_storage.size("images/c.webp") == 3
    assert default_storage.get_modified_time("images/c.webp").tzinfo
    default_storage.delete("images/c.webp")
    default_storage.delete("images/c.webp")
    assert not default_storage.exists("images/c.webp")
    with pytest.raises(FileNotFoundError):
        default_storage.open("images/c.webp")
    with pytest.raises(FileNotFoundError):
        default_storage.get_modified_time("images/c.webp")


@pytest.mark.parametrize(
    ("kind", "query", "code"),
    [
        ("oss", "addressing=path", "SecondLevelDomainForbidden"),
        ("cos", "addressing=path", "PathStyleDomainForbidden"),
    ],
)
def test_a_vendor_refuses_a_bucket_in_the_path(vendors, lead, kind, query, code):
    """The stand-in is as strict as they are: or the tests above would prove nothing."""
    lead(vendors[kind], query=query)
    with pytest.raises(StorageError, match=code):
        default_storage.listdir("images")


def test_a_vendor_refuses_what_boto3_sends_by_itself(vendors, lead):
    boto3, config = pytest.importorskip("boto3"), pytest.importorskip("botocore.config")
    vendor = lead(vendors["oss"])
    client = boto3.client(
        "s3",
        endpoint_url=f"https://{vendor.endpoint}:{vendor.port}",
        aws_access_key_id="KEY",
        aws_secret_access_key="SECRET",
        region_name="cn-hangzhou",
        config=config.Config(s3={"addressing_style": "virtual"}),
    )
    with pytest.raises(client.exceptions.ClientError, match=server.CHUNKED):
        client.put_object(Bucket=vendor.bucket, Key="a", Body=b"x")


@pytest.mark.parametrize(
    ("kind", "query", "begins"),
    [
        ("oss", "", "AWS KEY:"),
        ("oss", "signature=v4", "AWS4-HMAC-SHA256 Credential=KEY/"),
        ("cos", "", "AWS4-HMAC-SHA256 Credential=KEY/"),
        ("cos", "signature=v2", "AWS KEY:"),
        ("obs", "", "AWS4-HMAC-SHA256 Credential=KEY/"),
    ],
)
def test_each_is_signed_for_as_its_documents_say_unless_told_otherwise(
    vendors, lead, kind, query, begins
):
    vendor = lead(vendors[kind], query=query)
    storages["private"].save("large", ContentFile(LARGE))
    assert all(headers["Authorization"].startswith(begins) for *_, headers in vendor.asked)


def test_the_region_is_that_of_the_host(vendors, lead):
    vendor = lead(vendors["obs"])
    default_storage.exists("a")
    assert "/cn-north-4/s3/aws4_request" in vendor.asked[0][2]["Authorization"]


@pytest.mark.parametrize("signature", ["v2", "v4"])
def test_a_bucket_may_be_reached_by_a_domain_of_its_own(vendors, lead, signature):
    """OSS refuses its own names to new customers, COS and OBS show no picture under them."""
    vendors["oss"].domain = OWN_DOMAIN
    vendor = lead(vendors["oss"], query=f"addressing=domain&signature={signature}", host=OWN_DOMAIN)
    storages["private"].save("ab/large", ContentFile(LARGE))
    name = default_storage.save("images/ab/one.webp", ContentFile(b"picture"))
    assert default_storage.open(name).read() == b"picture"
    assert default_storage.listdir("images") == (["ab"], [])
    assert set(vendor.files) == {"private/ab/large", "images/ab/one.webp"}


def test_a_wrong_secret_is_refused_in_one_line_without_it(vendors, lead, caplog):
    lead(vendors["oss"], secret="WRONG")
    with pytest.raises(StorageError, match="SignatureDoesNotMatch"):
        default_storage.listdir("name-of-a-folder")
    said = [record.getMessage() for record in caplog.records if record.name == "antou.storage"]
    assert said == ["the bucket firm-1250000000 refuses us (SignatureDoesNotMatch)"]


def test_nobody_reads_the_file_of_a_client_even_in_an_open_bucket(vendors, lead, client):
    urllib3 = pytest.importorskip("urllib3")
    vendor = lead(vendors["oss"])
    vendor.public = True
    default_storage.save("images/open.webp", ContentFile(b"picture"))
    storages["private"].save("ab/letter", ContentFile(b"sealed"))
    strangers = urllib3.PoolManager(ca_certs=os.environ["AWS_CA_BUNDLE"])
    place = f"https://{vendor.bucket}.{vendor.endpoint}:{vendor.port}"
    assert strangers.request("GET", f"{place}/images/open.webp").status == 200
    assert strangers.request("GET", f"{place}/private/ab/letter").status == 403
    assert "?" not in storages["private"].url("ab/letter")
