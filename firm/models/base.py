"""Shared abstract bases, used by every app."""

import re
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from firm.base import phones
from richtext.core.pictures import QR_WIDTHS, PictureField
from richtext.fulltext import tokens

BETWEEN = re.compile(r"[\n\r,，、;；]+")
SHORTEST, LONGEST, MOST = 2, 20, 30  # characters of one; how many of them
TOO_SHORT = "“{}”只有一个字，别名至少两个字。"
TOO_LONG = "“{}……”过长，一个别名最多20个字，请每行写一个。"
TOO_MANY = "别名最多30个，现有{}个。"
TAKEN = "“{}”已是{}“{}”的名称或别名，不能重复。请换一个，或先在那里删去。"
HELP = "访客还会怎么称呼，搜索这些词时也能找到，例如：{}。每行一个，也可以用顿号或逗号分隔。"


def split(text: str) -> list[str]:
    """The aliases in a text, each once: one a line, or with a comma of any kind between them."""
    return list(dict.fromkeys(word for part in BETWEEN.split(text) if (word := part.strip())))


def aliases_field(example: str) -> models.TextField:
    return models.TextField("别名", blank=True, help_text=HELP.format(example))


class Aliased(models.Model):
    """A record that is found by other words than its name; the model has `aliases`."""

    aliases: str

    class Meta:
        abstract = True

    @property
    def alias_list(self) -> list[str]:
        return split(self.aliases)

    def clean_fields(self, exclude=None):
        """One alias a line; each belongs to one record, or nobody knew which one is meant."""
        checked = "aliases" not in (exclude or ())
        if checked:
            self.aliases = "\n".join(self.alias_list)
        super().clean_fields(exclude)
        words = self.alias_list if checked else []
        wrong = [TOO_SHORT.format(one) for one in words if len(one) < SHORTEST]
        wrong += [TOO_LONG.format(one[:LONGEST]) for one in words if len(one) > LONGEST]
        wrong += [TOO_MANY.format(len(words))] if len(words) > MOST else []
        if words and not wrong:
            taken = {tokens.fold(word): of for *of, word in self._others()}
            there = [(one, taken.get(tokens.fold(one))) for one in words]
            wrong = [TAKEN.format(one, *of) for one, of in there if of]
        if wrong:
            raise ValidationError({"aliases": wrong})

    def _others(self):
        for kind in aliased():
            others = kind._base_manager.all()
            for one in others.exclude(pk=self.pk) if isinstance(self, kind) else others:
                for word in [str(one), *one.alias_list]:
                    yield kind._meta.verbose_name, one, word


def aliased() -> list[type[Aliased]]:
    return [kind for kind in apps.get_models() if issubclass(kind, Aliased)]


class Timestamped(models.Model):
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("最后修改", auto_now=True)

    class Meta:
        abstract = True


class Ordered(models.Model):
    order = models.PositiveSmallIntegerField("排序", default=100, help_text="数字小的排在前面。")

    class Meta:
        abstract = True


class VisibleQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)


class Visible(models.Model):
    is_published = models.BooleanField(
        "在网站上显示",
        default=True,
        help_text="不勾选则访客看不到；内容保留在后台，可以随时恢复显示。",
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True


WRONG_PHONE = "号码格式有误：座机请按“区号-号码”填写，手机为11位数字。"


class PhoneContact(models.Model):
    phone = models.CharField(
        "电话",
        max_length=30,
        blank=True,
        help_text="座机按“区号-号码”填写；也可以填手机，或者400、800、95开头的服务热线。",
    )

    class Meta:
        abstract = True

    @property
    def tel(self):
        return phones.tel_uri(self.phone)

    def clean(self):
        super().clean()
        self.phone = phones.tidy(self.phone)
        if self.phone and phones.kind_of(self.phone) is None:
            raise ValidationError({"phone": WRONG_PHONE})


def _account(kind: str) -> tuple[models.CharField, PictureField]:
    words, shown = "与微信里的名称一致，咨询人可以搜索。", "从微信保存的二维码图片，宽300像素以上。"
    code = PictureField(f"{kind}二维码", widths=QR_WIDTHS, blank=True, help_text=shown)
    return models.CharField(f"{kind}名称", max_length=30, blank=True, help_text=words), code


class WechatAccounts(models.Model):
    """The 公众号 and 视频号 of a firm or a lawyer: a name to search for, and a QR code to scan."""

    official_name, official_qr = _account("公众号")
    channels_name, channels_qr = _account("视频号")

    class Meta:
        abstract = True

    @property
    def accounts(self):
        """Those that there are: kind, name and picture, either of which may lack."""
        kinds = [
            ("公众号", self.official_name, self.official_qr.picture),
            ("视频号", self.channels_name, self.channels_qr.picture),
        ]
        return [one for one in kinds if one[1] or one[2]]


def account(label: str, **more: Any) -> Any:
    """Whose act a record tells of; it outlives the account."""
    known: dict[str, Any] = {"on_delete": models.SET_NULL, "null": True, "related_name": "+"}
    known |= {"verbose_name": label, "db_index": False}
    return models.ForeignKey(settings.AUTH_USER_MODEL, **(known | more))


PAGE = 32  # characters of the random name of a page that was opened


class Unsaved(models.Model):
    """What its author typed in one window (`page`) and has not saved.

    Each app has a table: a foreign key deletes the words with what they belong to, and those of
    consult are encrypted.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="写的人",
        on_delete=models.CASCADE,
        related_name="+",
    )
    page = models.CharField("写它的页面", max_length=PAGE, blank=True, default="")
    updated_at = models.DateTimeField("最后修改", default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["-updated_at", "-pk"]

    def __str__(self):
        return str(self._meta.verbose_name)

    @property
    def version(self) -> str:
        return self.updated_at.isoformat()
