"""Pictures, files of clients and backups in a folder or a bucket, by its address."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.website.config.test_env import is_refused
from tests.website.config.test_settings import run
from website.config import backups, buckets

PLACES = ("PRIVATE_STORAGE_URL", "MEDIA_STORAGE_URL")
OSS = "oss://K:S@oss-cn-hangzhou.aliyuncs.com"
PUBLIC = "age10mpjrtl36s86jfy0apdp9gvx8dpfqmurzldr82jppqx80l93z99qls25lu"


def options(var, value):
    """What the storage of an address is made with."""
    var("X", value)
    return buckets.media("X", None)["OPTIONS"]


def test_pictures_lie_in_a_folder_or_in_a_bucket(var, tmp_path):
    assert buckets.media("X", tmp_path)["OPTIONS"]["location"] == tmp_path
    assert buckets.public_url("X") == ""
    assert buckets.origins("") == []
    value = "s3://KEY:SE%2FCRET@s3.example.com:9000/pictures?region=cn-east-1&scheme=http"
    assert options(var, value).items() >= {
        "access_key": "KEY", "secret_key": "SE/CRET", "bucket_name": "pictures",
        "region_name": "cn-east-1", "endpoint_url": "http://s3.example.com:9000",
    }.items()  # fmt: skip
    found = options(var, "s3://K:S@s3.example.com/Pictures.of_2026")
    left = ("addressing_style", "signature_version", "region_name")  # to boto3
    assert [found[one] for one in left] == [None] * 3
    found = options(var, f"{OSS}/b-1?addressing=path&signature=v4")
    assert (found["addressing_style"], found["signature_version"]) == ("path", "s3v4")


@pytest.mark.parametrize(
    ("value", "region", "signature"),
    [
        (f"{OSS}/b-1", "cn-hangzhou", "s3"),
        ("oss://K:S@s3.oss-cn-beijing-internal.aliyuncs.com/b-1", "cn-beijing", "s3"),
        ("oss://K:S@files.firm.cn/b-1?addressing=domain", None, "s3"),
        ("cos://K:S@cos.ap-guangzhou.myqcloud.com/b-125", "ap-guangzhou", "s3v4"),
        ("cos://K:S@cos-internal.ap-beijing.tencentcos.cn/b-125", "ap-beijing", "s3v4"),
        ("obs://K:S@obs.cn-north-4.myhuaweicloud.com/b-1", "cn-north-4", "s3v4"),
        ("obs://K:S@obs.cn-north-4.myhuaweicloud.com/b-1?region=x", "x", "s3v4"),
    ],
)
def test_a_vendor_is_asked_as_its_documents_say(var, value, region, signature):
    found = options(var, value)
    assert (found["region_name"], found["signature_version"]) == (region, signature)
    assert found["addressing_style"] in {"virtual", "domain"}
    assert found["signed_bodies"] is False


NONSENSE = [
        "/srv/media", "https://s3.example.com/b", "s3://s3.example.com/b", "s3://K@h/b", "s3://K:S@h",
        "s3://K:S@h/", "s3://K:S@h/a/b", "s3://K:S@h:abc/b", "s3://K:S@/b", "s3://K:S@[x/b",
        "s3://K:S@h/b?scheme=ftp", "s3://K:S@h/b?adressing=path", "s3://K:S@h/b?addressing=host",
        "s3://K:S@h/b?signature=v3", f"{OSS}/Upper", f"{OSS}/a.b", f"{OSS}/a_b", "aws://K:S@h/b",
        "oss://K:S@firm.oss-cn-hangzhou.aliyuncs.com/firm", "s3://K:S@firm.s3.example.com/firm",
        *(
            f"{OSS}/b-1?public_url={wrong}"
            for wrong in (
                "img.firm.cn", "http://img.firm.cn", "https://", "https://u:p@img.firm.cn",
                "https://img.firm.cn/%3Fa", "https://img.firm.cn:abc", "https://[x",
                "https://img.firm.cn/%22%20onerror=", "https://img.firm.cn;script-src",
                "//img.firm.cn", "javascript:x",
            )
        ),
    ]  # fmt: skip


def test_nonsense_is_refused(var):
    for value in NONSENSE:
        var("X", value)
        is_refused(buckets.media, "X", None)


def test_a_public_address_is_shown_without_its_final_slash(var):
    for given, shown, origin in (
        ("https://img.firm.cn", "https://img.firm.cn", "https://img.firm.cn"),
        ("https://IMG.firm.cn:8443/a/", "https://img.firm.cn:8443/a", "https://img.firm.cn:8443"),
    ):
        var("X", f"{OSS}/b-1?public_url={given}")
        assert buckets.public_url("X") == shown
        assert buckets.origins(shown) == [origin]
    var("X", "s3://K:S@127.0.0.1:9000/b-1?scheme=http&public_url=http://127.0.0.1:9000/b-1")
    assert buckets.public_url("X") == "http://127.0.0.1:9000/b-1"


@pytest.mark.parametrize(
    ("urls", "bucket"),
    [
        ({"MEDIA_STORAGE_URL": "s3://a:b@s3.example.com/pictures"}, "pictures"),
        ({"PRIVATE_STORAGE_URL": "s3://a:b@s3.example.com/files"}, "files"),
        ({name: f"s3://a:b@h.example/{name[0]}x" for name in PLACES}, "Px"),
        (
            dict(
                zip(
                    PLACES,
                    (f"{OSS}/files", f"{OSS}/pictures?public_url=https://img.firm.cn"),
                    strict=True,
                )
            ),
            "files",
        ),
    ],
)
def test_files_of_clients_may_lie_in_a_bucket_apart_from_the_pictures(
    monkeypatch, tmp_path, urls, bucket
):
    found = buckets.private(*PLACES, tmp_path)  # in a folder without an address by default
    assert found["BACKEND"] == "consult.files.storage.PrivateFolder"
    assert found["OPTIONS"] == {"location": tmp_path}
    for name, value in urls.items():
        monkeypatch.setenv(name, value)
    found = buckets.private(*PLACES, tmp_path)["OPTIONS"]
    known = [found[name] for name in ("bucket_name", "location", "default_acl")]
    assert known == [bucket, "private", "private"]
    assert not found["querystring_auth"]
    assert "object_parameters" not in found
    apart = buckets.private(*PLACES, tmp_path, under="erasures")["OPTIONS"]
    assert {**apart, "location": "private"} == found


def test_files_of_clients_never_lie_in_a_bucket_that_is_open_nor_where_nonsense_leads(
    monkeypatch, tmp_path
):
    public = "?public_url=https://img.firm.cn"
    for media, other in (
        (f"{OSS}/pictures{public}", ""),
        (f"{OSS}/pictures{public}", f"{OSS}/pictures"),
        ("", "ftp://a/b"),
        ("", f"{OSS}/files{public}"),
    ):
        monkeypatch.setenv("MEDIA_STORAGE_URL", media)
        monkeypatch.setenv("PRIVATE_STORAGE_URL", other)
        is_refused(buckets.private, *PLACES, tmp_path, name="PRIVATE_STORAGE_URL")


PROGRAM = """
import json, django
django.setup()
from django.conf import settings
from richtext.core.editor import EDITOR_CSP
strict = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
print(json.dumps([strict["img-src"], EDITOR_CSP["img-src"], settings.MEDIA_PUBLIC_URL]))
"""


def test_a_site_lets_pictures_come_from_the_public_address_and_refuses_a_bad_one(tmp_path):
    pytest.importorskip("storages")
    shown = "https://img.firm.cn/site"
    media, private = f"{OSS}/pictures?public_url={shown}/", f"{OSS}/files"
    told = {"MEDIA_STORAGE_URL": media, "PRIVATE_STORAGE_URL": private}
    done = run(tmp_path, "-c", PROGRAM, **told)
    strict = ["'self'", "https://img.firm.cn"]
    assert json.loads(done.stdout) == [strict, [*strict, "data:", "blob:"], shown], done.stderr
    done = run(tmp_path, "manage.py", "check", MEDIA_STORAGE_URL=f"{OSS}/b-1?public_url=x")
    assert done.returncode != 0
    assert "MEDIA_STORAGE_URL 的 public_url 应形如" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in (backups.TO, backups.RECIPIENT, backups.KEEP, backups.MEDIA):
        monkeypatch.delenv(name, raising=False)


def test_a_place_for_backups_is_none_a_folder_or_a_bucket_and_never_what_it_protects(
    tmp_path, monkeypatch
):
    assert backups.place(tmp_path) == (None, None)
    assert backups.recipients() == []
    assert backups.retained_days() == 30
    monkeypatch.setenv(backups.TO, "/var/backups/antou")
    assert backups.place(tmp_path) == (Path("/var/backups/antou"), None)
    monkeypatch.setenv(backups.TO, "s3://KEY:SECRET@s3.example.com/archives")
    folder, bucket = backups.place(tmp_path)
    assert folder is None
    options = bucket["OPTIONS"]
    known = [options[name] for name in ("bucket_name", "location", "default_acl")]
    assert known == ["archives", "backups", "private"]
    assert 0 < options["max_memory_size"] < 100 * 1024 * 1024
    for value in ("backups", "./x", "ftp://h/x", "s3://h"):
        monkeypatch.setenv(backups.TO, value)
        with pytest.raises(ImproperlyConfigured, match="BACKUP_TO"):
            backups.place(tmp_path)
    for inside in (tmp_path, tmp_path / "backups"):
        monkeypatch.setenv(backups.TO, str(inside))
        with pytest.raises(ImproperlyConfigured, match="不能在数据目录"):
            backups.place(tmp_path)


SHOWN = "oss://K:S@s3.oss-cn-hangzhou.aliyuncs.com/pictures?public_url=https://img.firm.cn"


def test_the_bucket_of_public_pictures_is_refused_however_it_is_reached(monkeypatch, tmp_path):
    monkeypatch.setenv(backups.MEDIA, SHOWN)
    for same in (
        "oss://K2:S2@s3.oss-cn-hangzhou.aliyuncs.com/pictures/",
        "oss://K:S@oss-cn-hangzhou-internal.aliyuncs.com/pictures?scheme=http",
        "s3://K:S@s3.oss-cn-hangzhou.aliyuncs.com:443/pictures?region=cn-hangzhou",
    ):
        monkeypatch.setenv(backups.TO, same)
        told = "备份不能放在同一个存储桶里，请用 BACKUP_TO"
        with pytest.raises(ImproperlyConfigured, match=told):
            backups.place(tmp_path)
    for other in (
        "oss://K:S@s3.oss-cn-hangzhou.aliyuncs.com/pictures-not",
        "oss://K:S@s3.oss-cn-beijing.aliyuncs.com/pictures",
        "s3://K:S@s3.example.com/pictures?region=cn-hangzhou",
    ):
        monkeypatch.setenv(backups.TO, other)
        assert backups.place(tmp_path)[1]
    for name in (backups.MEDIA, backups.TO):  # the site hands these out: no bucket is public
        monkeypatch.setenv(name, SHOWN.partition("?")[0])
    assert backups.place(tmp_path)[1]


@pytest.mark.parametrize("name", ["media", "static"])
def test_a_folder_that_is_served_is_refused_wherever_a_link_leads(monkeypatch, tmp_path, name):
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    data.mkdir()
    (elsewhere / "backups").mkdir(parents=True)
    (data / name).symlink_to(elsewhere)
    collected = backups.places.HOUSE / "static" / "backups"
    for inside in (elsewhere, elsewhere / "backups", data / name / "backups", collected):
        monkeypatch.setenv(backups.TO, str(inside))
        with pytest.raises(ImproperlyConfigured, match="那里的文件对公众开放"):
            backups.place(data)


def test_keys_and_days_are_taken_or_refused_and_not_shown(monkeypatch):
    monkeypatch.setenv(backups.RECIPIENT, f"{PUBLIC}, {PUBLIC}")
    assert backups.recipients() == [PUBLIC] * 2
    changed = PUBLIC.replace("mpj", "mpk")
    for value in ("x", "AGE-SECRET-KEY-1QQPQ", PUBLIC[:-1], changed, f"{PUBLIC},x"):
        monkeypatch.setenv(backups.RECIPIENT, value)
        with pytest.raises(ImproperlyConfigured, match="BACKUP_RECIPIENT 应为 age1") as told:
            backups.recipients()
        assert "QQPQ" not in str(told.value)
    for value in ("0", "91", "a month"):  # a tombstone outlives the days
        monkeypatch.setenv(backups.KEEP, value)
        with pytest.raises(ImproperlyConfigured, match="1 到 90"):
            backups.retained_days()
    monkeypatch.delenv(backups.RECIPIENT)
    monkeypatch.setenv(backups.TO, "/var/backups/antou")
    with pytest.raises(ImproperlyConfigured, match="--new-key"):
        backups.recipients()
