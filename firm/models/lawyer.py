"""Lawyers, their honours, and the stations of their practice."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import Truncator

from firm.base import current_site, validators
from firm.models.base import (
    Aliased,
    Ordered,
    PhoneContact,
    Timestamped,
    Visible,
    VisibleQuerySet,
    WechatAccounts,
    aliases_field,
)
from firm.models.practice import PracticeArea
from richtext.core.pictures import PORTRAIT_WIDTHS, PictureField


class LawyerQuerySet(VisibleQuerySet):
    """Lawyers; on the own site of one of them there is nobody else."""

    def published(self):
        return current_site.for_current_site(super().published(), "pk")


class Lawyer(Aliased, PhoneContact, WechatAccounts, Ordered, Visible, Timestamped):
    """A lawyer; name, licence number and firm have to be shown (律师业务推广行为规则, 6 and 7)."""

    name = models.CharField(
        "姓名",
        max_length=20,
        help_text="与执业证上的姓名一致，显示在律师页、文章署名和给咨询人的答复中。",
    )
    aliases = aliases_field("阿远、林主任")
    slug = models.SlugField(
        "网址名",
        unique=True,
        help_text="用于律师页网址，例如：lin-zhiyuan；留空则按姓名读音填写。公开后请勿修改。",
    )
    licence_number = models.CharField(
        "律师执业证号",
        max_length=17,
        blank=True,
        validators=[validators.lawyer_licence],
        help_text="执业证上的17位数字，必须显示在网站上。",
    )
    post = models.CharField(
        "职务", max_length=30, blank=True, help_text="显示在姓名旁，例如：合伙人律师。"
    )
    part_time = models.BooleanField(
        "兼职律师", default=False, help_text="兼职须在网站上注明，勾选后姓名旁显示“兼职”。"
    )
    practising_since = models.PositiveSmallIntegerField(
        "执业起始年",
        null=True,
        blank=True,
        validators=[MinValueValidator(1950), MaxValueValidator(2100)],
        help_text="首次执业的年份，例如：2012。与登记信息一致，执业年限自动计算。",
    )
    education = models.TextField(
        "教育背景", blank=True, help_text="每行一条，例如：云澜大学法学学士。"
    )
    areas = models.ManyToManyField(
        PracticeArea,
        verbose_name="业务领域",
        blank=True,
        related_name="lawyers",
        help_text="这位律师办理的业务：显示在律师页和领域页，并作为轮流分派咨询的依据。",
    )
    portrait = PictureField(
        "照片",
        widths=PORTRAIT_WIDTHS,
        blank=True,
        help_text="竖幅半身照，宽640像素以上为宜。显示在首页和律师页上。",
    )
    summary = models.CharField(
        "一句话介绍",
        max_length=80,
        blank=True,
        help_text="显示在律师列表和律师页的开头，例如：主要办理劳动争议和工伤案件。留空则取简介的开头。",
    )
    bio = models.TextField(
        "简介", blank=True, help_text="段落之间空一行。请勿出现胜诉率、“专家”等字样。"
    )
    email = models.EmailField(
        "公开邮箱", blank=True, help_text="显示在律师页，所有人可见；不公开则留空。"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="登录账号",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="lawyer",
        help_text="这位律师登录后台用的账号，答复咨询时据此署名。",
    )
    hostname = models.CharField(
        "自有域名",
        max_length=100,
        blank=True,
        validators=[validators.check],
        help_text="这位律师自有的域名，例如www.linlvshi.cn，没有则留空。"
        "域名须先备案并指向本站，由运维人员开通后生效。",
    )

    objects: ClassVar = LawyerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "律师"
        ordering = ["order", "pk"]
        permissions = [
            ("change_own_profile", "修改自己的律师资料"),
            ("manage_people", "管理人员：邀请、停用、重置，分配岗位和领域"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hostname"],
                condition=~models.Q(hostname=""),
                name="firm_lawyer_hostname_once",
                violation_error_message="该域名已由另一位律师使用。",
            ),
            models.UniqueConstraint(
                fields=["licence_number"],
                condition=~models.Q(licence_number=""),
                name="firm_lawyer_licence_once",
                violation_error_message="该执业证号已由另一位律师使用，请核对。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return current_site.path_of("firm:lawyer", self.slug)

    def clean_fields(self, exclude=None):
        self.hostname = validators.tidy(self.hostname)
        super().clean_fields(exclude)

    @property
    def title(self):
        return self.name if self.name.endswith("律师") else f"{self.name}律师"

    @property
    def short_bio(self):
        return Truncator("".join(self.bio.split())[:1000]).chars(75, truncate="……")

    @property
    def years(self):
        since = self.practising_since
        return max(timezone.localdate().year - since, 0) if since else None

    @property
    def timeline(self):
        """The stations as (when, title, place), newest first; practice began with one, too."""
        rows = [(one.start_year, one.when, one.title, one.place) for one in self.milestones.all()]
        since = self.practising_since
        if rows and since and since not in {year for year, *_ in rows}:
            rows.append((since, f"{since}年", "开始执业", ""))
        return [row[1:] for row in sorted(rows, key=lambda row: -row[0])]


class Honour(models.Model):
    """An honour, which may only be shown with its issuer and date (the same rule, article 8)."""

    lawyer = models.ForeignKey(Lawyer, on_delete=models.CASCADE, related_name="honours")
    title = models.CharField(
        "荣誉名称", max_length=60, help_text="填写全称，例如：2024年度优秀律师。"
    )
    issuer = models.CharField("颁发单位", max_length=60, help_text="荣誉须注明颁发单位和时间。")
    date = models.DateField("颁发日期", help_text="证书上的日期。")

    class Meta:
        verbose_name = verbose_name_plural = "荣誉"
        ordering = ["-date"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(issuer=""),
                name="firm_honour_has_issuer",
                violation_error_message="荣誉须写明颁发单位。",
            ),
        ]

    def __str__(self):
        return self.title


YEARS = [MinValueValidator(1950), MaxValueValidator(2100)]


class Milestone(models.Model):
    """From when to when a lawyer did what, as registered (律师业务推广行为规则 article 10)."""

    lawyer = models.ForeignKey(Lawyer, on_delete=models.CASCADE, related_name="milestones")
    start_year = models.PositiveSmallIntegerField(
        "起始年", validators=YEARS, help_text="例如：2016。"
    )
    start_month = models.PositiveSmallIntegerField(
        "月",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="可以不填。",
    )
    end_year = models.PositiveSmallIntegerField(
        "结束年",
        null=True,
        blank=True,
        validators=YEARS,
        help_text="留空则显示为“至今”；仅一年则填同一年。",
    )
    title = models.CharField(
        "职务或经历",
        max_length=40,
        help_text="例如：合伙人律师。请勿出现胜诉率、标的额、“专家”等字样。",
    )
    place = models.CharField("所在单位", max_length=60, blank=True, help_text="单位的全称。")

    class Meta:
        verbose_name = verbose_name_plural = "执业经历"
        ordering = [
            F("start_year").desc(),
            F("start_month").desc(nulls_last=True),
            "-pk",
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_year__isnull=True) | Q(end_year__gte=F("start_year")),
                name="firm_milestone_ends_after_start",
                violation_error_message="结束年不能早于起始年。",
            ),
            models.CheckConstraint(
                condition=Q(start_month__isnull=True) | Q(start_month__range=(1, 12)),
                name="firm_milestone_month",
                violation_error_message="月份是1到12。",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="firm_milestone_has_title",
                violation_error_message="执业经历须填写职务或经历。",
            ),
        ]

    def __str__(self):
        return f"{self.when}，{self.title}"

    @property
    def when(self):
        """The span as the page shows it: 2016年5月至今, 2010年—2016年, 2014年."""
        start = f"{self.start_year}年" + (f"{self.start_month}月" if self.start_month else "")
        if self.end_year is None:
            return f"{start}至今"
        return start if self.end_year == self.start_year else f"{start}—{self.end_year}年"
