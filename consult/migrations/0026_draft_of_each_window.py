import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0025_days_that_were_replaced"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="draft",
            options={
                "ordering": ["-updated_at", "-pk"],
                "verbose_name": "草稿",
                "verbose_name_plural": "草稿",
            },
        ),
        migrations.AlterField(
            model_name="draft",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="写的人",
            ),
        ),
        migrations.RemoveConstraint(model_name="draft", name="consult_draft_once"),
        migrations.RemoveField(model_name="draft", name="aside"),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("consultation", "author", "page"),
                name="consult_draft_once",
                violation_error_message="每个窗口只留一份草稿。",
            ),
        ),
    ]
