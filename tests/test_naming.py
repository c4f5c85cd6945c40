"""A new name with a word that the glossary replaces is found, and the list of old ones shrinks."""

from tests import naming

SOURCE = """
class KeptDraft:
    def test_what_is_told(self, asked, *, plain):
        self.sealed_text = [told for told in asked]
        for map_of_house in plain:
            unsigned = standing(map_of_house)
"""


def test_every_kind_of_name_is_read_but_those_of_tests():
    names = set(naming.identifiers(SOURCE))
    assert names == {
        "KeptDraft", "self", "asked", "plain", "sealed_text", "told", "map_of_house", "unsigned",
    }  # fmt: skip


def test_words_are_whole_parts_of_a_name():
    table = {"kept": "stored", "sign": "character", "told": "data"}
    assert naming.advice("KeptSignsTold", table) == "kept -> stored; told -> data"
    assert naming.advice("SIGN_OF_KEPT_HTML", table) == "sign -> character; kept -> stored"
    assert naming.advice("unsigned_assigned", table) == ""


def test_what_is_new_and_what_is_gone_is_said():
    lines = naming.complaints(
        {"kept_a": "kept -> stored", "told_b": "told -> data"}, {"kept_a", "is_kept"}
    )
    assert [line.split(":")[0] for line in lines] == ["is_kept", "told_b"]
    assert "--baseline" in lines[0]
    assert lines[1].endswith("told -> data")


def test_the_glossary_has_the_table():
    assert {"told", "kept", "signs", "map"} <= naming.replaced().keys()
