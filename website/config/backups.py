"""Where backups go, for whom they are encrypted and how long they are kept."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from website.config import buckets, places
from website.config.env import env_int, env_list, env_str

TO, RECIPIENT, KEEP = "BACKUP_TO", "BACKUP_RECIPIENT", "BACKUP_KEEP"
MEDIA = "MEDIA_STORAGE_URL"
UNDER = "backups"  # the folder in a bucket
# Days. What was erased is noted for a year (0013), so no backup may come near that age.
USUAL, LONGEST = 30, 90


def place(data_dir: Path) -> tuple[Path | None, dict | None]:
    """BACKUP_TO as a folder, or as the storage of a bucket; never where the public may fetch."""
    value = env_str(TO)
    if not value:
        return None, None
    if "://" in value:
        bucket = buckets.storage(TO, value)
        buckets.refuse_public(TO, MEDIA, bucket, "备份")
        # A large archive is read back by way of a file, not of the memory.
        own = {"location": UNDER, "max_memory_size": 8 * 1024 * 1024, "file_overwrite": True}
        return None, {**bucket, "OPTIONS": bucket["OPTIONS"] | buckets.PRIVATE | own}
    folder = Path(value)
    if not folder.is_absolute():
        raise ImproperlyConfigured(
            f"环境变量 {TO} 应为绝对路径，例如 /var/backups/antou，"
            "或者对象存储的地址，例如 s3://KEY:SECRET@s3.example.com/bucket。"
        )
    for served in (data_dir / "media", data_dir / "static", places.HOUSE / "static"):
        if folder.resolve().is_relative_to(served.resolve()):
            raise ImproperlyConfigured(
                f"{TO} 不能在 {served} 里面：那里的文件对公众开放，请换一个网站以外的文件夹。"
            )
    if folder.resolve().is_relative_to(data_dir):
        raise ImproperlyConfigured(
            f"{TO} 不能在数据目录 {data_dir} 里面：数据目录丢失时，备份会一起丢失。"
        )
    return folder, None


def recipients() -> list[str]:
    """The public keys of each backup. A refusal shows no value: it may be a private key."""
    known = env_list(RECIPIENT)
    if not all(map(_is_public_key, known)):
        raise ImproperlyConfigured(
            f"环境变量 {RECIPIENT} 应为 age1 开头的公钥，多个用逗号分开；"
            "公钥由 manage.py backup --new-key 生成并显示，私钥不要写在这里。"
        )
    if env_str(TO) and not known:
        raise ImproperlyConfigured(
            f"设置了 {TO}，还要用 {RECIPIENT} 指定加密备份的公钥；"
            "先不设 BACKUP_TO，运行 manage.py backup --new-key 文件名，可以生成一对。"
        )
    return known


def _is_public_key(text):
    """Its check sum included, so that a slip of the pen is found at once."""
    import pyrage  # only where backups are set

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def retained_days() -> int:
    """BACKUP_KEEP: after how many days a backup is deleted, once there is a newer good one."""
    return env_int(KEEP, USUAL, lowest=1, highest=LONGEST)
