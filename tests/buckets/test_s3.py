"""S3 itself, as moto keeps it: long lists, ACLs, what the house does with a bucket."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from consult import lifecycle
from consult.files import attachments, storage
from consult.models import Attachment
from richtext.core import pictures
from tests.consult.posting import FORM, good_post
from tests.factories import make_settings
from tests.firm.pictures import picture, upload
from website.config import buckets
from website.config.bucket_storage import StorageError

HOST = "s3.cn-north-1.amazonaws.com.cn"


@pytest.fixture
def s3(settings, described, monkeypatch, tmp_path):
    """The client of a bucket `firm` that everything lies in."""
    moto, boto3 = pytest.importorskip("moto"), pytest.importorskip("boto3")
    pytest.importorskip("storages.backends.s3")
    monkeypatch.setattr("botocore.session.create_loader", lambda *_: described)
    address = f"s3://KEY:SECRET@{HOST}/firm?region=cn-north-1"
    monkeypatch.setenv("MEDIA_STORAGE_URL", address)
    names = ("PRIVATE_STORAGE_URL", "MEDIA_STORAGE_URL")
    with moto.mock_aws():
        client = boto3.client(
            "s3", "cn-north-1", aws_access_key_id="KEY", aws_secret_access_key="SECRET"
        )
        place = {"LocationConstraint": "cn-north-1"}
        client.create_bucket(Bucket="firm", CreateBucketConfiguration=place)
        settings.STORAGES = {
            **settings.STORAGES,
            "default": buckets.media("MEDIA_STORAGE_URL", tmp_path),
            "private": buckets.private(*names, tmp_path),
            "erasures": buckets.private(*names, tmp_path, under="erasures"),
        }
        yield client


def keys(s3):
    """The names of all that lies there, without those that are in folders of their own."""
    return sorted(one["Key"] for one in s3.list_objects_v2(Bucket="firm").get("Contents", []))


def granted(s3, key):
    """Who may read a file beside its owner."""
    grants = s3.get_object_acl(Bucket="firm", Key=key)["Grants"]
    return [one["Grantee"]["URI"] for one in grants if "URI" in one["Grantee"]]


def test_pictures_come_and_go_with_all_their_widths(s3):
    name = pictures.store(upload(picture(size=(2000, 1000))))
    assert len(keys(s3)) == 3
    assert s3.head_object(Bucket="firm", Key=name)["ContentType"] == "image/webp"
    pictures.discard(name)
    assert keys(s3) == []


@pytest.mark.ci
def test_a_list_of_more_than_a_page_is_whole(s3):
    for number in range(1001):
        s3.put_object(Bucket="firm", Key=f"images/ab/{number}", Body=b"")
    assert len(default_storage.listdir("images/ab")[1]) == 1001


def test_a_name_that_is_taken_is_not_overwritten(s3):
    first, second = (default_storage.save("a", ContentFile(one)) for one in (b"1", b"2"))
    assert first != second
    assert [default_storage.open(one).read() for one in (first, second)] == [b"1", b"2"]


def test_the_file_of_a_client_is_its_owners_alone_large_or_small(s3):
    large = b"x" * 10_000_000
    for name, content in (("ab/small", b"x"), ("ab/large", large)):
        storages["private"].save(name, ContentFile(content))
        assert granted(s3, f"private/{name}") == []
    assert storages["private"].open("ab/large").read() == large


def test_a_bucket_that_is_not_there_is_no_missing_file(s3):
    s3.delete_bucket(Bucket="firm")
    for act in (
        lambda: default_storage.listdir(""),
        lambda: default_storage.open("images/ab/a"),
        default_storage.check_writable,
    ):
        with pytest.raises(StorageError, match="NoSuchBucket"):
            act()


@pytest.mark.django_db
def test_a_question_with_a_file_its_download_and_its_erasure(s3, client):
    make_settings()
    file = SimpleUploadedFile("证据.txt", "工资条".encode() * 100)
    assert client.post(FORM, good_post(files=file)).status_code == 302
    attachment = Attachment.objects.get()
    assert keys(s3) == [f"private/{attachment.stored_as}"]
    assert "工资条".encode() not in s3.get_object(Bucket="firm", Key=keys(s3)[0])["Body"].read()
    assert b"".join(attachments.chunks(attachment)) == "工资条".encode() * 100
    attachments.erase_at_once(Attachment.objects.all())
    assert keys(s3) == []


@pytest.mark.django_db
def test_what_a_crash_left_is_found_and_removed(s3, monkeypatch):
    storages["private"].save("ab/orphan", ContentFile(b"sealed"))
    assert storage.remove() == 0
    monkeypatch.setattr(storage, "OLD_ENOUGH", timedelta(seconds=-60))
    assert storage.remove() == 1
    assert keys(s3) == []


@pytest.mark.django_db
def test_what_was_erased_is_noted_there_and_read_again(s3):
    assert lifecycle.tombstone_names() == []
    name = lifecycle.write_tombstone(uuid.uuid4(), timezone.now())
    assert keys(s3) == [f"erasures/{name}"]
    assert lifecycle.tombstone_names() == [name]
