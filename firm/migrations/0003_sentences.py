"""What fields say of themselves."""

import django.core.validators
import firm.base.colours
import richtext.core.pictures
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('firm', '0002_second_release')]
    operations = [
        migrations.AddField('sitesettings', 'hidden_tools', models.JSONField(blank=True, default=list, verbose_name='不显示的计算')),
        migrations.AddField('lawyer', 'channels_name', models.CharField(blank=True, help_text='与微信里的名称一致，咨询人可以搜索。', max_length=30, verbose_name='视频号名称')),
        migrations.AddField('lawyer', 'channels_qr', richtext.core.pictures.PictureField(blank=True, help_text='从微信保存的二维码图片，宽300像素以上。', upload_to='', verbose_name='视频号二维码', widths=(480,))),
        migrations.AddField('lawyer', 'official_name', models.CharField(blank=True, help_text='与微信里的名称一致，咨询人可以搜索。', max_length=30, verbose_name='公众号名称')),
        migrations.AddField('lawyer', 'official_qr', richtext.core.pictures.PictureField(blank=True, help_text='从微信保存的二维码图片，宽300像素以上。', upload_to='', verbose_name='公众号二维码', widths=(480,))),
        migrations.AddField('sitesettings', 'api_is_open', models.BooleanField(default=False, help_text='勾选后，小程序等任何程序都可以从/api/articles/读取已经公开的文章：标题、摘要、正文、作者、业务领域、标签和日期。不含草稿、咨询和其他内容。', verbose_name='开放文章接口')),
        migrations.AddField('sitesettings', 'channels_name', models.CharField(blank=True, help_text='与微信里的名称一致，咨询人可以搜索。', max_length=30, verbose_name='视频号名称')),
        migrations.AddField('sitesettings', 'channels_qr', richtext.core.pictures.PictureField(blank=True, help_text='从微信保存的二维码图片，宽300像素以上。', upload_to='', verbose_name='视频号二维码', widths=(480,))),
        migrations.AddField('sitesettings', 'official_name', models.CharField(blank=True, help_text='与微信里的名称一致，咨询人可以搜索。', max_length=30, verbose_name='公众号名称')),
        migrations.AddField('sitesettings', 'official_qr', richtext.core.pictures.PictureField(blank=True, help_text='从微信保存的二维码图片，宽300像素以上。', upload_to='', verbose_name='公众号二维码', widths=(480,))),
        migrations.AddField('sitesettings', 'wechat_service', models.CharField(blank=True, help_text='企业微信“微信客服”的接入链接，以https://work.weixin.qq.com/kfid/开头。填写后手机网页底部显示“微信客服”按钮，联系页显示二维码。对话在微信里进行，由腾讯保存；隐私告知须写明。', max_length=200, validators=[django.core.validators.RegexValidator('^https://work\\.weixin\\.qq\\.com/kfid/[A-Za-z0-9_-]{4,80}(?:\\?[A-Za-z0-9_=&%.-]{1,100})?\\Z', '只接受https://work.weixin.qq.com/kfid/开头的链接，请从企业微信后台“微信客服”的接入链接复制。')], verbose_name='微信客服链接')),
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
