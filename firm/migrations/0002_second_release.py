"""All changes of tables after 0.1.0, as makemigrations wrote them, an operation a line."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import firm.base.colours
import firm.base.service_time
import firm.base.validators
import richtext.core.pictures
from django.conf import settings
from django.db import migrations, models


# The triggers that raise content versions stand on tables of several apps and are made after all
# migrations (`operations.content_version`); on the way back they go before their table does.
OF_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB '*_raises_version_*'"
OF_POSTGRESQL = [
    "DROP FUNCTION IF EXISTS note_content_change() CASCADE",
    "DROP TABLE IF EXISTS content_change",
    "DROP FUNCTION IF EXISTS raise_content_version()",
]


def drop_triggers(apps, schema_editor):
    """Or each write of the older release would look for a table that has gone."""
    with schema_editor.connection.cursor() as cursor:
        statements = OF_POSTGRESQL
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute(OF_SQLITE)
            statements = [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('firm', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10, verbose_name='对象')),
                ('token', models.CharField(max_length=32, verbose_name='页面编号')),
                ('act', models.CharField(max_length=20, verbose_name='操作')),
                ('words', models.TextField(blank=True, verbose_name='做了什么')),
                ('details', models.JSONField(default=dict, verbose_name='细节')),
                ('made_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='时间')),
                ('ends_at', models.DateTimeField(verbose_name='撤销截止时间')),
                ('taken_back_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
            ],
            options={
                'verbose_name': '批量操作',
                'verbose_name_plural': '批量操作',
                'ordering': ['-made_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='BatchItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.CharField(max_length=36, verbose_name='编号')),
                ('title', models.CharField(max_length=60, verbose_name='标题')),
                ('before', models.TextField(blank=True, verbose_name='原来的情况')),
                ('mark', models.PositiveBigIntegerField(null=True, verbose_name='留下的记录')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='原因')),
            ],
            options={
                'verbose_name': '批量操作的对象',
                'verbose_name_plural': '批量操作的对象',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ContentVersion',
            fields=[
                ('group', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PageWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=40, unique=True, verbose_name='页面')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='标题')),
                ('description', models.CharField(blank=True, max_length=160, verbose_name='描述')),
            ],
            options={
                'verbose_name': '标题和描述',
                'verbose_name_plural': '标题和描述',
                'default_permissions': (),
            },
        ),
        migrations.AlterModelOptions(
            name='lawyer',
            options={'ordering': ['order', 'pk'], 'permissions': [('change_own_profile', '修改自己的律师资料'), ('manage_people', '管理人员：邀请、停用、重置，分配岗位和领域')], 'verbose_name': '律师', 'verbose_name_plural': '律师'},
        ),
        migrations.RemoveField(model_name='lawyer', name='phone_kind'),
        migrations.RemoveField(model_name='office', name='phone_kind'),
        migrations.RemoveField(model_name='sitesettings', name='phone_kind'),
        migrations.RemoveField(model_name='lawyer', name='is_sample'),
        migrations.RemoveField(model_name='office', name='is_sample'),
        migrations.RemoveField(model_name='page', name='is_sample'),
        migrations.RemoveField(model_name='sitesettings', name='is_sample'),
        migrations.AddField(model_name='lawyer', name='aliases', field=models.TextField(blank=True, help_text='访客还会怎么称呼，搜索这些词时也能找到，例如：阿远、林主任。每行一个，也可以用顿号或逗号分隔。', verbose_name='别名')),
        migrations.AddField(model_name='office', name='aliases', field=models.TextField(blank=True, help_text='访客还会怎么称呼，搜索这些词时也能找到，例如：总部、高新区办公室。每行一个，也可以用顿号或逗号分隔。', verbose_name='别名')),
        migrations.AddField(model_name='page', name='aliases', field=models.TextField(blank=True, help_text='访客还会怎么称呼，搜索这些词时也能找到，例如：代理费、风险代理。每行一个，也可以用顿号或逗号分隔。', verbose_name='别名')),
        migrations.AddField(model_name='page', name='confirmed_at', field=models.DateTimeField(editable=False, null=True, verbose_name='确认时间')),
        migrations.AddField(model_name='page', name='confirmed_by', field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
        migrations.AddField(model_name='page', name='confirmed_facts', field=models.JSONField(default=dict, editable=False, verbose_name='确认时的情况')),
        migrations.AddField(model_name='page', name='confirmed_version', field=models.PositiveIntegerField(editable=False, null=True, verbose_name='确认的版本')),
        migrations.AddField(model_name='practicearea', name='aliases', field=models.TextField(blank=True, help_text='访客还会怎么称呼，搜索这些词时也能找到，例如：离婚、抚养费、遗产。每行一个，也可以用顿号或逗号分隔。', verbose_name='别名')),
        migrations.AddField(model_name='practicearea', name='costs', field=models.TextField(blank=True, help_text='每行一项，写成“名称：金额”，例如“劳动争议受理费：每件10元”。没有把握的不写。', verbose_name='大致的费用')),
        migrations.AddField(model_name='practicearea', name='durations', field=models.TextField(blank=True, help_text='每行一项，写成“名称：时间”，例如“协商：一两周”。没有把握的不写。', verbose_name='大致的时间')),
        migrations.AddField(model_name='practicearea', name='facts_checked_on', field=models.DateField(blank=True, help_text='最近一次核对费用和时间的日期，显示在费用和时间下面。', null=True, verbose_name='费用和时间的核对日期')),
        migrations.AddField(model_name='practicearea', name='papers', field=models.TextField(blank=True, help_text='每行一样，例如：劳动合同。', verbose_name='可以准备的材料')),
        migrations.AddField(model_name='practicearea', name='steps', field=models.TextField(blank=True, help_text='每行一步，从先到后，写成“名称：说明”，例如“协商：谈话和消息都留底”。', verbose_name='办理步骤')),
        migrations.AddField(model_name='sitesettings', name='weekly_mail', field=models.BooleanField(default=True, help_text='每周一上班时，给能看“数据”的人员发邮件，列出超时、未分派、时效将满等的数目，不含咨询内容；没有要处理的不发。', verbose_name='每周一邮件')),
        migrations.AlterField(model_name='honour', name='title', field=models.CharField(help_text='填写全称，例如：2024年度优秀律师。', max_length=60, verbose_name='荣誉名称')),
        migrations.AlterField(model_name='lawyer', name='areas', field=models.ManyToManyField(blank=True, help_text='这位律师办理的业务：显示在律师页和领域页，并作为轮流分派咨询的依据。', related_name='lawyers', to='firm.practicearea', verbose_name='业务领域')),
        migrations.AlterField(model_name='lawyer', name='bio', field=models.TextField(blank=True, help_text='段落之间空一行。请勿出现胜诉率、“专家”等字样。', verbose_name='简介')),
        migrations.AlterField(model_name='lawyer', name='email', field=models.EmailField(blank=True, help_text='显示在律师页，所有人可见；不公开则留空。', max_length=254, verbose_name='公开邮箱')),
        migrations.AlterField(model_name='lawyer', name='hostname', field=models.CharField(blank=True, help_text='这位律师自有的域名，例如www.linlvshi.cn，没有则留空。域名须先备案并指向本站，由运维人员开通后生效。', max_length=100, validators=[firm.base.validators.check], verbose_name='自有域名')),
        migrations.AlterField(model_name='lawyer', name='is_published', field=models.BooleanField(default=True, help_text='不勾选则访客看不到；内容保留在后台，可以随时恢复显示。', verbose_name='在网站上显示')),
        migrations.AlterField(model_name='lawyer', name='name', field=models.CharField(help_text='与执业证上的姓名一致，显示在律师页、文章署名和给咨询人的答复中。', max_length=20, verbose_name='姓名')),
        migrations.AlterField(model_name='lawyer', name='part_time', field=models.BooleanField(default=False, help_text='兼职须在网站上注明，勾选后姓名旁显示“兼职”。', verbose_name='兼职律师')),
        migrations.AlterField(model_name='lawyer', name='phone', field=models.CharField(blank=True, help_text='座机带区号，例如：025-12345678；也可以填手机，或者400、800、95开头的服务热线。', max_length=30, verbose_name='电话')),
        migrations.AlterField(model_name='lawyer', name='portrait', field=richtext.core.pictures.PictureField(blank=True, help_text='竖幅半身照，宽640像素以上为宜。显示在首页和律师页上。', upload_to='', verbose_name='照片', widths=(160, 320, 640))),
        migrations.AlterField(model_name='lawyer', name='post', field=models.CharField(blank=True, help_text='显示在姓名旁，例如：合伙人律师。', max_length=30, verbose_name='职务')),
        migrations.AlterField(model_name='lawyer', name='slug', field=models.SlugField(help_text='姓名拼音，用于律师页网址，例如：lin-zhiyuan。公开后请勿修改。', unique=True, verbose_name='网址名')),
        migrations.AlterField(model_name='milestone', name='end_year', field=models.PositiveSmallIntegerField(blank=True, help_text='留空则显示为“至今”；仅一年的填同一年。', null=True, validators=[django.core.validators.MinValueValidator(1950), django.core.validators.MaxValueValidator(2100)], verbose_name='结束年')),
        migrations.AlterField(model_name='milestone', name='place', field=models.CharField(blank=True, help_text='单位的全称。', max_length=60, verbose_name='所在单位')),
        migrations.AlterField(model_name='milestone', name='title', field=models.CharField(help_text='例如：合伙人律师。请勿出现胜诉率、标的额、“专家”等字样。', max_length=40, verbose_name='职务或经历')),
        migrations.AlterField(model_name='office', name='address', field=models.CharField(help_text='填写至门牌号和房间号，显示在联系页。', max_length=120, verbose_name='地址')),
        migrations.AlterField(model_name='office', name='hours', field=models.CharField(blank=True, help_text='该地点接待来访的时间，例如：周一至周五9:00—17:30，请先预约。', max_length=100, verbose_name='接待时间')),
        migrations.AlterField(model_name='office', name='map_image', field=richtext.core.pictures.PictureField(blank=True, help_text='自绘或有权使用的地图，显示在联系页。网站不连接第三方地图。', upload_to='', verbose_name='地图图片', widths=(480, 960, 1600))),
        migrations.AlterField(model_name='office', name='name', field=models.CharField(default='本所', help_text='例如：城东办公室。只有一处的，填“本所”。', max_length=40, verbose_name='名称')),
        migrations.AlterField(model_name='office', name='phone', field=models.CharField(blank=True, help_text='座机带区号，例如：025-12345678；也可以填手机，或者400、800、95开头的服务热线。', max_length=30, verbose_name='电话')),
        migrations.AlterField(model_name='office', name='route', field=models.TextField(blank=True, help_text='供首次来访者参考：地铁、公交、停车。', verbose_name='交通指引')),
        migrations.AlterField(model_name='page', name='body', field=models.TextField(help_text='每次修改另存一版，并记录咨询人同意的版本。', verbose_name='正文')),
        migrations.AlterField(model_name='page', name='in_foot', field=models.BooleanField(default=True, help_text='勾选后，每页页脚显示该页链接。', verbose_name='显示在页脚')),
        migrations.AlterField(model_name='page', name='is_published', field=models.BooleanField(default=True, help_text='不勾选则访客看不到；内容保留在后台，可以随时恢复显示。', verbose_name='在网站上显示')),
        migrations.AlterField(model_name='page', name='kind', field=models.CharField(choices=[('privacy', '隐私告知'), ('minors', '未成年人规则'), ('disclaimer', '免责声明'), ('fees', '收费说明'), ('about', '关于我们'), ('other', '其他')], default='other', help_text='网站按用途引用该页，例如咨询表单旁的隐私告知。除“其他”外，每种用途只能有一页。', max_length=12, verbose_name='用途')),
        migrations.AlterField(model_name='page', name='slug', field=models.SlugField(help_text='小写字母和减号，用于网址，例如：fees。公开后请勿修改。', unique=True, verbose_name='网址名')),
        migrations.AlterField(model_name='page', name='title', field=models.CharField(help_text='显示在页面开头和页脚链接，例如：收费说明。', max_length=60, verbose_name='标题')),
        migrations.AlterField(model_name='practicearea', name='is_published', field=models.BooleanField(default=True, help_text='不勾选则访客看不到；内容保留在后台，可以随时恢复显示。', verbose_name='在网站上显示')),
        migrations.AlterField(model_name='practicearea', name='name', field=models.CharField(help_text='例如：婚姻家庭与继承。显示在首页、文章和咨询表单。', max_length=30, unique=True, verbose_name='名称')),
        migrations.AlterField(model_name='practicearea', name='parent', field=models.ForeignKey(blank=True, help_text='只有两级：有上级的领域不能再设下级。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='firm.practicearea', verbose_name='上级领域')),
        migrations.AlterField(model_name='practicearea', name='slug', field=models.SlugField(help_text='小写字母和减号，用于网址，例如：marriage-family。公开后请勿修改。', unique=True, verbose_name='网址名')),
        migrations.AlterField(model_name='practicearea', name='text', field=models.TextField(blank=True, help_text='显示在领域页：何时需要律师，一般如何处理，需要准备哪些材料。', verbose_name='领域介绍')),
        migrations.AlterField(model_name='sitesettings', name='accent', field=models.CharField(blank=True, default='#14596b', help_text='链接、按钮和站标的颜色，深色模式下自动调亮。颜色过浅、影响阅读的不能保存。', max_length=7, validators=[firm.base.colours.check], verbose_name='主色')),
        migrations.AlterField(model_name='sitesettings', name='ai_crawlers', field=models.BooleanField(default=True, help_text='不勾选则声明禁止其抓取；是否遵守由对方决定。', verbose_name='允许人工智能公司抓取内容用于训练')),
        migrations.AlterField(model_name='sitesettings', name='assign_by_turn', field=models.BooleanField(default=False, help_text='勾选后，新咨询按业务领域轮流分派给网站上显示的律师，最久未分派者优先；不勾选则人工分派。', verbose_name='新咨询轮流分派')),
        migrations.AlterField(model_name='sitesettings', name='baidu_verification', field=models.CharField(blank=True, help_text='在百度搜索资源平台选“标签验证”，填写标签中最后一对引号内的字符。', max_length=60, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9_-]{4,60}\\Z', '验证码由字母、数字、减号和下划线组成，只填标签里最后一对引号中的内容。')], verbose_name='百度站点验证码')),
        migrations.AlterField(model_name='sitesettings', name='email', field=models.EmailField(blank=True, help_text='显示在联系页，所有人可见。接收新咨询通知的邮箱在下面另填。', max_length=254, verbose_name='公开邮箱')),
        migrations.AlterField(model_name='sitesettings', name='notify_email', field=models.EmailField(blank=True, help_text='有新咨询时发送邮件到此邮箱；邮件只提示有新咨询，不含咨询内容。', max_length=254, verbose_name='新咨询通知邮箱')),
        migrations.AlterField(model_name='sitesettings', name='opening_list', field=models.BooleanField(default=True, help_text='在工作台上显示还有几件事必须做、下一件是什么；全部做完以后自动取消勾选。', verbose_name='显示上线清单')),
        migrations.AlterField(model_name='sitesettings', name='phone', field=models.CharField(blank=True, help_text='座机带区号，例如：025-12345678；也可以填手机，或者400、800、95开头的服务热线。', max_length=30, verbose_name='电话')),
        migrations.AlterField(model_name='sitesettings', name='qq', field=models.CharField(blank=True, help_text='填写后网站显示QQ咨询链接，例如：12345678。', max_length=11, validators=[django.core.validators.RegexValidator('^[1-9][0-9]{4,10}\\Z', 'QQ号是5到11位数字，第一位不是0。')], verbose_name='QQ号')),
        migrations.AlterField(model_name='sitesettings', name='reply_promise_hours', field=models.PositiveSmallIntegerField(blank=True, help_text='填写后咨询人可以看到该时间，请据实填写；留空则不承诺，网站上不提答复时间。填写答复服务时间的，只计算服务时间内的小时数：每天服务7小时、此处填7，显示为“1个工作日内”。', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='答复承诺（小时）')),
        migrations.AlterField(model_name='sitesettings', name='second_person', field=models.BooleanField(default=False, help_text='勾选后，撰稿人先送审，由另一位有发布权限的同事审核后发布。只有一人时请勿勾选。', verbose_name='文章须经第二人审核才能发布')),
        migrations.AlterField(model_name='sitesettings', name='service_time', field=models.TextField(blank=True, help_text='例如：周一至周五 9:00-12:00，14:00-18:00。时段不同的日期另起一行。留空则答复期限按钟点连续计算，夜间和节假日计算在内。放假和调休请在“节假日与调休”中登记。', max_length=300, validators=[firm.base.service_time.check], verbose_name='答复服务时间')),
        migrations.AlterField(model_name='specialday', name='date', field=models.DateField(error_messages={'unique': '该日期已登记，请直接修改。'}, help_text='放假或补班的日期，每天登记一条。', unique=True, verbose_name='日期')),
        migrations.AlterField(model_name='specialday', name='kind', field=models.CharField(choices=[('closed', '放假'), ('working', '调休上班')], default='closed', help_text='放假日不计入答复期限，调休上班日照常计算。', max_length=8, verbose_name='安排')),
        migrations.AlterConstraint(model_name='honour', name='firm_honour_has_issuer', constraint=models.CheckConstraint(condition=models.Q(('issuer', ''), _negated=True), name='firm_honour_has_issuer', violation_error_message='荣誉须写明颁发单位。')),
        migrations.AlterConstraint(model_name='lawyer', name='firm_lawyer_hostname_once', constraint=models.UniqueConstraint(condition=models.Q(('hostname', ''), _negated=True), fields=('hostname',), name='firm_lawyer_hostname_once', violation_error_message='该域名已由另一位律师使用。')),
        migrations.AlterConstraint(model_name='lawyer', name='firm_lawyer_licence_once', constraint=models.UniqueConstraint(condition=models.Q(('licence_number', ''), _negated=True), fields=('licence_number',), name='firm_lawyer_licence_once', violation_error_message='该执业证号已由另一位律师使用，请核对。')),
        migrations.AlterConstraint(model_name='milestone', name='firm_milestone_has_title', constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='firm_milestone_has_title', violation_error_message='执业经历须填写职务或经历。')),
        migrations.AlterConstraint(model_name='page', name='firm_page_kind_once', constraint=models.UniqueConstraint(condition=models.Q(('kind', 'other'), _negated=True), fields=('kind',), name='firm_page_kind_once', violation_error_message='该用途的页面已存在，请直接修改。')),
        migrations.AlterConstraint(model_name='pageversion', name='firm_page_version_once', constraint=models.UniqueConstraint(fields=('page', 'number'), name='firm_page_version_once', violation_error_message='该版本号已使用。')),
        migrations.AlterConstraint(model_name='practicearea', name='firm_area_sensitive_reason', constraint=models.CheckConstraint(condition=models.Q(('sensitive', False), models.Q(('sensitive_reason', ''), _negated=True), _connector='OR'), name='firm_area_sensitive_reason', violation_error_message='涉及敏感个人信息的领域须写明为什么需要。')),
        migrations.AddField(model_name='batch', name='made_by', field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
        migrations.AddField(model_name='batch', name='taken_back_by', field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
        migrations.AddField(model_name='batchitem', name='batch', field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='firm.batch')),
        migrations.AddConstraint(model_name='batch', constraint=models.UniqueConstraint(fields=('kind', 'token'), name='firm_batch_of_a_page')),
        migrations.AddConstraint(model_name='batchitem', constraint=models.UniqueConstraint(fields=('batch', 'record'), name='firm_batch_once')),
        migrations.AddConstraint(model_name='batchitem', constraint=models.CheckConstraint(condition=models.Q(('mark__isnull', False), models.Q(('why', ''), _negated=True), _connector='OR'), name='firm_batch_says_why')),
        migrations.RunPython(migrations.RunPython.noop, drop_triggers),
    ]
