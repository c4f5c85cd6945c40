"""What fields say of themselves; the periods of areas are figures of `calculators`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('articles', '0004_search_and_wishes'), ('calculators', '0001_initial')]
    operations = [
        migrations.AlterField('areaperiod', 'period', models.ForeignKey(on_delete=models.deletion.CASCADE, related_name='+', to='calculators.parameter')),
        migrations.AlterField('article', 'body', models.TextField(help_text='分节用“小标题”；从Word粘贴的排版会自动整理。', verbose_name='正文')),
        migrations.AlterField('article', 'is_stub', models.BooleanField(default=False, help_text='正文还没有补写。勾选后不出现在列表、搜索和网站地图里，搜索引擎也不收录。', verbose_name='待补全')),
        migrations.AlterField('article', 'jurisdiction', models.CharField(blank=True, help_text='仅适用于某地时填写，例如：江苏省。', max_length=30, verbose_name='适用地区')),
        migrations.AlterField('article', 'title', models.CharField(help_text='问句，8到30字为宜，以“？”结尾。', max_length=60, verbose_name='标题')),
        migrations.AlterField('citation', 'reason', models.CharField(blank=True, choices=[('repealed', '引用的法规已经废止'), ('beyond', '条文序号超出这部法规'), ('missing', '该法规没有这一条'), ('revised', '核对之后法规已经修改'), ('old_version', '引用的是旧版本'), ('future', '引用的法规尚未施行'), ('unknown', '法规表中没有该名称'), ('misquoted', '引用的文字与条文不符'), ('unchecked', '引用的法规效力未核对'), ('coming', '引用的法规即将修改')], max_length=11, verbose_name='原因')),
        migrations.AlterField('relatedlink', 'title', models.CharField(blank=True, help_text='填写站外网址时，填该页标题。', max_length=60, verbose_name='站外标题')),
        migrations.AlterField('relatedlink', 'url', models.URLField(blank=True, help_text='引用站外页面时填完整网址，例如：https://www.court.gov.cn/。', verbose_name='站外网址')),
    ]
