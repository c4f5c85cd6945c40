"""`dumpdata` writes what the database has; `loaddata` puts it back."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from consult.models import Consultation, Message
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def dump(*labels):
    out = StringIO()
    call_command("dumpdata", *labels, stdout=out)
    return out.getvalue()


def test_a_dump_holds_no_plain_text():
    make_consultation(name="王小明", question="秘密的问题不能外泄请保密")
    text = json.dumps(json.loads(dump("consult")), ensure_ascii=False)
    assert text.count("enc1:") == 2
    assert not any(word in text for word in ("王小明", "秘密"))


def test_a_dump_loads_into_an_empty_table(tmp_path):
    kept, _ = make_consultation(name="王小明")
    (tmp_path / "dump.json").write_text(dump("consult"), encoding="utf-8")
    Consultation.objects.all().delete()
    call_command("loaddata", tmp_path / "dump.json", verbosity=0)
    assert Consultation.objects.get().name == "王小明"
    assert Message.objects.get().text == kept.messages.get().text


def test_a_dump_loads_also_while_its_key_is_missing(tmp_path, settings):
    make_consultation(name="王小明")
    (tmp_path / "dump.json").write_text(dump("consult"), encoding="utf-8")
    keys, settings.CONSULT_KEYS = settings.CONSULT_KEYS, {"other": bytes(range(32))}
    Consultation.objects.all().delete()
    call_command("loaddata", tmp_path / "dump.json", verbosity=0)
    settings.CONSULT_KEYS = keys
    assert Consultation.objects.get().name == "王小明"
