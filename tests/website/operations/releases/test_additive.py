"""Made migrations: which of them the release before could live with, and what is said of others."""

import pytest
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from consult.crypto.fields import EncryptedTextField
from website.operations.releases import additive

NEWEST = (0, 2, 0)
PLAIN, PROMISING = "0012_rooms", "0012_rooms_beside_0_2_0"
KEY = ("id", models.BigAutoField(primary_key=True))


def text(**more):
    return models.CharField(**{"verbose_name": "名称", "max_length": 20, **more})


HARMLESS = {
    "a table": migrations.CreateModel("Room", [KEY, ("name", text())]),
    "a column that may be empty": migrations.AddField("office", "lift", text(null=True)),
    "one that the database fills": migrations.AddField("office", "lift", text(db_default="有")),
    "pairs": migrations.AddField("office", "near", models.ManyToManyField("firm.Office")),
    "an index": migrations.AddIndex("office", models.Index(fields=["name"], name="by_name")),
    "other words and choices": migrations.AlterField(
        "office", "name", text(verbose_name="称呼", choices=[("a", "甲")], default="a")
    ),
    "a model that only the code forgets": migrations.SeparateDatabaseAndState(
        state_operations=[migrations.RemoveField("office", "name")]
    ),
}
HARMFUL = {
    "a column goes": migrations.RemoveField("office", "name"),
    "a table goes": migrations.DeleteModel("Office"),
    "a column has another name": migrations.RenameField("office", "name", "title"),
    "a table has another name": migrations.RenameModel("Office", "Place"),
    "a column that the old code does not fill": migrations.AddField(
        "office", "lift", text(default="有")
    ),
    "a column becomes shorter": migrations.AlterField("office", "name", text(max_length=10)),
    "a column must not be empty any more": migrations.AlterField("office", "phone", text()),
    "a column must be unique": migrations.AlterField("office", "name", text(unique=True)),
    "a rule": migrations.AddConstraint(
        "office", models.CheckConstraint(condition=~models.Q(name=""), name="has_name")
    ),
    "statements": migrations.RunSQL("UPDATE firm_office SET name = ''"),
    "Python": migrations.RunPython(migrations.RunPython.noop),
    "what a client confided": migrations.AddField("office", "said", EncryptedTextField(null=True)),
    "a table of it": migrations.CreateModel("Said", [KEY, ("text", EncryptedTextField())]),
    "behind the back of the models": migrations.SeparateDatabaseAndState(
        database_operations=[migrations.RemoveField("office", "name")]
    ),
}


def told(name, *steps, **marks):
    made = type("Migration", (migrations.Migration,), {"operations": list(steps), **marks})
    state = ProjectState()
    fields = [KEY, ("name", text()), ("phone", text(null=True))]
    state.add_model(ModelState("firm", "Office", fields))
    return list(additive.faults(made(name, "firm"), state, NEWEST))


@pytest.mark.parametrize("step", HARMLESS.values(), ids=HARMLESS)
def test_what_only_adds_may_promise_and_is_asked_to(step):
    assert told(PROMISING, step) == []
    assert told(PLAIN, step) == [
        additive.UNNAMED.format(name=f"firm.{PLAIN}", suffix="_beside_0_2_0")
    ]


@pytest.mark.parametrize("step", HARMFUL.values(), ids=HARMFUL)
def test_what_the_release_before_would_feel_is_named(step):
    (sentence,) = told(PLAIN, step)
    assert sentence.startswith(f"firm.{PLAIN}：旧版本不能与它并存（")
    assert told(PLAIN, step, stops="两个版本都要写这一列") == []
    (sentence,) = told(PROMISING, step)
    assert "because" in sentence
    assert told(PROMISING, step, because="0.2.0不再读这一列") == []


def test_each_step_is_named_and_harmless_ones_are_not():
    steps = [HARMLESS["a table"], HARMFUL["a column goes"], HARMFUL["statements"]]
    (sentence,) = told(PLAIN, *steps)
    assert "Remove field name from office；Raw SQL operation" in sentence


def test_a_field_is_compared_with_what_an_earlier_step_has_made_of_it():
    first = migrations.AlterField("office", "name", text(max_length=30))
    assert "因" in told(PROMISING, first, first)[0]
    assert len(told(PLAIN, HARMLESS["an index"], first)) == 1


def test_a_promise_to_a_release_that_is_not_out_is_none():
    assert told("0012_rooms_beside_0_3_0", HARMLESS["a table"]) == [
        additive.UNKNOWN.format(name="firm.0012_rooms_beside_0_3_0", suffix="_beside_0_2_0")
    ]


def test_before_the_first_release_that_reads_promises_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(additive.beside, "newest", lambda: (0, 1, 0))
    monkeypatch.setattr(additive, "all_faults", lambda newest: pytest.fail("it was asked"))
    assert additive.main() == 0


def test_those_of_this_release_that_are_new_are_all_looked_at(monkeypatch):
    """As `make check` will ask after the next release: none of today's promises anything yet."""
    monkeypatch.setattr(additive.beside, "newest", lambda: NEWEST)
    sentences = additive.main().splitlines()
    assert len(sentences) > 30
    assert any(one.startswith("second_factor.0001_invitation：") for one in sentences)
