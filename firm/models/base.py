"""Shared abstract bases, used by every app."""

from functools import reduce
from operator import or_
from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, Q


class Timestamped(models.Model):
    """When a record was made and last changed."""

    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("最后修改", auto_now=True)

    class Meta:
        abstract = True


class Sample(models.Model):
    """Marks what `load_demo` made, so that it can be replaced without touching anything else."""

    is_sample = models.BooleanField("示例数据", default=False, editable=False)

    # Which of the sample rows visitors can see; None where they see none.
    SHOWN_WHEN: ClassVar[Q | None] = None

    class Meta:
        abstract = True

    @staticmethod
    def any_shown():
        """An expression: whether visitors can see anything sample, in whatever app."""
        kinds = [kind for kind in apps.get_models() if issubclass(kind, Sample)]
        rows = [
            kind._base_manager.filter(kind.SHOWN_WHEN, is_sample=True)
            for kind in kinds
            if kind.SHOWN_WHEN is not None
        ]
        return models.ExpressionWrapper(
            reduce(or_, (Q(Exists(one)) for one in rows)), models.BooleanField()
        )


class Ordered(models.Model):
    """A place in a list that a person sets."""

    order = models.PositiveSmallIntegerField("排序", default=100, help_text="数字小的排在前面。")

    class Meta:
        abstract = True


class VisibleQuerySet(models.QuerySet):
    """Records with a plain "shown on the site" tick."""

    def published(self):
        """What the public may see."""
        return self.filter(is_published=True)


class Visible(models.Model):
    """A record that is either shown on the site or not."""

    is_published = models.BooleanField(
        "在网站上显示",
        default=True,
        help_text="不勾选则访客看不到；内容保留在后台，可以随时恢复显示。",
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True
