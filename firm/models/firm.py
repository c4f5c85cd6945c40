"""The firm: its settings, its offices, its special days, and how new its content is."""

from functools import cache, partial

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from firm.base import caching, colours, service_time, validators
from firm.models.base import (
    Aliased,
    Ordered,
    PhoneContact,
    Timestamped,
    WechatAccounts,
    aliases_field,
)
from richtext.core.pictures import ARTICLE_WIDTHS, MARK_WIDTHS, PictureField

# For who asks past Django, at each request.
ASK = 'SELECT "group", number FROM firm_contentversion'


class ContentVersion(models.Model):
    """How often the tables of a group have changed; only comparing two numbers has a meaning.

    Triggers raise it in the transaction of each change (`website.operations.content_version`). It
    begins at the clock's microseconds, so a table that was emptied never gives a number again.
    """

    group = models.CharField(max_length=10, primary_key=True)
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.group} {self.number}"


class Office(Aliased, PhoneContact, Ordered, Timestamped):
    name = models.CharField(
        "名称",
        max_length=40,
        default="本所",
        help_text="例如：城东办公室。如只有一处，填“本所”。",
    )
    aliases = aliases_field("总部、高新区办公室")
    address = models.CharField(
        "地址", max_length=120, help_text="填写至门牌号和房间号，显示在联系页。"
    )
    hours = models.CharField(
        "接待时间",
        max_length=100,
        blank=True,
        help_text="该地点接待来访的时间，例如：周一至周五9:00—17:30，请先预约。",
    )
    route = models.TextField(
        "交通指引", blank=True, help_text="供首次来访者参考：地铁、公交、停车。"
    )
    map_image = PictureField(
        "地图图片",
        widths=ARTICLE_WIDTHS,
        blank=True,
        help_text="自绘或有权使用的地图，显示在联系页。网站不连接第三方地图。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "办公地点"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class DayKind(models.TextChoices):
    CLOSED = "closed", "放假"
    WORKING = "working", "调休上班"


class SpecialDay(models.Model):
    """A day on which the firm rests or works against its weekday and `firm.site.opening_hours`."""

    date = models.DateField(
        "日期",
        unique=True,
        error_messages={"unique": "该日期已登记，请直接修改。"},
        help_text="放假或补班的日期，每天登记一条。",
    )
    kind = models.CharField(
        "安排",
        max_length=8,
        choices=DayKind.choices,
        default=DayKind.CLOSED,
        help_text="放假日不计入答复期限，调休上班日照常计算。",
    )
    name = models.CharField("名称", max_length=20, blank=True, help_text="例如：国庆节。")

    class Meta:
        verbose_name = verbose_name_plural = "节假日与调休"
        ordering = ["-date"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=DayKind.values),
                name="firm_special_day_kind",
                violation_error_message="请选择放假或者调休上班。",
            )
        ]

    def __str__(self):
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}"


ONLY_ROW = 1
NAMELESS = "律师事务所网站"
CACHED = "site settings"
# Hours after which the desk, and no page or mail of a client, calls a consultation late where
# nothing is promised.
OWN_TARGET = 24


class SettingsQuerySet(models.QuerySet):
    def update(self, **fields):
        caching.forget(CACHED)
        return super().update(**fields)


class SiteSettings(PhoneContact, WechatAccounts, Timestamped):
    """Names, licence, contact, filings and promises of the firm; exactly one row."""

    firm_name = models.CharField(
        "律师事务所名称", max_length=60, blank=True, help_text="与执业许可证上的名称一致。"
    )
    licence_number = models.CharField(
        "执业许可证号",
        max_length=20,
        blank=True,
        validators=[validators.firm_licence],
        help_text="律师事务所执业许可证上的号码，一般18位，显示在每页底部。",
    )
    site_name = models.CharField(
        "网站名称", max_length=40, blank=True, help_text="留空则用律师事务所名称。"
    )
    accent = models.CharField(
        "主色",
        max_length=7,
        blank=True,
        default=colours.DEFAULT,
        validators=[colours.check],
        help_text="链接、按钮和站标的颜色，深色模式下自动调亮。颜色过浅、影响阅读则不能保存。",
    )
    mark = PictureField(
        "站标",
        widths=MARK_WIDTHS,
        blank=True,
        help_text="正方形的图片，显示在每页左上角和浏览器标签上。留空则用网站名称的第一个字。",
    )
    slogan = models.CharField(
        "一句话介绍",
        max_length=60,
        blank=True,
        help_text="显示在首页的开头，例如：把话说明白，把事办妥当。",
    )
    summary = models.TextField(
        "本所简介", max_length=400, blank=True, help_text="两三句话，显示在首页，也供搜索引擎使用。"
    )
    city = models.CharField("所在城市", max_length=20, blank=True, help_text="例如：南京。")
    hours = models.CharField(
        "工作时间",
        max_length=100,
        blank=True,
        help_text="例如：周一至周五9:00—17:30。显示在首页、联系页和律师页上。",
    )
    email = models.EmailField(
        "公开邮箱",
        blank=True,
        help_text="显示在联系页，所有人可见。接收新咨询通知的邮箱在下面另填。",
    )
    qq = models.CharField(
        "QQ号",
        max_length=11,
        blank=True,
        validators=[validators.qq_number],
        help_text="填写后网站显示QQ咨询链接，例如：12345678。",
    )
    wechat = models.CharField(
        "微信号",
        max_length=20,
        blank=True,
        validators=[validators.wechat_id],
        help_text="显示在联系页上，咨询人可以搜索添加。",
    )
    wechat_service = models.CharField(
        "微信客服链接",
        max_length=200,
        blank=True,
        validators=[validators.wechat_service],
        help_text="企业微信“微信客服”的接入链接，以https://work.weixin.qq.com/kfid/开头。填写后手机网页底部显示“微信客服”"
        "按钮，联系页显示二维码。对话在微信里进行，由腾讯保存；隐私告知须写明。",
    )
    icp_number = models.CharField(
        "ICP备案号",
        max_length=40,
        blank=True,
        validators=[validators.icp_number],
        help_text="例如：苏ICP备12345678号-1。显示在每页底部。",
    )
    police_number = models.CharField(
        "公安备案号",
        max_length=40,
        blank=True,
        validators=[validators.police_number],
        help_text="例如：苏公网安备32010002000001号。网站开通后30日内办理，显示在每页底部。",
    )
    founded_year = models.PositiveSmallIntegerField(
        "网站起始年份",
        null=True,
        blank=True,
        validators=[MinValueValidator(1979), MaxValueValidator(2100)],
        help_text="用于页脚的版权年份，结束年份自动更新。",
    )
    disclaimer = models.TextField(
        "页脚声明", max_length=600, blank=True, help_text="显示在每页底部，提醒内容不构成法律意见。"
    )
    reply_promise_hours = models.PositiveSmallIntegerField(
        "答复承诺（小时）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text="填写后咨询人可以看到该时间，请据实填写；留空则不承诺，网站上不提答复时间。"
        "如填写答复服务时间，只计算服务时间内的小时数：每天服务7小时、此处填7，显示为“1个工作日内”。",
    )
    service_time = models.TextField(
        "答复服务时间",
        max_length=300,
        blank=True,
        validators=[service_time.check],
        help_text=f"例如：{service_time.EXAMPLE}。时段不同的日期另起一行。留空则答复期限按钟点连续计算，"
        "夜间和节假日计算在内。放假和调休请在“节假日与调休”中登记。",
    )
    retention_days = models.PositiveSmallIntegerField(
        "咨询保存天数",
        default=180,
        validators=[MinValueValidator(30), MaxValueValidator(1095)],
        help_text="咨询结束后保存多少天再删除，30到1095天。",
    )
    notify_email = models.EmailField(
        "新咨询通知邮箱",
        blank=True,
        help_text="有新咨询时发送邮件到此邮箱；邮件只提示有新咨询，不含咨询内容。",
    )
    weekly_mail = models.BooleanField(
        "每周一邮件",
        default=True,
        help_text="每周一上班时，给能看“数据”的人员发邮件，列出超时、未分派、时效将满等的数目，不含咨询内容；没有待处理事项则不发。",
    )
    assign_by_turn = models.BooleanField(
        "新咨询轮流分派",
        default=False,
        help_text="勾选后，新咨询按业务领域轮流分派给网站上显示的律师，最久未分派者优先；不勾选则人工分派。",
    )

    second_person = models.BooleanField(
        "文章须经第二人审核才能发布",
        default=False,
        help_text="勾选后，撰稿人先送审，由另一位有发布权限的同事审核后发布。只有一人时请勿勾选。",
    )
    ai_crawlers = models.BooleanField(
        "允许人工智能公司抓取内容用于训练",
        default=True,
        help_text="不勾选则声明禁止其抓取；是否遵守由对方决定。",
    )
    api_is_open = models.BooleanField(
        "开放文章接口",
        default=False,
        help_text="勾选后，小程序等任何程序都可以从/api/articles/读取已经公开的文章：标题、摘要、正文、作者、业务领域、标签和日期。"
        "不含草稿、咨询和其他内容。",
    )
    baidu_verification = models.CharField(
        "百度站点验证码",
        max_length=60,
        blank=True,
        validators=[validators.verification_code],
        help_text="在百度搜索资源平台选“标签验证”，填写标签中最后一对引号内的字符。",
    )

    opening_list = models.BooleanField(
        "显示上线清单",
        default=True,
        help_text="在工作台上显示还有几件事必须做、下一件是什么；全部做完以后自动取消勾选。",
    )

    objects = SettingsQuerySet.as_manager()

    hidden_tools = models.JSONField("不显示的计算", default=list, blank=True)  # their names

    class Meta:
        verbose_name = verbose_name_plural = "网站设置"
        permissions = [("set_consultation_terms", "修改其中“在线咨询”一栏和第二人审核")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=ONLY_ROW),
                name="firm_settings_one_row",
                violation_error_message="网站设置只能有一份。",
            ),
            models.CheckConstraint(
                condition=models.Q(retention_days__range=(30, 1095)),
                name="firm_settings_retention_range",
                violation_error_message="咨询保存天数应在30到1095之间。",
            ),
        ]

    def __str__(self):
        return self.firm_name or "网站设置"

    @classmethod
    def load(cls) -> "SiteSettings":
        """The row, or an unsaved empty one; it is shared: what is changed is asked of `fresh`."""

        def read():
            rows = caching.settled(cls.objects.raw(*_sql_of_settings()))
            return rows[0] if rows else cls(pk=ONLY_ROW)

        return caching.per_request(CACHED, partial(caching.shared, CACHED, ("firm",), read))

    @classmethod
    def fresh(cls):
        """The row as it is now, for whoever changes it: a form that is refused has done so too."""
        return cls.objects.filter(pk=ONLY_ROW).first() or cls(pk=ONLY_ROW)

    @property
    def title(self):
        return self.site_name or self.firm_name or NAMELESS

    @property
    def promise_text(self):
        """Within what time an answer comes, as a client reads it; empty where none is promised."""
        hours = self.reply_promise_hours
        return service_time.promise(self.service_time, hours) if hours else ""

    @property
    def target_hours(self):
        """Within how many hours the desk means to answer: those promised, or the house's own."""
        return self.reply_promise_hours or OWN_TARGET

    @property
    def copyright_years(self):
        """`2011–2026`, or this year alone; the end is always this year."""
        year = timezone.localdate().year
        start = self.founded_year
        return f"{start}–{year}" if start and start < year else str(year)

    @property
    def police_code(self):
        return "".join(char for char in self.police_number if char.isdigit())

    def clean(self):
        super().clean()
        self.service_time = service_time.tidy(self.service_time)
        self.accent = self.accent.lower() or colours.DEFAULT

    def save(self, *args, **kwargs):
        self.pk = ONLY_ROW
        caching.forget(CACHED)
        super().save(*args, **kwargs)


@cache
def _sql_of_settings():
    """With its parameters: every page reads them, and Django takes a millisecond to say it."""
    return SiteSettings.objects.filter(pk=ONLY_ROW).query.sql_with_params()
