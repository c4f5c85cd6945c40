"""How confidential text is kept: the encrypted field, keyed hashes, the receipt cookie.

A value is `enc1:<key id>:<base64 of nonce and ciphertext>`, AES-256-GCM, bound to table, column
and row, so that a ciphertext copied into another row does not open there. Keys come from
CONSULT_KEYS; the first encrypts, all decrypt.
"""

import base64
import hmac
import os
from collections.abc import Iterable, Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from consult.crypto import keys

PREFIX = "enc1"
NONCE_BYTES = 12
PURPOSE = b"antou consult hash"
NO_KEYS = {"none": os.urandom(32)}  # hashes that find nothing, so that no page fails without keys


class DecryptionError(Exception):
    """A value that does not open: its key is missing, or it was changed or moved."""


def encrypt(text: str, bound_to: str) -> str:
    """The text sealed under the first key, bound to a place; MissingKeyError under a wrong key."""
    key_id, key = keys.sealing_key()
    nonce = os.urandom(NONCE_BYTES)
    encrypted = nonce + AESGCM(key).encrypt(nonce, text.encode(), bound_to.encode())
    return f"{PREFIX}:{key_id}:{base64.b64encode(encrypted).decode()}"


def decrypt(value: str, bound_to: str) -> str:
    """The text behind a sealed value; DecryptionError when it does not open at this place."""
    try:
        prefix, key_id, body = value.split(":")
        key = settings.CONSULT_KEYS[key_id]
        raw = base64.b64decode(body, validate=True)
        if prefix != PREFIX:
            raise ValueError(prefix)
        opened = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode())
        return opened.decode()
    except (KeyError, ValueError, InvalidTag) as error:
        raise DecryptionError(f"a value of {bound_to.split(':')[0]} does not open") from error


def keyed_hashes(purpose: str, value: object) -> list[str]:
    """The hash of a value under each key, `<key id>:<hex>`, the newest first; not to be guessed."""
    message = f"{purpose}\x00{value}".encode()
    return [
        f"{key_id}:{hmac.digest(hmac.digest(key, PURPOSE, 'sha256'), message, 'sha256').hex()}"
        for key_id, key in (settings.CONSULT_KEYS or NO_KEYS).items()
    ]


def hashed(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """The hashes of many values at once, each with its purpose."""
    return {(purpose, value): keyed_hashes(purpose, value) for purpose, value in pairs}


class Encrypted(str):
    """A value as the database has it; printing it shows ciphertext, never the text."""


class Loaded(Encrypted):
    """A value of `loaddata`: Django reads it to store it, and that must not open it."""


class EncryptedAttribute(DeferredAttribute):
    """Opens the value each time it is read: a pickled or cached row holds only ciphertext."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance and isinstance(value, Encrypted) and not isinstance(value, Loaded):
            return decrypt(value, self.field.place(instance))
        return value

    def __set__(self, instance: models.Model, value: str | None) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # none when it runs
    """Text that the database sees only sealed. The row needs its key before it is stored."""

    descriptor_class = EncryptedAttribute

    def place(self, instance: models.Model) -> str:
        """What a value is bound to: table, column and row."""
        return f"{self.model._meta.label_lower}.{self.name}:{instance.pk}"

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return value if value is None or value == "" else Encrypted(value)

    def pre_save(self, instance: models.Model, add: bool) -> str | None:
        value: str | None = instance.__dict__[self.attname]
        if value and not isinstance(value, Encrypted):
            value = Encrypted(encrypt(value, self.place(instance)))
            instance.__dict__[self.attname] = value
        return value

    def get_db_prep_save(self, value: str | None, connection: BaseDatabaseWrapper) -> Any:
        if value and not isinstance(value, Encrypted):
            raise FieldError(f"{self.name} is encrypted: save the object, do not update() it")
        return super().get_db_prep_save(value and str(value), connection)

    def get_lookup(self, name: str) -> type | None:
        if name == "isnull":
            return super().get_lookup(name)
        raise FieldError(f"{self.name} is encrypted and cannot be searched ({name})")

    def value_to_string(self, instance: models.Model) -> str:
        """Encrypted in `dumpdata` too."""
        value = instance.__dict__[self.attname]
        is_encrypted = isinstance(value, Encrypted) or not value
        return str(value) if is_encrypted else encrypt(value, self.place(instance))

    def to_python(self, value: str | None) -> str | None:
        """A value of `loaddata` is sealed already."""
        return Loaded(value) if value and str(value).startswith(f"{PREFIX}:") else value

    def clean(self, value: str | None, model_instance: models.Model | None) -> Any:
        """Typed text that looks sealed is text all the same."""
        cleaned = super().clean(value, model_instance)
        return str(value) if isinstance(cleaned, Encrypted) else cleaned


def _encrypted_fields(*rows: models.Model) -> Iterator[tuple[models.Model, EncryptedTextField]]:
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield row, field


def seal_now(*rows: models.Model) -> None:
    """Seal what the rows hold in clear, so that the transaction that stores them is the shorter."""
    for row, field in _encrypted_fields(*rows):
        field.pre_save(row, add=True)


def opens(rows: Iterable[models.Model]) -> bool:
    """Whether every encrypted value of the rows can be opened now."""
    try:
        for row, field in _encrypted_fields(*rows):
            getattr(row, field.attname)
    except DecryptionError:
        return False
    return True
