"""Packs for tests: made by the real command of a site, then bent."""

import json
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from statutes.importing import store
from statutes.importing.matching import MatchedVersion
from statutes.models import Statute
from statutes.packs import building, keys, manifest, reading
from statutes.packs.archive import MANIFEST, SIGNATURE, PackError, write
from statutes.packs.texts import Text

KEY = Ed25519PrivateKey.generate()
MAKER = "云澜"


def known(settings, key=KEY):
    """The site believes the maker of the packs."""
    settings.LAW_PACK_KEYS = {keys.public(key): MAKER}


def give_text(slug, *words):
    """As an import stores it."""
    statute = Statute.objects.get(slug=slug)
    text = Text(slug, "题注", "", tuple((n, 0, "", w) for n, w in enumerate(words, 1)))
    place = MatchedVersion(text.version(statute.name), statute)
    store.store(place=place, replace=True, day=timezone.localdate())


def built(folder, name="one.pack", **how):
    """A pack of what the site knows now."""
    path = folder / name
    building.build(path=path, key=KEY, **how)
    return path


def members(path):
    """The members of a pack by name, in their order."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(path, content):
    """Members as a file."""
    with path.open("wb") as file:
        write(file, content.items())
    return path


def signed_again(path, changed=(), said=(), key=KEY):
    """The pack with other members and another manifest, rightly signed: by a careless maker."""
    content = {**members(path), **dict(changed)}
    content = {name: one for name, one in content.items() if one is not None}
    manifest_said = json.loads(content[MANIFEST])
    manifest_said["members"] = {
        name: dict(zip(("size", "sha256"), manifest.measured(one), strict=True))
        for name, one in content.items()
        if name not in {MANIFEST, SIGNATURE}
    }
    content[MANIFEST] = json.dumps({**manifest_said, **dict(said)}).encode()
    content[SIGNATURE] = keys.sign(key, content[MANIFEST])
    return zipped(path, content)


def told(path):
    """Why a pack is refused."""
    with pytest.raises(PackError) as error, reading.opened(path):
        pass
    return str(error.value)
