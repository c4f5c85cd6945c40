"""What fields say of themselves; of which older version a text is; indexes without packed records."""

from django.db import migrations, models

from richtext.fulltext import tables


def remake(apps, schema_editor):
    """Empty, there and back: the worker fills them."""
    apps.get_model("statutes", "IndexedText").objects.all().delete()
    articles = apps.get_model("articles", "Article").objects.filter(state="published")
    laws = apps.get_model("statutes", "Statute").objects.filter(imported_at__isnull=False)
    for name, texts in ("articles_search", articles), ("statutes_search", laws):
        tables.drop(name, schema_editor.connection)
        tables.create(name, schema_editor.connection)
        if texts.exists():
            tables.say_unfilled(name, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [('articles', '0004_search_and_wishes'), ('statutes', '0003_triggers_and_search')]
    operations = [
        migrations.RunPython(remake, remake),
        migrations.AlterField('decision', 'reason', models.CharField(choices=[('repealed', '引用的法规已经废止'), ('beyond', '条文序号超出这部法规'), ('missing', '该法规没有这一条'), ('revised', '核对之后法规已经修改'), ('old_version', '引用的是旧版本'), ('future', '引用的法规尚未施行'), ('unknown', '法规表中没有该名称'), ('misquoted', '引用的文字与条文不符'), ('unchecked', '引用的法规效力未核对'), ('coming', '引用的法规即将修改')], max_length=11, verbose_name='原因')),
        migrations.AlterField('periodcitation', 'reason', models.CharField(blank=True, choices=[('repealed', '引用的法规已经废止'), ('beyond', '条文序号超出这部法规'), ('missing', '该法规没有这一条'), ('revised', '核对之后法规已经修改'), ('old_version', '引用的是旧版本'), ('future', '引用的法规尚未施行'), ('unknown', '法规表中没有该名称'), ('misquoted', '引用的文字与条文不符'), ('unchecked', '引用的法规效力未核对'), ('coming', '引用的法规即将修改')], max_length=11, verbose_name='原因')),
        migrations.AlterField('renamedcrime', 'new_name', models.CharField(help_text='现行罪名；如分为几个，用顿号隔开。', max_length=80, verbose_name='现罪名')),
        migrations.AlterField('renamedcrime', 'since', models.DateField(blank=True, help_text='自该日起使用新罪名，不清楚则留空。', null=True, verbose_name='更名日期')),
        migrations.AlterField('statute', 'changed', models.CharField(blank=True, help_text='仅修改个别条文、序号未变时，列出这些条，例如：133-2、165、166。全面修订则留空。', max_length=1000, verbose_name='改动的条文')),
        migrations.AlterField('statute', 'effective_from', models.DateField(blank=True, help_text='自该日起适用；尚未施行也要填写。', null=True, verbose_name='施行日期')),
        migrations.AlterField('statute', 'effective_to', models.DateField(blank=True, help_text='自该日起不再适用；现行有效则留空。', null=True, verbose_name='失效日期')),
        migrations.AlterField('statute', 'promulgated', models.DateField(blank=True, help_text='公布或通过的日期，不清楚则留空。', null=True, verbose_name='公布日期')),
        migrations.AlterField('statute', 'status', models.CharField(choices=[('future', '尚未施行'), ('in_force', '现行有效'), ('revised', '已被新版取代'), ('repealed', '已废止'), ('unknown', '效力未核对')], default='in_force', help_text='填写日期后，状态随日期自动更新。', max_length=8, verbose_name='状态')),
        migrations.AddField('textsource', 'carried_from', models.ForeignKey(db_constraint=False, null=True, on_delete=models.deletion.DO_NOTHING, related_name='+', to='statutes.statute', verbose_name='沿用的旧版')),
        migrations.AddField('textsource', 'missing', models.TextField(blank=True, default='', verbose_name='没有收录的条'), preserve_default=False),
        migrations.AlterConstraint(model_name='statute', name='statutes_count_positive', constraint=models.CheckConstraint(condition=models.Q(('article_count__isnull', True), ('article_count__gte', 1), _connector='OR'), name='statutes_count_positive', violation_error_message='条文数至少为1，不清楚则留空。')),
    ]
