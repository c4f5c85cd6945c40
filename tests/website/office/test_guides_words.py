"""How the guides are compared with the screen, and what is on it for a moment only."""

import re

from tests.website.guides import FOR_A_MOMENT, SOURCES, missing, named


def test_what_shows_for_a_moment_is_in_the_templates_under_that_name():
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    assert missing(FOR_A_MOMENT, re.sub(r"{[{%].*?[}%]}", _words, text)) == []


def _words(tag):
    """A tag is what differs, but for the words that it hands to another template."""
    return "…".join(["", *re.findall('act="(.*?)"', tag[0]), ""])


def test_a_button_of_another_name_is_found():
    told = named("点“增加”，再选“业务领域”或“岗位”；“引用”不是按钮。")
    assert told == {"增加", "业务领域", "岗位"}
    assert missing(told, "业务领域 新增 岗位") == ["增加"]
    assert missing({"导入……行"}, "导入12行") == []
