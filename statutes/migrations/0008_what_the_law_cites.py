"""What the texts of law themselves cite: nothing at first, the worker reads them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """New tables alone: the triggers of the old ones stay as they are."""

    dependencies = [("statutes", "0007_law_imports")]

    operations = [
        migrations.CreateModel(
            name="ReadText",
            fields=[
                (
                    "statute",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="read_text",
                        serialize=False,
                        to="statutes.statute",
                    ),
                ),
                ("as_read", models.CharField(max_length=120)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="LawCitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("by_number", models.PositiveSmallIntegerField()),
                ("by_sub", models.PositiveSmallIntegerField(default=0)),
                ("short_name", models.CharField(max_length=80)),
                ("number", models.PositiveSmallIntegerField()),
                ("sub", models.PositiveSmallIntegerField(default=0)),
                ("until", models.PositiveSmallIntegerField(null=True)),
                (
                    "statute",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="law_citations",
                        to="statutes.statute",
                    ),
                ),
            ],
            options={
                "verbose_name": "法规之间的引用",
                "verbose_name_plural": "法规之间的引用",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["short_name", "number", "sub"], name="statutes_cited_by_law"
                    ),
                    models.Index(fields=["statute"], name="statutes_law_cites"),
                ],
            },
        ),
    ]
