import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("articles", "0014_barred_and_agreed"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="unsaved", name="articles_unsaved_once"),
        migrations.RenameField(model_name="unsaved", old_name="editor", new_name="author"),
        migrations.AlterField(
            model_name="unsaved",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="写的人",
            ),
        ),
        migrations.AlterField(
            model_name="unsaved",
            name="page",
            field=models.CharField(blank=True, default="", max_length=32, verbose_name="写它的页面"),
        ),
        migrations.AddConstraint(
            model_name="unsaved",
            constraint=models.UniqueConstraint(
                fields=("author", "page"),
                name="articles_unsaved_once",
                violation_error_message="每个窗口只留一份未保存的修改。",
            ),
        ),
    ]
