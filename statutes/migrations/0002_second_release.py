"""All changes of tables after 0.1.0, as makemigrations wrote them, an operation a line."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('statutes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexedText',
            fields=[
                ('statute', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='indexed', serialize=False, to='statutes.statute')),
                ('as_told', models.CharField(max_length=240)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LawCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_number', models.PositiveSmallIntegerField()),
                ('by_sub', models.PositiveSmallIntegerField(default=0)),
                ('short_name', models.CharField(max_length=80)),
                ('number', models.PositiveSmallIntegerField()),
                ('sub', models.PositiveSmallIntegerField(default=0)),
                ('until', models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                'verbose_name': '法规之间的引用',
                'verbose_name_plural': '法规之间的引用',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LawImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('checking', '正在核对'), ('ready', '等待确认'), ('importing', '正在导入'), ('done', '已导入'), ('failed', '没有导入'), ('dropped', '已放弃')], max_length=9, verbose_name='进度')),
                ('name', models.CharField(max_length=200, verbose_name='文件')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='上传时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已处理')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='合计')),
                ('words', models.TextField(blank=True, verbose_name='结果')),
                ('replace', models.BooleanField(default=False, verbose_name='替换已有的条文')),
            ],
            options={
                'verbose_name': '法规导入',
                'verbose_name_plural': '法规导入',
                'ordering': ['-asked_at', '-pk'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LawImportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('content', models.BinaryField(verbose_name='内容')),
            ],
            options={
                'verbose_name': '上传的法规文件',
                'verbose_name_plural': '上传的法规文件',
                'ordering': ['pk'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LawImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('became', models.CharField(choices=[('refused', '没有导入'), ('note', '注意')], max_length=8)),
                ('words', models.TextField()),
            ],
            options={
                'verbose_name': '法规导入的结果',
                'verbose_name_plural': '法规导入的结果',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ReadText',
            fields=[
                ('statute', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='read_text', serialize=False, to='statutes.statute')),
                ('as_read', models.CharField(max_length=120)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TableState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.UUIDField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TextSource',
            fields=[
                ('statute', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text_source', serialize=False, to='statutes.statute')),
                ('name', models.CharField(max_length=120, verbose_name='条文来源')),
                ('url', models.URLField(blank=True, max_length=300, verbose_name='来源网址')),
                ('status', models.CharField(blank=True, choices=[('future', '尚未施行'), ('in_force', '现行有效'), ('revised', '已被新版取代'), ('repealed', '已废止'), ('unknown', '效力未核对')], max_length=8, verbose_name='来源所写的状态')),
                ('effective_from', models.DateField(blank=True, null=True, verbose_name='来源所写的施行日期')),
            ],
            options={
                'verbose_name': '条文来源',
                'verbose_name_plural': '条文来源',
                'default_permissions': (),
            },
        ),
        migrations.AlterField(model_name='decision', name='reason', field=models.CharField(choices=[('repealed', '引用的法规已经废止'), ('beyond', '条文序号超出这部法规'), ('missing', '该法规没有这一条'), ('revised', '核对之后法规已经修改'), ('old_version', '引用的是旧版本'), ('future', '引用的法规尚未施行'), ('unknown', '法规表中没有该名称'), ('misquoted', '引用的文字不在这一条'), ('unchecked', '引用的法规效力未核对'), ('coming', '引用的法规即将修改')], max_length=11, verbose_name='原因')),
        migrations.AlterField(model_name='limitationperiod', name='about', field=models.CharField(help_text='适用该期限的事项，例如：一般民事权利。', max_length=200, verbose_name='适用于')),
        migrations.AlterField(model_name='limitationperiod', name='short_name', field=models.CharField(help_text='法规表中的简称，例如：民法典。', max_length=80, verbose_name='法规')),
        migrations.AlterField(model_name='limitationperiod', name='starts', field=models.CharField(blank=True, help_text='起算的时点，例如：自收到裁决书之日起。', max_length=200, verbose_name='起算')),
        migrations.AlterField(model_name='limitationperiod', name='words', field=models.CharField(blank=True, help_text='照录条文中写明期限的一句。', max_length=200, verbose_name='条文原话')),
        migrations.AlterField(model_name='periodcitation', name='level', field=models.CharField(blank=True, choices=[('red', '需要改正'), ('amber', '需要核对'), ('check', '引文存疑'), ('blue', '尚未施行'), ('grey', '无法核对')], max_length=5, verbose_name='级别')),
        migrations.AlterField(model_name='periodcitation', name='reason', field=models.CharField(blank=True, choices=[('repealed', '引用的法规已经废止'), ('beyond', '条文序号超出这部法规'), ('missing', '该法规没有这一条'), ('revised', '核对之后法规已经修改'), ('old_version', '引用的是旧版本'), ('future', '引用的法规尚未施行'), ('unknown', '法规表中没有该名称'), ('misquoted', '引用的文字不在这一条'), ('unchecked', '引用的法规效力未核对'), ('coming', '引用的法规即将修改')], max_length=11, verbose_name='原因')),
        migrations.AlterField(model_name='renamedcrime', name='citation', field=models.CharField(help_text='据以更改的文件，例如：法释〔2021〕2号。', max_length=200, verbose_name='依据')),
        migrations.AlterField(model_name='renamedcrime', name='new_name', field=models.CharField(help_text='现行罪名；分为几个的，用顿号隔开。', max_length=80, verbose_name='现罪名')),
        migrations.AlterField(model_name='renamedcrime', name='old_name', field=models.CharField(help_text='文章中可能仍使用的旧罪名，例如：偷税罪。', max_length=60, unique=True, verbose_name='旧罪名')),
        migrations.AlterField(model_name='renamedcrime', name='since', field=models.DateField(blank=True, help_text='自该日起使用新罪名，不清楚的留空。', null=True, verbose_name='更名日期')),
        migrations.AlterField(model_name='statute', name='changed', field=models.CharField(blank=True, help_text='仅修改个别条文、序号未变的，列出这些条，例如：133-2、165、166。全面修订的留空。', max_length=1000, verbose_name='改动的条文')),
        migrations.AlterField(model_name='statute', name='effective_from', field=models.DateField(blank=True, help_text='自该日起适用；尚未施行的同样填写。', null=True, verbose_name='施行日期')),
        migrations.AlterField(model_name='statute', name='effective_to', field=models.DateField(blank=True, help_text='自该日起不再适用；现行有效的留空。', null=True, verbose_name='失效日期')),
        migrations.AlterField(model_name='statute', name='note', field=models.TextField(blank=True, help_text='仅在后台显示，供日后核对参考。', verbose_name='备注')),
        migrations.AlterField(model_name='statute', name='promulgated', field=models.DateField(blank=True, help_text='公布或通过的日期，不清楚的留空。', null=True, verbose_name='公布日期')),
        migrations.AlterField(model_name='statute', name='slug', field=models.SlugField(allow_unicode=True, help_text='用于网页地址，例如：公司法-2023。公开后请勿修改。', max_length=100, unique=True, verbose_name='网址中的名称')),
        migrations.AlterField(model_name='statute', name='source', field=models.CharField(blank=True, help_text='本行信息的来源。', max_length=300, verbose_name='依据')),
        migrations.AlterField(model_name='statute', name='status', field=models.CharField(choices=[('future', '尚未施行'), ('in_force', '现行有效'), ('revised', '已被新版取代'), ('repealed', '已废止'), ('unknown', '效力未核对')], default='in_force', help_text='填写日期的，状态随日期自动更新。', max_length=8, verbose_name='状态')),
        migrations.AlterField(model_name='tableversion', name='version', field=models.DateField(help_text='法规表与官方来源核对的日期。', verbose_name='核对至')),
        migrations.AlterConstraint(model_name='decision', name='statutes_confirmed_by_name', constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'confirmed'), _negated=True), models.Q(('lawyer', ''), _negated=True), _connector='OR'), name='statutes_confirmed_by_name', violation_error_message='确认时须写明确认的律师。')),
        migrations.AlterConstraint(model_name='limitationperiod', name='statutes_period_once', constraint=models.UniqueConstraint(fields=('about', 'short_name', 'number', 'sub'), name='statutes_period_once', violation_error_message='该期限已存在。')),
        migrations.AlterConstraint(model_name='statute', name='statutes_version_once', constraint=models.UniqueConstraint(fields=('short_name', 'promulgated', 'effective_from'), name='statutes_version_once', violation_error_message='该法规已有公布日期和施行日期均相同的版本。')),
        migrations.AlterConstraint(model_name='statute', name='statutes_end_after_start', constraint=models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_from__isnull', True), ('effective_to__gt', models.F('effective_from')), _connector='OR'), name='statutes_end_after_start', violation_error_message='失效日期须晚于施行日期。')),
        migrations.AlterConstraint(model_name='statute', name='statutes_count_positive', constraint=models.CheckConstraint(condition=models.Q(('article_count__isnull', True), ('article_count__gte', 1), _connector='OR'), name='statutes_count_positive', violation_error_message='条文数至少为1，不清楚的留空。')),
        migrations.AddField(model_name='lawcitation', name='statute', field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='law_citations', to='statutes.statute')),
        migrations.AddField(model_name='lawimport', name='user', field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
        migrations.AddField(model_name='lawimportfile', name='law_import', field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='statutes.lawimport')),
        migrations.AddField(model_name='lawimportline', name='law_import', field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='statutes.lawimport')),
        migrations.AddConstraint(model_name='tablestate', constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='statutes_one_table_state')),
        migrations.AddIndex(model_name='lawcitation', index=models.Index(fields=['short_name', 'number', 'sub'], name='statutes_cited_by_law')),
        migrations.AddIndex(model_name='lawcitation', index=models.Index(fields=['statute'], name='statutes_law_cites')),
    ]
