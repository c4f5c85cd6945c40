"""Who made a pack: Ed25519 over the bytes of its manifest, keys that the operator trusts."""

import os
import re
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from statutes.packs.archive import PackError

SIGNED = re.compile(r"([0-9a-f]{64}) ([0-9a-f]{128})\n")
OPEN_TO_OTHERS = 0o077
LARGEST = 10_000  # bytes of a key file

NO_KEY = "私钥文件 {} 不存在或无法打开。可以用 manage.py law_pack keygen 生成。"
TOO_OPEN = "私钥文件 {} 其他用户也能读取，没有使用。请先运行 chmod 600。"
WRONG_KEY = "文件 {} 不是 Ed25519 私钥。可以用 manage.py law_pack keygen 生成。"
THERE_ALREADY = "文件 {} 已经存在，没有覆盖。"
NOT_WRITTEN = "文件 {} 无法写入，请检查路径和权限。"
NO_SIGNATURE = "法规包的签名无法识别，文件可能被改动过，请重新下载。"
FORGED = "法规包的签名与内容不符，文件可能被改动过，请勿使用。"
UNKNOWN = (
    "签名的公钥 {} 不在本站信任的公钥中。请向提供者核对公钥，"
    "确认无误后写入环境变量 LAW_PACK_KEYS（形如 名称:公钥），重新启动后再试。"
)


def make(path: Path) -> str:
    """Make a private key in a new file that only its owner reads; the public key in hex."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
    except FileExistsError as error:
        raise PackError(THERE_ALREADY.format(path)) from error
    except OSError as error:
        raise PackError(NOT_WRITTEN.format(path)) from error
    return public(key)


def load(path: Path) -> Ed25519PrivateKey:
    """The private key of a file; PackError where others may read it, or it is none."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            pem = file.read(LARGEST)
    except OSError as error:
        raise PackError(NO_KEY.format(path)) from error
    if not stat.S_ISREG(mode) or mode & OPEN_TO_OTHERS:
        raise PackError(TOO_OPEN.format(path))
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise PackError(WRONG_KEY.format(path)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise PackError(WRONG_KEY.format(path))
    return key


def public(key: Ed25519PrivateKey) -> str:
    """The public key in hex, as LAW_PACK_KEYS has it."""
    return key.public_key().public_bytes_raw().hex()


def sign(key: Ed25519PrivateKey, manifest: bytes) -> bytes:
    """The member that says who made a pack: public key and signature on one line."""
    return f"{public(key)} {key.sign(manifest).hex()}\n".encode()


def signer(signature: bytes, manifest: bytes) -> str:
    """The public key that signed a manifest; PackError where the signature does not hold."""
    found = SIGNED.fullmatch(signature.decode("ascii", "replace"))
    if not found:
        raise PackError(NO_SIGNATURE)
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(found[1]))
        key.verify(bytes.fromhex(found[2]), manifest)
    except (InvalidSignature, ValueError) as error:
        raise PackError(FORGED) from error
    return found[1]


def name_of(public_key: str) -> str:
    """As what the operator knows a key; empty for one that is not trusted."""
    return settings.LAW_PACK_KEYS.get(public_key, "")


def check_trusted(public_key: str) -> None:
    """PackError, with what to do, for a key that LAW_PACK_KEYS does not name."""
    if not name_of(public_key):
        raise PackError(UNKNOWN.format(public_key))
