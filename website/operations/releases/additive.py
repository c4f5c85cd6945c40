"""Migrations that the release before cannot live with; `make check` runs this module.

A destructive change is split over two releases (docs/releases.md): the first adds what is new and
stops using the old, the second takes it away. A migration that leaves the release before working
says so by its name (`beside`), one that cannot be split says why: `stops = "…"` in its class.
`because = "…"` beside a promise answers for a step that only a person can judge, RunPython say.
"""

import os
import sys

import django
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

from website.operations.releases import beside, frozen

FIRST = (0, 2, 0)  # the first release that reads a promise; those before are stopped
HARMLESS = (
    operations.AddIndex,
    operations.AlterModelManagers,
    operations.AlterModelOptions,
    operations.CreateModel,
)
CONFIDENTIAL = "EncryptedTextField"  # the older release would not erase what it does not know
UNSPLIT = (
    "{name}：旧版本不能与它并存（{what}）。请拆成两个版本：先增加，下一版再删改"
    '（docs/releases.md）；不能拆的，在Migration中写明stops = "原因"。'
)
UNJUDGED = '{name}：{what}会不会影响旧版本，请在Migration中写明because = "原因"。'
UNNAMED = "{name}：旧版本可以与它并存，请把名称改为以{suffix}结尾。"
UNKNOWN = "{name}：名称里的版本还没有发布，最近的是{suffix}。"


def faults(migration, state, newest):
    """Sentences about one migration; `state` is the project's before it, and is moved on."""
    name, promise = f"{migration.app_label}.{migration.name}", beside.oldest(migration.name)
    suffix = "_beside_" + "_".join(map(str, newest))
    harmful = list(_harmful(migration.operations, migration.app_label, state))
    what = "；".join(harmful)
    if promise is not None and promise > newest:
        yield UNKNOWN.format(name=name, suffix=suffix)
    elif promise is not None:
        if harmful and not getattr(migration, "because", ""):
            yield UNJUDGED.format(name=name, what=what)
    elif not getattr(migration, "stops", ""):
        told = UNSPLIT if harmful else UNNAMED
        yield told.format(name=name, what=what, suffix=suffix)


def _harmful(steps, label, state):
    """What of it the older release would feel, in Django's words."""
    for step in steps:
        if isinstance(step, operations.SeparateDatabaseAndState):
            yield from _harmful(step.database_operations, label, state.clone())
        elif _is_harmful(step, label, state):
            yield step.describe()
        step.state_forwards(label, state)


def _is_harmful(step, label, state):
    if isinstance(step, operations.AddField):
        filled = (
            step.field.null or step.field.many_to_many or step.field.db_default is not NOT_PROVIDED
        )
        return not filled or _is_confidential(step.field)
    if isinstance(step, operations.CreateModel):
        return any(_is_confidential(field) for _, field in step.fields)
    if isinstance(step, operations.AlterField):
        known = state.models[label, step.model_name_lower].fields[step.name]
        return _in_the_database(known) != _in_the_database(step.field)
    return not isinstance(step, HARMLESS)


def _is_confidential(field):
    return type(field).__name__ == CONFIDENTIAL


def _in_the_database(field):
    """A field without what the database does not see: words, choices, Python's default."""
    _, kind, arguments, known = field.deconstruct()
    unseen = {*field.non_db_attrs, "default"}
    return kind, arguments, {name: value for name, value in known.items() if name not in unseen}


def all_faults(newest):
    """Of every migration that belongs to no release yet."""
    known = {path for path, *_ in frozen.frozen()}
    new = [path for path in frozen.migrations() if path not in known and "/migrations/" in path]
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for path in new:
        app, _, file = path.partition("/migrations/")
        key = app.rpartition("/")[2], file.removesuffix(".py")
        state = loader.project_state(key, at_end=False)
        yield from faults(loader.disk_migrations[key], state, newest)


def main():
    """All sentences at once, as what Python prints when it ends with 1; or 0."""
    if (newest := beside.newest()) < FIRST:
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    django.setup()
    return "\n".join(all_faults(newest)) or 0


if __name__ == "__main__":
    sys.exit(main())
