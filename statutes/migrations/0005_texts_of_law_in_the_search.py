"""Which texts of law the search holds: none at first, the worker indexes them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """After the index itself."""

    dependencies = [("statutes", "0004_index_of_the_search")]

    operations = [
        migrations.CreateModel(
            name="IndexedText",
            fields=[
                (
                    "statute",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="indexed",
                        serialize=False,
                        to="statutes.statute",
                    ),
                ),
                ("as_told", models.CharField(max_length=240)),
            ],
            options={"default_permissions": ()},
        )
    ]
