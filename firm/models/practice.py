"""Practice areas: a tree of two levels."""

from django.core.exceptions import ValidationError
from django.db import models

from firm.base.urls import path_of
from firm.models.aliases import Aliased, aliases_field
from firm.models.area_page import AreaPage
from firm.models.base import Ordered, Timestamped, Visible
from richtext.core import sanitise

TWO_LEVELS = "业务领域只有两级，请选一个没有上级的领域。"
HAS_AREAS_BELOW = "该领域有下级领域，不能再归入其他领域。"


class PracticeArea(AreaPage, Aliased, Ordered, Visible, Timestamped):
    """A field of law in which the firm answers; articles and consultations belong to one."""

    name = models.CharField(
        "名称",
        max_length=30,
        unique=True,
        help_text="例如：婚姻家庭与继承。显示在首页、文章和咨询表单。",
    )
    aliases = aliases_field("离婚、抚养费、遗产")
    slug = models.SlugField(
        "网址名",
        unique=True,
        help_text="小写字母和减号，用于网址，例如：marriage-family。公开后请勿修改。",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="上级领域",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="只有两级：有上级的领域不能再设下级。",
    )
    summary = models.CharField(
        "一句话说明",
        max_length=120,
        blank=True,
        help_text="显示在领域页的开头，例如：离婚、抚养、财产分割和继承。",
    )
    text = models.TextField(
        "领域介绍",
        blank=True,
        help_text="显示在领域页：何时需要律师，一般如何处理，需要准备哪些材料。",
    )
    sensitive = models.BooleanField(
        "涉及敏感个人信息",
        default=False,
        help_text="例如健康、刑事、未成年人。勾选后，咨询人须另行单独同意（个人信息保护法第二十九条）。",
    )
    sensitive_reason = models.CharField(
        "为什么需要敏感信息",
        max_length=200,
        blank=True,
        help_text="显示在单独同意旁边：为什么需要、对本人有什么影响。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "业务领域"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="firm_area_not_own_parent",
                violation_error_message="上级领域不能是它自己。",
            ),
            models.CheckConstraint(
                condition=models.Q(sensitive=False) | ~models.Q(sensitive_reason=""),
                name="firm_area_sensitive_reason",
                violation_error_message="涉及敏感个人信息的领域须写明为什么需要。",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.text = sanitise.clean_html(self.text)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return path_of("firm:area", self.slug)

    def clean(self):
        super().clean()
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": TWO_LEVELS})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError({"parent": HAS_AREAS_BELOW})
