"""Third release: first answers, a mail server, a month in plain SQL, other words, numbers
of days and months.

What the first answer of each consultation says is noted for the figures.

Where the client wrote again before this was kept, another time to answer by took the place of the
first: then the hours that the office means to answer in stand for it.
"""

import uuid
from datetime import timedelta

from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.models import Exists, OuterRef
from django.utils import timezone

import consult.crypto.fields
from firm.base.service_time import week_of
from firm.site.opening_hours import with_own
from firm.site.service_hours import between

OWN_TARGET = 24
PORTS = [(465, "465（SSL，常用）"), (587, "587（STARTTLS）"), (994, "994（SSL）")]
SET_AGAIN = ["client_wrote", "reopened"]
FIELDS = ["answer_minutes", "answered_in_time"]
AT_A_TIME = 1000


def note(apps, schema_editor):
    settings = apps.get_model("firm", "SiteSettings").objects.first()
    week = week_of(settings.service_time) if settings else None
    special = with_own(apps.get_model("firm", "SpecialDay").objects.all(), week)
    target = timedelta(hours=settings and settings.reply_promise_hours or OWN_TARGET)
    Event = apps.get_model("consult", "Event")
    again = Event.objects.filter(
        consultation=OuterRef("pk"), kind__in=SET_AGAIN, at__gt=OuterRef("answered_at")
    )
    Consultation = apps.get_model("consult", "Consultation")
    rows = Consultation.objects.filter(answered_at__isnull=False, answer_minutes=None)
    rows = rows.annotate(again=Exists(again)).order_by()
    rows = rows.only("received_at", "answered_at", "promised_at")
    while found := list(rows[:AT_A_TIME]):
        for one in found:
            spent = between(one.received_at, one.answered_at, (week, special))
            one.answer_minutes = max(spent // timedelta(minutes=1), 0)
            on_time = one.answered_at <= one.promised_at
            one.answered_in_time = spent <= target if one.again else on_time
        Consultation.objects.bulk_update(found, FIELDS)


def give(apps, schema_editor=None):
    """The rights over what the firm types for the calculators: lawyers look at it."""
    config = installed.get_app_config("calculators")
    create_permissions(config, verbosity=0, interactive=False, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="calculators")
    typed = ours.filter(content_type__model__in=["regionalfigure", "lendingrate", "toolchoice"])
    seen = typed.filter(codename__startswith="view")
    for group in Group.objects.filter(name__in=["律师", "编辑", "咨询主管"]):
        group.permissions.add(*(seen if group.name == "律师" else typed))


def drop_triggers(apps, schema_editor):
    """Or each write of the older release would look for a table that has gone."""
    statements = ["DROP FUNCTION IF EXISTS note_changed_days CASCADE"]
    if schema_editor.connection.vendor == "sqlite":
        name, acts = "consult_consultation_notes_days", ("insert", "update", "delete")
        statements = [f"DROP TRIGGER IF EXISTS {name}_{act}" for act in acts]
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0004_rights_and_logins"),
        ("firm", "0002_second_release"),
        ("statutes", "0005_periods"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "consultation",
            "answer_minutes",
            models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            "consultation", "answered_in_time", models.BooleanField(editable=False, null=True)
        ),
        migrations.CreateModel(
            "MailServer",
            [
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("host", models.CharField("发信服务器", max_length=253)),
                ("port", models.PositiveSmallIntegerField("端口", choices=PORTS, default=465)),
                ("address", models.EmailField("发信邮箱", max_length=254)),
                ("password", consult.crypto.fields.EncryptedTextField("密码或授权码")),
            ],
            {"verbose_name": "发信邮箱", "verbose_name_plural": "发信邮箱", "default_permissions": ()},
        ),
        migrations.CreateModel(
            "ChangedDay",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField("日期", db_index=True)),
            ],
            {"verbose_name": "待重新计数的日期", "verbose_name_plural": "待重新计数的日期", "default_permissions": ()},
        ),
        migrations.CreateModel(
            "Tally",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField("日期")),
                ("of_month", models.BooleanField("整月")),
                ("totals", models.JSONField("总数")),
                ("groups", models.JSONField("分组")),
            ],
            {"verbose_name": "咨询的数目", "verbose_name_plural": "咨询的数目", "default_permissions": ()},
        ),
        migrations.AddConstraint("tally", models.UniqueConstraint(fields=["start", "of_month"], name="consult_tally_once")),
        migrations.AddIndex(
            "consultation", models.Index(fields=["conflict", "state"], name="consult_conflict")
        ),
        # Their triggers are made after all migrations (`website.operations.content_version`).
        migrations.RunPython(migrations.RunPython.noop, drop_triggers),
        # One that calls a function of Django's fails in every other program: nobody could look into a
        # copy of the database with `sqlite3`.
        migrations.RemoveConstraint("ratingcount", "consult_rating_count_of_month"),
        migrations.AddConstraint(
            "ratingcount",
            models.CheckConstraint(
                condition=models.Q(month__endswith="-01"),
                name="consult_rating_count_of_month",
                violation_error_message="评价只按月计数，月份记为当月1日。",
            ),
        ),
        migrations.AlterModelOptions('areafact', {'ordering': ['area', 'order', 'pk'], 'verbose_name': '补充信息设置', 'verbose_name_plural': '补充信息设置'}),
        migrations.AlterField('cannedcitation', 'reason', models.CharField(blank=True, choices=[('repealed', '引用的法规已经废止'), ('beyond', '条文序号超出这部法规'), ('missing', '该法规没有这一条'), ('revised', '核对之后法规已经修改'), ('old_version', '引用的是旧版本'), ('future', '引用的法规尚未施行'), ('unknown', '法规表中没有该名称'), ('misquoted', '引用的文字与条文不符'), ('unchecked', '引用的法规效力未核对'), ('coming', '引用的法规即将修改')], max_length=11, verbose_name='原因')),
        migrations.AlterField('cannedreply', 'text', models.TextField(help_text='可用的变量：{称呼}、{领域}、{承诺时间}、{律师}、{电话}，使用时自动填入。“补充信息设置”中的名称也可以，例如{入职时间}。', max_length=5000, verbose_name='内容')),
        migrations.AlterField('publication', 'asked_at', models.DateTimeField(null=True, verbose_name='发给咨询人确认的时间')),
        migrations.AlterField('publication', 'choices', consult.crypto.fields.EncryptedTextField(blank=True, verbose_name='对标记的决定')),
        migrations.AlterField('publication', 'judged_at', models.DateTimeField(null=True, verbose_name='咨询人答复的时间')),
        migrations.AlterField('publication', 'state', models.CharField(choices=[('preparing', '整理中'), ('asked', '待咨询人确认'), ('agreed', '咨询人已同意'), ('changes', '咨询人希望修改'), ('objected', '咨询人不同意'), ('made', '已转成文章'), ('withdrawn', '同意已收回')], default='preparing', max_length=10, verbose_name='进度')),
        migrations.AlterConstraint('publication', 'consult_judged_if_asked', models.CheckConstraint(condition=models.Q(('state__in', ['preparing', 'withdrawn']), ('asked_at__isnull', False), _connector='OR'), name='consult_judged_if_asked', violation_error_message='发给咨询人确认以后才有答复。')),
        migrations.AddField('message', 'offered', models.TextField(blank=True, editable=False, verbose_name='提供的时间')),
        migrations.CreateModel(
            'Appointment',
            [
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField(verbose_name='开始')),
                ('ends_at', models.DateTimeField(verbose_name='结束')),
                ('way', models.CharField(choices=[('visit', '当面'), ('phone', '电话'), ('any', '都可以')], max_length=6, verbose_name='方式')),
                ('changed_at', models.DateTimeField(default=timezone.now, verbose_name='约好或者改动的时间')),
                ('changes', models.PositiveSmallIntegerField(default=0, verbose_name='改动次数')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='取消的时间')),
                ('consultation', models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='appointments', to='consult.consultation')),
                ('lawyer', models.ForeignKey(db_index=False, null=True, on_delete=models.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='律师')),
                ('office', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.SET_NULL, related_name='+', to='firm.office', verbose_name='地点')),
            ],
            {'verbose_name': '预约', 'verbose_name_plural': '预约', 'ordering': ['starts_at', 'pk'], 'default_permissions': ()},
        ),
        migrations.CreateModel(
            'Availability',
            [
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hours', models.TextField(blank=True, help_text='没有勾选的日子不约，法定节假日也不约；要例外的，写在“个别日子”里。', max_length=500, verbose_name='每周')),
                ('exceptions', models.TextField(blank=True, help_text='休假、开庭等日子选“全天不约”；休息日、节假日要约的，选“另定时间”并填写。', max_length=2000, verbose_name='个别日子')),
                ('way', models.CharField(choices=[('visit', '当面'), ('phone', '电话'), ('any', '都可以')], default='any', max_length=6, verbose_name='见面方式')),
                ('length', models.PositiveSmallIntegerField(choices=[(20, '20分钟'), (30, '30分钟'), (60, '60分钟')], default=30, verbose_name='每次多久')),
                ('gap', models.PositiveSmallIntegerField(choices=[(0, '不隔'), (15, '15分钟'), (30, '30分钟')], default=15, verbose_name='两次之间隔多久')),
                ('lead', models.PositiveSmallIntegerField(choices=[(120, '2小时'), (720, '半天'), (1440, '1天')], default=720, verbose_name='至少提前多久约')),
                ('office', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.SET_NULL, related_name='+', to='firm.office', verbose_name='当面谈的地点')),
                ('owner', models.OneToOneField(on_delete=models.CASCADE, related_name='availability', to=settings.AUTH_USER_MODEL)),
            ],
            {'verbose_name': '可以约的时间', 'verbose_name_plural': '可以约的时间', 'default_permissions': ()},
        ),
        migrations.CreateModel(
            'TakenTime',
            [
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('appointment', models.ForeignKey(on_delete=models.CASCADE, related_name='taken', to='consult.appointment')),
                ('lawyer', models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            {'verbose_name': '已约的时间', 'verbose_name_plural': '已约的时间', 'default_permissions': ()},
        ),
        migrations.AddIndex('appointment', models.Index(fields=['consultation', 'starts_at'], name='consult_appointments')),
        migrations.AddIndex('appointment', models.Index(fields=['ends_at'], name='consult_ahead')),
        migrations.AddConstraint('takentime', models.UniqueConstraint(fields=('lawyer', 'at'), name='consult_time_taken_once', violation_error_message='这个时间已经约出去了。')),
        migrations.AddField("conflicthit", "reason", consult.crypto.fields.EncryptedTextField("判断的理由", blank=True, default=""), preserve_default=False),
        migrations.AddField("knownparty", "representative", consult.crypto.fields.EncryptedTextField("法定代表人", blank=True, default=""), preserve_default=False),
        migrations.AddField("knownparty", "verified", models.BooleanField("已核实", default=True)),
        migrations.AlterField("knownparty", "former_names", consult.crypto.fields.EncryptedTextField("曾用名、别名", blank=True, help_text="每行一个。")),
        migrations.AlterField("conflicthit", "likeness", models.CharField("相近程度", choices=[('same', '名称相同'), ('alike', '名称相同，未经核实'), ('person', '姓名相同'), ('near', '字号、行业相同'), ('head', '和法定代表人同名'), ('group', '同一品牌或者同一集团的简称'), ('far', '只有字号相同'), ('sound', '读音相同'), ('char', '差一个字'), ('close', '差一个写法不像的字'), ('title', '同姓，只写了称谓')], default="same", max_length=6)),
        migrations.CreateModel(
            "ConflictCheck",
            [
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField("比对时间", default=timezone.now)),
                ("finished", models.BooleanField("比对完成")),
                ("found", consult.crypto.fields.EncryptedTextField("比对的名称")),
                ("consultation", models.ForeignKey(db_index=False, on_delete=models.deletion.CASCADE, related_name="conflict_checks", to="consult.consultation")),
            ],
            {"verbose_name": "利益冲突比对", "verbose_name_plural": "利益冲突比对", "default_permissions": ()},
        ),
        migrations.AddIndex("conflictcheck", models.Index(fields=["consultation", "at"], name="consult_checks")),
        migrations.AddField('consultation', 'call', consult.crypto.fields.EncryptedTextField(blank=True, choices=[('yes', '可以打电话'), ('discreet', '可以打，别人接就不说是律师'), ('no', '不要打电话')], verbose_name='能否打电话')),
        migrations.AddField('consultation', 'call_when', consult.crypto.fields.EncryptedTextField(blank=True, verbose_name='什么时候方便接电话')),
        migrations.AddField('consultation', 'urgent', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='紧急')),
        migrations.AlterField('consultation', 'state', models.CharField(choices=[('quarantined', '待甄别'), ('spam', '广告'), ('new', '新咨询'), ('waiting_lawyer', '待答复'), ('answered', '已答复'), ('closed', '已结束'), ('erased', '已删除')], default='new', max_length=16, verbose_name='状态')),
        migrations.RunPython(give, migrations.RunPython.noop),
        migrations.AlterField('event', 'kind', models.CharField(choices=[('received', '收到咨询'), ('registered', '登记咨询'), ('person_changed', '更正咨询人信息'), ('listed', '在列表中看到问题的开头'), ('facts_changed', '更正情况'), ('opened', '打开查看'), ('replied', '答复'), ('reply_withdrawn', '撤回答复'), ('client_wrote', '咨询人补充'), ('client_opened', '咨询人查看'), ('client_exported', '咨询人下载全部内容'), ('consent_given', '咨询人给予同意'), ('consent_withdrawn', '咨询人撤回同意'), ('notices_stopped', '咨询人停止邮件提醒'), ('sms_stopped', '咨询人停止短信提醒'), ('released', '确认为正常咨询'), ('marked_spam', '标为广告'), ('unmarked', '撤销广告标记'), ('doubted', '与广告相似，转入待甄别'), ('urgency_cleared', '取消紧急标记'), ('closed', '结束咨询'), ('reopened', '重新打开'), ('noted', '添加备注'), ('assigned', '分派'), ('shared', '设置协办人'), ('handed_over', '转交同事'), ('follow_up_set', '修改跟进日'), ('follow_up_due', '跟进日已到'), ('meeting_set', '约好时间'), ('meeting_moved', '改约好的时间'), ('meeting_cancelled', '取消约好的时间'), ('outcome_set', '记录结果'), ('source_set', '修改来源'), ('conflict_found', '发现可能的利益冲突'), ('conflict_possible', '发现名称相近的一方'), ('conflict_same', '判断名称相近的是同一方'), ('conflict_other', '判断名称相近的不是同一方'), ('conflict_opened', '打开利益冲突审查'), ('conflict_discounted', '名称不再作为比对的依据'), ('conflict_lifted', '封存的依据已撤回，内容解封'), ('conflict_allowed', '利益冲突审查：可以受理'), ('conflict_declined', '利益冲突审查：不受理'), ('limitation_set', '修改时效届满日'), ('file_opened', '下载附件'), ('exported', '导出咨询'), ('article_started', '开始整理成文章'), ('article_asked', '请咨询人看公开稿'), ('article_agreed', '咨询人同意公开稿'), ('article_objected', '咨询人不同意公开稿'), ('article_made', '转成文章草稿'), ('article_withdrawn', '撤下整理成的文章'), ('article_kept', '保留整理成的文章'), ('held', '暂停删除'), ('unheld', '取消暂停删除'), ('client_erased', '咨询人删除内容'), ('purged', '到期删除内容'), ('erased_again', '恢复备份后再次删除内容')], max_length=20, verbose_name='事件')),
        migrations.RunPython(note, migrations.RunPython.noop, elidable=True),
    ]
