"""The keys of CONSULT_KEYS: which one seals, and whether they are the ones this database knows.

Each key that sealed something here is registered with a check value (never the key). Where one of
them is missing, or has another value, letters lie here that nobody can open: nothing new is
accepted then. `manage.py rotate_consult_keys` takes keys off the register.
"""

import hashlib
import hmac
import time
from contextlib import suppress

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection

from consult.base.policy import MissingKeyError

NO_KEYS = "未设置CONSULT_KEYS，咨询内容无法加密，暂不接收新咨询。"
ANOTHER = "编号为{}的密钥与加密时所用的不一致（可能是重新生成的）。"
MISSING = "缺少编号为{}的密钥。"
RECHECK = 10  # seconds for which a process believes what it read of the register


# What this process read last: under which keys and database, until when it holds, and the register.
_known: tuple[tuple[object, ...], float, dict[str, str]] = (), 0, {}


def check_value(key: bytes) -> str:
    """What the register keeps of a key: tells it from another one, and nothing else."""
    return hmac.new(key, b"antou consult key check", hashlib.sha256).hexdigest()


def sealing_key() -> tuple[str, bytes]:
    """Id and bytes of the key that seals now, registered at once; MissingKeyError."""
    if problem():
        raise MissingKeyError
    key_id, key = next(iter(settings.CONSULT_KEYS.items()))
    if key_id not in _register():
        _enter(key_id, key)
    return key_id, key


def ready() -> bool:
    """Whether consultations can be accepted; registers a first key, unless others write."""
    try:
        with suppress(OperationalError):
            sealing_key()
    except MissingKeyError:
        return False
    return not problem()


def problem() -> str:
    """What is wrong with the keys and how to mend it, for the staff; "" when all is well."""
    if not settings.CONSULT_KEYS:
        return NO_KEYS
    missing, other = _lost()
    if not missing and not other:
        return ""
    # Ids are no secret; the keys themselves are never printed.
    parts = [ANOTHER.format("、".join(other))] if other else []
    parts += [MISSING.format("、".join(missing))] if missing else []
    return (
        f"咨询密钥有误：{''.join(parts)}用它加密的咨询暂时无法打开，也不接收新咨询。"
        "请从备份中找回原来的密钥，放回CONSULT_KEYS或数据目录下的secrets/consult_keys，再重新启动网站。"
    )


def lost() -> list[str]:
    """The ids of registered keys that are not there as they were."""
    missing, other = _lost()
    return [*missing, *other]


def _lost() -> tuple[list[str], list[str]]:
    """The ids of registered keys that are missing, and of those that are other keys now."""
    register, present = _register(), settings.CONSULT_KEYS
    missing = [key_id for key_id in register if key_id not in present]
    checks = {key_id: check_value(key) for key_id, key in present.items()}
    return missing, [name for name, check in checks.items() if register.get(name, check) != check]


def look_again() -> None:
    global _known
    _known = (), 0, {}


def _register() -> dict[str, str]:
    """Check values by key id; remembered for seconds, in no transaction: it may be undone."""
    global _known
    place = (connection.settings_dict["NAME"], *settings.CONSULT_KEYS.items())
    known, until, register = _known
    if known == place and time.monotonic() < until:
        return register
    rows = apps.get_model("consult.ConsultKey").objects.order_by("pk")
    register = dict(rows.values_list("key_id", "check_value"))
    if not connection.in_atomic_block:
        _known = place, time.monotonic() + RECHECK, register
    return register


def _enter(key_id: str, key: bytes) -> None:
    """Register a key; of two processes at once the second finds the entry of the first."""
    check = check_value(key)
    rows = apps.get_model("consult.ConsultKey").objects
    row, _ = rows.get_or_create(key_id=key_id, defaults={"check_value": check})
    look_again()
    if row.check_value != check:
        raise MissingKeyError
