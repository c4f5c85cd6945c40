"""Drop the tables in which django-axes kept who had tried to log in, names and addresses in clear.

The package is gone, and with it whatever would have emptied them one day.
"""

from django.db import migrations
from django.db.migrations.recorder import MigrationRecorder

# The table with a foreign key first, which SQLite checks as it drops the other.
TABLES = [
    "axes_accessattemptexpiration",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "axes_accesslog",
]


def forget(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f'DROP TABLE IF EXISTS "{table}"')
    MigrationRecorder(schema_editor.connection).migration_qs.filter(app="axes").delete()


class Migration(migrations.Migration):
    dependencies = [("consult", "0007_whether_a_promise_was_told")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
