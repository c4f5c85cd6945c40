"""Our own words for Django's phrases: compiled, still asked for, with the same gaps to fill."""

import ast
import gettext
import re
from pathlib import Path

import django
import pytest
from django.conf import settings

DOMAINS = ["django", "djangojs"]
ENTRY = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[0\])?) (".*")$')
GAP = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")


def entries(path):
    """Each entry of a .po file: context, phrase, plural and translation."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        found, name = {}, None
        for line in block.splitlines():
            if match := ENTRY.match(line):
                name = match[1].removesuffix("[0]")
                found[name] = ast.literal_eval(match[2])
            elif line.startswith('"') and name:
                found[name] += ast.literal_eval(line)
        if found.get("msgid"):
            yield found


def ours(domain):
    folder = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES"
    return folder / f"{domain}.po", folder / f"{domain}.mo"


def compiled_key(entry):
    key = "\x04".join(filter(None, [entry.get("msgctxt"), entry["msgid"]]))
    return (key, 0) if "msgid_plural" in entry else key


@pytest.mark.parametrize("domain", DOMAINS)
def test_our_own_translations_are_compiled_and_have_the_gaps_of_their_phrases(domain):
    source, made = ours(domain)
    with made.open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    compiled.pop("")
    assert {compiled_key(entry): entry["msgstr"] for entry in entries(source)} == compiled
    sign = r"[\u4e00-\u9fff，。：；？！“”]"
    odd = re.compile(rf"{sign} | {sign}|{sign} ?[%{{][^ ]* {sign}")
    for entry in entries(source):
        phrase = entry["msgid"] + entry.get("msgid_plural", "")
        assert set(GAP.findall(entry["msgstr"])) <= set(GAP.findall(phrase)), entry
        assert not odd.search(entry["msgstr"]), entry


@pytest.mark.parametrize("domain", DOMAINS)
def test_django_asks_for_each_phrase_that_we_translate(domain):
    """A phrase that a new version of Django words otherwise would be English again."""
    files = Path(django.__file__).parent.glob(f"**/locale/en/LC_MESSAGES/{domain}.po")
    asked = {(e.get("msgctxt"), e["msgid"]) for file in files for e in entries(file)}
    known = {(e.get("msgctxt"), e["msgid"]) for e in entries(ours(domain)[0])}
    assert known - asked == set()
