"""What fields say of themselves; of which older version a text is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('statutes', '0003_triggers_and_search')]
    operations = [
        migrations.AlterField('renamedcrime', 'new_name', models.CharField(help_text='现行罪名；如分为几个，用顿号隔开。', max_length=80, verbose_name='现罪名')),
        migrations.AlterField('renamedcrime', 'since', models.DateField(blank=True, help_text='自该日起使用新罪名，不清楚则留空。', null=True, verbose_name='更名日期')),
        migrations.AlterField('statute', 'changed', models.CharField(blank=True, help_text='仅修改个别条文、序号未变时，列出这些条，例如：133-2、165、166。全面修订则留空。', max_length=1000, verbose_name='改动的条文')),
        migrations.AlterField('statute', 'effective_from', models.DateField(blank=True, help_text='自该日起适用；尚未施行也要填写。', null=True, verbose_name='施行日期')),
        migrations.AlterField('statute', 'effective_to', models.DateField(blank=True, help_text='自该日起不再适用；现行有效则留空。', null=True, verbose_name='失效日期')),
        migrations.AlterField('statute', 'promulgated', models.DateField(blank=True, help_text='公布或通过的日期，不清楚则留空。', null=True, verbose_name='公布日期')),
        migrations.AlterField('statute', 'status', models.CharField(choices=[('future', '尚未施行'), ('in_force', '现行有效'), ('revised', '已被新版取代'), ('repealed', '已废止'), ('unknown', '效力未核对')], default='in_force', help_text='填写日期后，状态随日期自动更新。', max_length=8, verbose_name='状态')),
        migrations.AddField('textsource', 'carried_from', models.ForeignKey(null=True, on_delete=models.deletion.SET_NULL, related_name='+', to='statutes.statute', verbose_name='沿用的旧版')),
        migrations.AddField('textsource', 'missing', models.CharField(blank=True, default='', max_length=1000, verbose_name='没有收录的条'), preserve_default=False),
        migrations.AlterConstraint(
            model_name='statute',
            name='statutes_count_positive',
            constraint=models.CheckConstraint(condition=models.Q(('article_count__isnull', True), ('article_count__gte', 1), _connector='OR'), name='statutes_count_positive', violation_error_message='条文数至少为1，不清楚则留空。'),
        ),
    ]
