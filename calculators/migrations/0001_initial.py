"""The figures of the law, and the periods that `statutes` held until now: with the keys that they
had, so that areas go on naming them, and as rows of the shipped table where they are."""

import re
from decimal import Decimal

import django.db.models.deletion
import django.utils.timezone
from django.core.management.color import no_style
from django.db import migrations, models


# By the order that they had: the key of a shipped row, where it is not of its order, and from when
# its article is law, where it is not of the civil code.
KEYS = {
    10: "limitation", 70: "suspended", 80: "interrupted", 202: "bill.acceptor",
    210: "labour.arbitration", 220: "labour.suit", 250: "review", 260: "review.suit",
    270: "admin.suit", 280: "enforcement", 290: "appeal.judgment", 300: "retrial",
    320: "criminal.judgment",
}
SINCE = {
    180: "2018-12-29", 190: "2024-07-01", 195: "2024-07-01", 200: "2015-04-24", 202: "2004-08-28",
    203: "2026-05-01", 204: "2026-05-01", 205: "2026-05-01", 206: "2026-05-01", 207: "2026-05-01",
    208: "2026-05-01", 210: "2008-05-01", 220: "2008-05-01", 230: "2011-01-01", 240: "2011-01-01",
    242: "2021-07-15", 244: "2026-01-01", 250: "2024-01-01", 260: "2017-07-01", 270: "2017-07-01",
    275: "2013-01-01", 280: "2024-01-01", 290: "2022-01-01", 300: "2024-01-01", 310: "2024-01-01",
    320: "2018-10-26", 330: "2024-03-01", 340: "2024-03-01",
}
LENGTH = re.compile("([0-9]+)(年|个月|日)")
WORDS = {"不受限制", "中止", "中断"}


def take_over(apps, schema_editor):
    Parameter, Period = apps.get_model("calculators", "Parameter"), apps.get_model("statutes", "LimitationPeriod")
    seen, made = set(), []
    for one in Period.objects.order_by("is_own", "pk"):
        key = f"period.{KEYS.get(one.order, one.order)}"
        length = LENGTH.fullmatch(one.length)
        unit = length[2] if length else one.length if one.length in WORDS else ""
        # An own one of several lengths stays beside those of the shipped table, which has a row each
        is_apart = not unit or (one.order not in SINCE and one.short_name != "民法典")
        is_taken = key in seen
        seen.add(key)
        if is_taken or (one.is_own and is_apart):
            key = f"period.own.{one.pk}"
        about = one.about if unit else f"{one.about[: 198 - len(one.length)]}（{one.length}）"
        made.append(
            Parameter(
                pk=one.pk, key=key, value=length and Decimal(length[1]), unit=unit, about=about,
                valid_from=SINCE.get(one.order, "2021-01-01"), order=one.order, starts=one.starts,
                short_name=one.short_name, number=one.number, sub=one.sub, words=one.words,
                checked_on=one.checked_on, is_own=one.is_own,
            )
        )
    Parameter.objects.bulk_create(made)
    for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [Parameter]):
        schema_editor.execute(statement)
    Decision = apps.get_model("statutes", "Decision")
    for one in Decision.objects.filter(text__startswith="statutes.limitationperiod:"):
        one.text = one.text.replace("statutes.limitationperiod", "calculators.parameter")
        one.save(update_fields=["text"])


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('firm', '0003_sentences'),
        ('statutes', '0004_sentences'),
    ]

    operations = [
        migrations.CreateModel(
            name='Parameter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=100, help_text='数字小的排在前面。', verbose_name='排序')),
                ('key', models.CharField(max_length=40, verbose_name='键')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name='数值')),
                ('unit', models.CharField(blank=True, choices=[('元', '元'), ('%', '%'), ('‱', '万分之'), ('分之一', '分之一'), ('倍', '倍'), ('日', '日'), ('小时', '小时'), ('个月', '个月'), ('年', '年'), ('周岁', '周岁'), ('', '规定'), ('不受限制', '不受限制'), ('诉讼时效', '诉讼时效'), ('中止', '中止'), ('中断', '中断')], max_length=4, verbose_name='单位')),
                ('above', models.DecimalField(decimal_places=2, default=0, help_text='分段的起点，不分段的填0。', max_digits=16, verbose_name='超过')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='施行日期')),
                ('valid_to', models.DateField(blank=True, help_text='自该日起不再适用；现行有效则留空。', null=True, verbose_name='失效日期')),
                ('region', models.CharField(blank=True, help_text='例如：成都市。', max_length=40, verbose_name='地区')),
                ('about', models.CharField(help_text='例如：一般民事权利。', max_length=200, verbose_name='适用于')),
                ('starts', models.CharField(blank=True, help_text='起算的时点，例如：自收到裁决书之日起。', max_length=200, verbose_name='起算')),
                ('short_name', models.CharField(blank=True, help_text='法规表中的简称，例如：民法典。', max_length=80, verbose_name='法规')),
                ('number', models.PositiveSmallIntegerField(blank=True, help_text='只填数字，例如：188。', null=True, verbose_name='条')),
                ('sub', models.PositiveSmallIntegerField(default=0, help_text='“之一”填1；没有“之”的填0。', verbose_name='之')),
                ('clause', models.PositiveSmallIntegerField(default=0, verbose_name='款')),
                ('item', models.PositiveSmallIntegerField(default=0, verbose_name='项')),
                ('words', models.CharField(blank=True, help_text='照录条文中写明数值的一句。', max_length=200, verbose_name='条文原话')),
                ('source', models.CharField(blank=True, help_text='公布这个数的机关和文件，例如：成都市统计局。', max_length=200, verbose_name='来源')),
                ('checked_on', models.DateField(blank=True, default=django.utils.timezone.localdate, help_text='最近一次核对。', null=True, verbose_name='核对日期')),
                ('is_own', models.BooleanField(default=False, editable=False, verbose_name='本所修改过')),
            ],
            options={
                'verbose_name': '计算用的数值',
                'verbose_name_plural': '计算用的数值',
                'ordering': ['order', 'key', 'valid_from', 'above', 'pk'],
                'indexes': [models.Index(fields=['short_name', 'number'], name='calculators_by_article')],
                'constraints': [models.UniqueConstraint(fields=('key', 'region', 'valid_from', 'above'), name='calculators_value_once', violation_error_message='这一天起的数值已存在。'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='calculators_end_after_start', violation_error_message='失效日期须晚于施行日期。'), models.CheckConstraint(condition=models.Q(models.Q(('number__gte', 1), models.Q(('short_name', ''), _negated=True)), models.Q(('source', ''), _negated=True), _connector='OR'), name='calculators_article_or_source', violation_error_message='须写明法规和条，或者来源。')],
            },
        ),
        migrations.CreateModel(
            name='ParameterCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('short_name', models.CharField(max_length=80, verbose_name='法规')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='条')),
                ('sub', models.PositiveSmallIntegerField(default=0, verbose_name='之')),
                ('until', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='至')),
                ('clause', models.PositiveSmallIntegerField(default=0, verbose_name='款')),
                ('item', models.PositiveSmallIntegerField(default=0, verbose_name='项')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('quote', models.CharField(max_length=300, verbose_name='原文')),
                ('level', models.CharField(blank=True, choices=[('red', '需要改正'), ('amber', '需要核对'), ('check', '引文存疑'), ('blue', '尚未施行'), ('grey', '无法核对')], max_length=5, verbose_name='级别')),
                ('reason', models.CharField(blank=True, choices=[('repealed', '引用的法规已经废止'), ('beyond', '条文序号超出这部法规'), ('missing', '该法规没有这一条'), ('revised', '核对之后法规已经修改'), ('old_version', '引用的是旧版本'), ('future', '引用的法规尚未施行'), ('unknown', '法规表中没有该名称'), ('misquoted', '引用的文字与条文不符'), ('unchecked', '引用的法规效力未核对'), ('coming', '引用的法规即将修改')], max_length=11, verbose_name='原因')),
                ('words', models.CharField(blank=True, max_length=400, verbose_name='说明')),
                ('fingerprint', models.CharField(blank=True, max_length=160)),
                ('found_on', models.DateField(blank=True, null=True, verbose_name='发现日期')),
                ('settled', models.BooleanField(default=False, verbose_name='已有决定')),
                ('leads_to', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='statutes.statute', verbose_name='现行法规')),
                ('parameter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='calculators.parameter')),
                ('statute', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='statutes.statute', verbose_name='版本')),
            ],
            options={
                'verbose_name': '数值的依据',
                'verbose_name_plural': '数值的依据',
                'ordering': ['start'],
                'abstract': False,
                'indexes': [models.Index(fields=['parameter', 'start'], name='calculators_value_cites'), models.Index(fields=['short_name', 'number'], name='calculators_cited_by_value')],
            },
        ),
        migrations.CreateModel('LendingRate', [], {'verbose_name': '贷款市场报价利率', 'verbose_name_plural': '贷款市场报价利率', 'proxy': True}, ('calculators.parameter',)),
        migrations.CreateModel('RegionalFigure', [], {'verbose_name': '地区数据', 'verbose_name_plural': '地区数据', 'proxy': True}, ('calculators.parameter',)),
        migrations.CreateModel('ToolChoice', [], {'verbose_name': '网站上的计算', 'verbose_name_plural': '网站上的计算', 'proxy': True, 'default_permissions': ('view', 'change')}, ('firm.sitesettings',)),
        migrations.CreateModel(
            name='ToolUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tool', models.CharField(max_length=40, verbose_name='计算')),
                ('day', models.DateField(verbose_name='日期')),
                ('number', models.PositiveIntegerField(default=0, verbose_name='次数')),
            ],
            options={
                'verbose_name': '计算的次数',
                'verbose_name_plural': '计算的次数',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('day', 'tool'), name='calculators_use_once_a_day')],
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
