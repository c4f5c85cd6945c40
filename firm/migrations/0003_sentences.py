"""What fields say of themselves."""

import django.core.validators
import firm.base.colours
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('firm', '0002_second_release')]
    operations = [
        migrations.AddField('sitesettings', 'hidden_tools', models.JSONField(blank=True, default=list, verbose_name='不显示的计算')),
        migrations.AlterField('lawyer', 'phone', models.CharField(blank=True, help_text='座机按“区号-号码”填写；也可以填手机，或者400、800、95开头的服务热线。', max_length=30, verbose_name='电话')),
        migrations.AlterField('lawyer', 'slug', models.SlugField(help_text='用于律师页网址，例如：lin-zhiyuan；留空则按姓名读音填写。公开后请勿修改。', unique=True, verbose_name='网址名')),
        migrations.AlterField('milestone', 'end_year', models.PositiveSmallIntegerField(blank=True, help_text='留空则显示为“至今”；仅一年则填同一年。', null=True, validators=[django.core.validators.MinValueValidator(1950), django.core.validators.MaxValueValidator(2100)], verbose_name='结束年')),
        migrations.AlterField('office', 'name', models.CharField(default='本所', help_text='例如：城东办公室。如只有一处，填“本所”。', max_length=40, verbose_name='名称')),
        migrations.AlterField('office', 'phone', models.CharField(blank=True, help_text='座机按“区号-号码”填写；也可以填手机，或者400、800、95开头的服务热线。', max_length=30, verbose_name='电话')),
        migrations.AlterField('page', 'slug', models.SlugField(help_text='小写字母和减号，用于网址，例如：fees；留空则按标题读音填写。公开后请勿修改。', unique=True, verbose_name='网址名')),
        migrations.AlterField('practicearea', 'costs', models.TextField(blank=True, help_text='每行一项，写成“名称：金额”，例如“劳动争议受理费：每件10元”。没有把握则不写。', verbose_name='大致的费用')),
        migrations.AlterField('practicearea', 'durations', models.TextField(blank=True, help_text='每行一项，写成“名称：时间”，例如“协商：一两周”。没有把握则不写。', verbose_name='大致的时间')),
        migrations.AlterField('practicearea', 'slug', models.SlugField(help_text='小写字母和减号，用于网址，例如：marriage-family；留空则按名称读音填写。公开后请勿修改。', unique=True, verbose_name='网址名')),
        migrations.AlterField('sitesettings', 'accent', models.CharField(blank=True, default='#14596b', help_text='链接、按钮和站标的颜色，深色模式下自动调亮。颜色过浅、影响阅读则不能保存。', max_length=7, validators=[firm.base.colours.check], verbose_name='主色')),
        migrations.AlterField('sitesettings', 'phone', models.CharField(blank=True, help_text='座机按“区号-号码”填写；也可以填手机，或者400、800、95开头的服务热线。', max_length=30, verbose_name='电话')),
        migrations.AlterField('sitesettings', 'reply_promise_hours', models.PositiveSmallIntegerField(blank=True, help_text='填写后咨询人可以看到该时间，请据实填写；留空则不承诺，网站上不提答复时间。如填写答复服务时间，只计算服务时间内的小时数：每天服务7小时、此处填7，显示为“1个工作日内”。', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='答复承诺（小时）')),
        migrations.AlterField('sitesettings', 'weekly_mail', models.BooleanField(default=True, help_text='每周一上班时，给能看“数据”的人员发邮件，列出超时、未分派、时效将满等的数目，不含咨询内容；没有待处理事项则不发。', verbose_name='每周一邮件')),
    ]
