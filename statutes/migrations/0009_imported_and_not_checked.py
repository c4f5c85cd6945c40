"""What earlier imports called 现行有效, though no file had said so, becomes 效力未核对."""

from django.db import migrations

BY_A_FILE = "导入文件"  # in front of the name of the file that a row was made of


def leave_unchecked(apps, schema_editor):
    """Rows that an import made and nobody has edited or checked since; every text is re-read.

    An end that is known stays, and ends them still: what has ended by now is 已被新版取代.
    """
    told = apps.get_model("statutes", "TextSource").objects.exclude(status="").values("statute")
    rows = apps.get_model("statutes", "Statute").objects.filter(
        source__startswith=BY_A_FILE,
        is_own=False,
        checked_on=None,
        status__in=["in_force", "future"],
    )
    rows = rows.exclude(pk__in=told)
    if rows.update(status="unknown"):
        apps.get_model("statutes", "TableVersion").objects.update(rechecked_on=None)


class Migration(migrations.Migration):
    """Values alone: the triggers tell the state of the table as with any other change."""

    dependencies = [("statutes", "0008_what_the_law_cites")]

    operations = [migrations.RunPython(leave_unchecked, migrations.RunPython.noop)]
