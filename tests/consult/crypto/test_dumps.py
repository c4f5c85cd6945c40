"""`dumpdata` writes what the database has; `loaddata` puts it back."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings

from consult.models import Consultation, Message
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def dump(*labels):
    out = StringIO()
    call_command("dumpdata", *labels, stdout=out)
    return out.getvalue()


def test_a_dump_holds_no_plain_text_and_loads_also_while_its_key_is_missing(tmp_path, settings):
    kept, _ = make_consultation(name="王小明", question="秘密的问题不能外泄请保密")
    text = dump("consult")
    held = json.dumps(json.loads(text), ensure_ascii=False)
    assert held.count("enc1:") == 3  # name, question, and the names that were compared
    assert not any(word in held for word in ("王小明", "秘密"))
    said = kept.messages.get().text
    (tmp_path / "dump.json").write_text(text, encoding="utf-8")
    for keys in (settings.CONSULT_KEYS, {"other": bytes(range(32))}):
        Consultation.objects.all().delete()
        with override_settings(CONSULT_KEYS=keys):
            call_command("loaddata", tmp_path / "dump.json", verbosity=0)
        assert Consultation.objects.get().name == "王小明"
        assert Message.objects.get().text == said
