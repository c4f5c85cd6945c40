"""All changes of tables after 0.1.0, as makemigrations wrote them, an operation a line."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_search_index'),
        ('firm', '0002_second_release'),
        ('statutes', '0002_second_release'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AreaPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': '领域的期限',
                'verbose_name_plural': '领域的期限',
                'ordering': ['period__order', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='AreaQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=100, help_text='数字小的排在前面。', verbose_name='排序')),
            ],
            options={
                'verbose_name': '常问的问题',
                'verbose_name_plural': '常问的问题',
                'ordering': ['order', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='FinishedBody',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='finished', serialize=False, to='articles.article')),
                ('html', models.TextField()),
                ('headings', models.TextField()),
                ('seal', models.CharField(max_length=64)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Returned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(max_length=200, verbose_name='修改要求')),
                ('returned_at', models.DateTimeField(auto_now=True, verbose_name='退回时间')),
            ],
            options={
                'verbose_name': '退回的文章',
                'verbose_name_plural': '退回的文章',
            },
        ),
        migrations.CreateModel(
            name='Unsaved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(blank=True, default='', max_length=32, verbose_name='写它的页面')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='最后修改')),
                ('fields', models.JSONField(verbose_name='内容')),
            ],
            options={
                'verbose_name': '未保存的修改',
                'verbose_name_plural': '未保存的修改',
                'ordering': ['-updated_at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.RemoveIndex(model_name='article', name='articles_newest'),
        migrations.RemoveIndex(model_name='article', name='articles_in_area'),
        migrations.RemoveIndex(model_name='article', name='articles_by_author'),
        migrations.RemoveIndex(model_name='article', name='articles_check_due'),
        migrations.RemoveIndex(model_name='citation', name='articles_warned'),
        migrations.RemoveField(model_name='article', name='is_sample'),
        migrations.AddField(model_name='article', name='agreed_key', field=models.CharField(blank=True, editable=False, max_length=64, verbose_name='同意过的文字')),
        migrations.AddField(model_name='article', name='barred_at', field=models.DateTimeField(editable=False, null=True, verbose_name='不再公开的时间')),
        migrations.AlterField(model_name='article', name='area', field=models.ForeignKey(db_index=False, help_text='文章列在该领域下；请选最相关的一个，其他角度用标签。', on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='firm.practicearea', verbose_name='业务领域')),
        migrations.AlterField(model_name='article', name='checked_by', field=models.ForeignKey(blank=True, help_text='最近一次核对的律师，与核对日期一并显示在文章上。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checked_articles', to='firm.lawyer', verbose_name='核对律师')),
        migrations.AlterField(model_name='article', name='is_stub', field=models.BooleanField(default=False, help_text='正文还没有补写。勾选的不出现在列表、搜索和网站地图里，搜索引擎也不收录。', verbose_name='待补全')),
        migrations.AlterField(model_name='article', name='jurisdiction', field=models.CharField(blank=True, help_text='仅适用于某地的填写，例如：江苏省。', max_length=30, verbose_name='适用地区')),
        migrations.AlterField(model_name='article', name='source_kind', field=models.CharField(choices=[('original', '原创'), ('authorised', '授权发布'), ('reprint', '转载'), ('former', '旧站文章')], default='original', help_text='原创、授权发布、转载还是旧站文章；非原创的须写明出处。旧站文章只显示原来的日期：请填在发布时间里；不知道的不必修改，网页上不显示日期。', max_length=12, verbose_name='来源')),
        migrations.AlterField(model_name='citation', name='level', field=models.CharField(blank=True, choices=[('red', '需要改正'), ('amber', '需要核对'), ('check', '引文存疑'), ('blue', '尚未施行'), ('grey', '无法核对')], max_length=5, verbose_name='级别')),
        migrations.AlterField(model_name='citation', name='reason', field=models.CharField(blank=True, choices=[('repealed', '引用的法规已经废止'), ('beyond', '条文序号超出这部法规'), ('missing', '该法规没有这一条'), ('revised', '核对之后法规已经修改'), ('old_version', '引用的是旧版本'), ('future', '引用的法规尚未施行'), ('unknown', '法规表中没有该名称'), ('misquoted', '引用的文字不在这一条'), ('unchecked', '引用的法规效力未核对'), ('coming', '引用的法规即将修改')], max_length=11, verbose_name='原因')),
        migrations.AlterField(model_name='relatedlink', name='target', field=models.ForeignKey(blank=True, help_text='输入标题中的字词，从列出的文章中选择。', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='linked_from', to='articles.article', verbose_name='本站文章')),
        migrations.AlterField(model_name='relatedlink', name='title', field=models.CharField(blank=True, help_text='填了站外网址的，填写该页标题。', max_length=60, verbose_name='站外标题')),
        migrations.AlterField(model_name='relatedlink', name='url', field=models.URLField(blank=True, help_text='引用站外页面的，填完整网址，例如：https://www.court.gov.cn/。', verbose_name='站外网址')),
        migrations.AddIndex(model_name='article', index=models.Index(fields=['state', '-publish_at', '-id', 'expires_at', 'is_stub'], name='articles_newest')),
        migrations.AddIndex(model_name='article', index=models.Index(fields=['area', 'state', '-publish_at', '-id', 'expires_at', 'is_stub'], name='articles_in_area')),
        migrations.AddIndex(model_name='article', index=models.Index(fields=['author', 'state', '-publish_at', '-id', 'expires_at', 'is_stub'], name='articles_by_author')),
        migrations.AddIndex(model_name='article', index=models.Index(fields=['state', 'checked_on', 'publish_at', 'expires_at', 'is_stub'], name='articles_check_due')),
        migrations.AddIndex(model_name='article', index=models.Index(condition=models.Q(('is_stub', True)), fields=['id'], name='articles_stubs')),
        migrations.AddIndex(model_name='article', index=models.Index(fields=['updated_at', 'id', 'pending'], name='articles_touched')),
        migrations.AddIndex(model_name='citation', index=models.Index(condition=models.Q(('settled', False), models.Q(('level', ''), _negated=True)), fields=['article', 'level', 'found_on', 'settled'], name='articles_warned')),
        migrations.AddIndex(model_name='citation', index=models.Index(condition=models.Q(('settled', False), models.Q(('level', ''), _negated=True)), fields=['short_name', 'article', 'level', 'found_on', 'settled'], name='articles_warned_by_law')),
        migrations.AddConstraint(model_name='article', constraint=models.CheckConstraint(condition=models.Q(('barred_at__isnull', True), ('state', 'withdrawn'), _connector='OR'), name='articles_barred_is_withdrawn', violation_error_message='公开所依据的同意已经收回，这篇文章不能再发布。')),
        migrations.AlterConstraint(model_name='article', name='articles_expire_after_publish', constraint=models.CheckConstraint(condition=models.Q(('expires_at__isnull', True), ('expires_at__gt', models.F('publish_at')), _connector='OR'), name='articles_expire_after_publish', violation_error_message='撤下时间须晚于发布时间。')),
        migrations.AlterConstraint(model_name='article', name='articles_check_has_name', constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_by__isnull', True), ('checked_on__isnull', True)), models.Q(('checked_by__isnull', False), ('checked_on__isnull', False)), _connector='OR'), name='articles_check_has_name', violation_error_message='核对日期和核对律师须同时填写或同时留空。')),
        migrations.AlterConstraint(model_name='article', name='articles_reprint_has_source', constraint=models.CheckConstraint(condition=models.Q(models.Q(('source_kind', 'reprint'), _negated=True), models.Q(('source', ''), _negated=True), _connector='OR'), name='articles_reprint_has_source', violation_error_message='转载的文章须写明出处。')),
        migrations.AlterConstraint(model_name='relatedlink', name='articles_link_one_target', constraint=models.CheckConstraint(condition=models.Q(models.Q(('target__isnull', False), ('title', ''), ('url', '')), models.Q(('target__isnull', True), models.Q(('url', ''), _negated=True), models.Q(('title', ''), _negated=True)), _connector='OR'), name='articles_link_one_target', violation_error_message='每条相关链接须选本站文章，或同时填写站外网址和标题。')),
        migrations.AlterConstraint(model_name='relatedlink', name='articles_link_once', constraint=models.UniqueConstraint(fields=('article', 'target'), name='articles_link_once', violation_error_message='这篇文章已在相关链接中。')),
        migrations.AddField(model_name='areaperiod', name='area', field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='periods', to='firm.practicearea')),
        migrations.AddField(model_name='areaperiod', name='period', field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='statutes.limitationperiod')),
        migrations.AddField(model_name='areaquestion', name='area', field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='firm.practicearea')),
        migrations.AddField(model_name='areaquestion', name='article', field=models.ForeignKey(help_text='输入标题中的字词，从列出的文章中选择。', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article', verbose_name='文章')),
        migrations.AddField(model_name='returned', name='article', field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='returned', to='articles.article')),
        migrations.AddField(model_name='returned', name='reviewer', field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
        migrations.AddField(model_name='returned', name='writer', field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撰稿人')),
        migrations.AddField(model_name='unsaved', name='article', field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
        migrations.AddField(model_name='unsaved', name='author', field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='写的人')),
        migrations.AddConstraint(model_name='areaperiod', constraint=models.UniqueConstraint(fields=('area', 'period'), name='articles_area_period_once')),
        migrations.AddConstraint(model_name='areaquestion', constraint=models.UniqueConstraint(fields=('area', 'article'), name='articles_area_question_once', violation_error_message='这篇文章已经选过。')),
        migrations.AddConstraint(model_name='unsaved', constraint=models.UniqueConstraint(fields=('author', 'page'), name='articles_unsaved_once', violation_error_message='每个窗口只留一份未保存的修改。')),
    ]
