"""What reviewers want changed, and acts on many articles that can be taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_wishes(apps, schema_editor):
    """Articles whose newest version was sent back: until now only that version told so."""
    Revision, Returned = (apps.get_model("articles", name) for name in ("Revision", "Returned"))
    for kept in Revision.objects.filter(act="returned").defer("content").iterator():
        history = Revision.objects.filter(article=kept.article_id)
        if history.filter(number__gt=kept.number).exists():
            continue
        asked = history.filter(act="submitted").order_by("-number").defer("content").first()
        Returned.objects.create(
            article_id=kept.article_id,
            writer_id=asked and asked.created_by_id,
            reviewer_id=kept.created_by_id,
            note=kept.note,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_reasons_of_warnings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True, verbose_name='页面编号')),
                ('act', models.CharField(max_length=20, verbose_name='操作')),
                ('words', models.TextField(verbose_name='做了什么')),
                ('made_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='时间')),
                ('taken_back_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('taken_back_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
            ],
            options={
                'verbose_name': '批量操作',
                'verbose_name_plural': '批量操作',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BatchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='标题')),
                ('stood', models.JSONField(default=dict, verbose_name='原来的情况')),
                ('number', models.PositiveIntegerField(null=True, verbose_name='版本')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='原因')),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='articles.batch')),
            ],
            options={
                'verbose_name': '批量操作的文章',
                'verbose_name_plural': '批量操作的文章',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Returned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(max_length=200, verbose_name='修改要求')),
                ('returned_at', models.DateTimeField(auto_now=True, verbose_name='退回时间')),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='returned', to='articles.article')),
                ('reviewer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
                ('writer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撰稿人')),
            ],
            options={
                'verbose_name': '退回的文章',
                'verbose_name_plural': '退回的文章',
            },
        ),
        migrations.RunPython(keep_wishes, migrations.RunPython.noop),
    ]
