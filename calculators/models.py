"""A figure of the law as a record that cites the article it comes from."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from firm.models import SiteSettings
from richtext.base.chinese import to_han
from statutes.citations.places import article_words
from statutes.models import CitingModel
from statutes.models.statute import SHORT

PERIOD = "period."  # begins the keys of 时效和期限


def citation_of(row) -> str:
    """《民法典》第一百八十八条第一款, of a parameter or figure; empty if it has a source."""
    if not (row.short_name and row.number):
        return ""
    clause = f"第{to_han(row.clause)}款" if row.clause else ""
    item = f"第（{to_han(row.item)}）项" if row.item else ""
    return f"《{row.short_name}》{article_words(row.number, row.sub)}{clause}{item}"


class Unit(models.TextChoices):
    """What a value counts; the last five are of rows without one: a rule that is cited."""

    YUAN = "元", "元"
    PERCENT = "%", "%"
    TEN_THOUSANDTHS = "‱", "万分之"
    PART = "分之一", "分之一"
    TIMES = "倍", "倍"
    DAYS = "日", "日"
    HOURS = "小时", "小时"
    MONTHS = "个月", "个月"
    YEARS = "年", "年"
    AGE = "周岁", "周岁"
    RULE = "", "规定"
    UNLIMITED = "不受限制", "不受限制"
    LIMITATION = "诉讼时效", "诉讼时效"
    SUSPENDED = "中止", "中止"
    INTERRUPTED = "中断", "中断"


class Regional(models.TextChoices):
    """Figures that a region publishes each year: the key of their rows, which the firm types."""

    WAGE = "region.wage", "职工月平均工资"
    LEAST_WAGE = "region.least-wage", "月最低工资标准"
    INCOME = "region.income", "城镇居民人均可支配收入"
    CONSUMPTION = "region.consumption", "城镇居民人均消费支出"
    MEDICAL = "region.injury-medical", "一次性工伤医疗补助金的月数"
    JOB = "region.injury-job", "一次性伤残就业补助金的月数"


class ParameterQuerySet(models.QuerySet):
    def periods(self):
        """时效和期限 in force: what area pages list, and a lawyer sees beside a date."""
        today = timezone.localdate()
        ends_later = Q(valid_to=None) | Q(valid_to__gt=today)
        return self.filter(ends_later, key__startswith=PERIOD, valid_from__lte=today)


class Parameter(models.Model):
    """One value of the law, valid from one day until before another (`valid_to`, as of statutes).

    `key` joins the values of one thing through time. `above` begins a band: the value counts for
    what exceeds it. `words` is the run of the article that says the value; a rule that is cited and
    has no figure has words alone. A figure of a region (`Regional`) or a published rate has a
    `source` in place of an article; that of a region is of one year: its days are `valid_from` to
    `valid_to`. Rows whose key begins with `period.` are the 时效和期限 that area pages show.
    """

    # What `articles.law` says of a period, of an area that was asked for:
    is_near: bool
    address = ""  # where its article is read; empty where the site does not have it

    order = models.PositiveSmallIntegerField("排序", default=100, help_text="数字小的排在前面。")
    key = models.CharField("键", max_length=40)
    value = models.DecimalField("数值", max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField("单位", max_length=4, choices=Unit.choices, blank=True)
    above = models.DecimalField(
        "超过", max_digits=16, decimal_places=2, default=0, help_text="分段的起点，不分段的填0。"
    )
    valid_from = models.DateField("施行日期", default=timezone.localdate)
    valid_to = models.DateField(
        "失效日期", null=True, blank=True, help_text="自该日起不再适用；现行有效则留空。"
    )
    region = models.CharField("地区", max_length=40, blank=True, help_text="例如：成都市。")
    about = models.CharField("适用于", max_length=200, help_text="例如：一般民事权利。")
    starts = models.CharField(
        "起算", max_length=200, blank=True, help_text="起算的时点，例如：自收到裁决书之日起。"
    )
    short_name = models.CharField(
        "法规", max_length=SHORT, blank=True, help_text="法规表中的简称，例如：民法典。"
    )
    number = models.PositiveSmallIntegerField(
        "条", null=True, blank=True, help_text="只填数字，例如：188。"
    )
    sub = models.PositiveSmallIntegerField("之", default=0, help_text="“之一”填1；没有“之”的填0。")
    clause = models.PositiveSmallIntegerField("款", default=0)
    item = models.PositiveSmallIntegerField("项", default=0)
    words = models.CharField(
        "条文原话", max_length=200, blank=True, help_text="照录条文中写明数值的一句。"
    )
    source = models.CharField(
        "来源", max_length=200, blank=True, help_text="公布这个数的机关和文件，例如：成都市统计局。"
    )
    checked_on = models.DateField(
        "核对日期", null=True, blank=True, default=timezone.localdate, help_text="最近一次核对。"
    )
    is_own = models.BooleanField("本所修改过", default=False, editable=False)

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计算用的数值"
        ordering = ["order", "key", "valid_from", "above", "pk"]
        indexes = [
            models.Index(fields=["short_name", "number"], name="calculators_by_article"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "region", "valid_from", "above"],
                name="calculators_value_once",
                violation_error_message="这一天起的数值已存在。",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="calculators_end_after_start",
                violation_error_message="失效日期须晚于施行日期。",
            ),
            models.CheckConstraint(
                condition=(Q(number__gte=1) & ~Q(short_name="")) | ~Q(source=""),
                name="calculators_article_or_source",
                violation_error_message="须写明法规和条，或者来源。",
            ),
        ]

    def __str__(self):
        sentences = filter(None, [self.about, self.starts])
        shown = f"{self.length}：" if self.length else ""
        return f"{shown}{'，'.join(sentences)}。{self.citation or self.source}"

    @property
    def length(self):
        """3年, 2.5%, 不受限制: the value as it is shown; empty for a rule without one."""
        if self.value is None:
            return self.unit
        shown = f"{Decimal(self.value).normalize():f}"
        return f"万分之{shown}" if self.unit == Unit.TEN_THOUSANDTHS else f"{shown}{self.unit}"

    @property
    def citation(self):
        return citation_of(self)

    @property
    def citing_words(self):
        """Its sentence, which ends with the article; nothing of what is past: that cannot move."""
        return "" if self.valid_to else str(self)

    @property
    def citing_day(self):
        return self.checked_on


class ParameterCitation(CitingModel):
    text_field = "parameter"

    parameter = models.ForeignKey(
        Parameter, on_delete=models.CASCADE, related_name="citations", db_index=False
    )

    class Meta(CitingModel.Meta):
        verbose_name = verbose_name_plural = "数值的依据"
        indexes = [
            models.Index(fields=["parameter", "start"], name="calculators_value_cites"),
            models.Index(fields=["short_name", "number"], name="calculators_cited_by_value"),
        ]


class RegionalFigure(Parameter):
    """A figure that a region publishes each year, as the office types it."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "地区数据"

    def __str__(self):
        return f"{self.region}{self.valid_from.year}年度{self.about}"


class LendingRate(Parameter):
    """A row of 贷款市场报价利率, as the office adds one when it is published."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "贷款市场报价利率"

    def __str__(self):
        return f"{date_format(self.valid_from)}的{self.about}"


class ToolChoice(SiteSettings):
    """Which tools the firm shows, of its settings."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "网站上的计算"
        default_permissions = ("view", "change")

    def __str__(self):
        return "网站上的计算"


class ToolUse(models.Model):
    """How often a tool gave a result on one day in Beijing; of whom or of what, nothing."""

    tool = models.CharField("计算", max_length=40)
    day = models.DateField("日期")
    number = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "计算的次数"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "tool"], name="calculators_use_once_a_day")
        ]

    def __str__(self):
        return f"{self.day}：{self.tool}"
