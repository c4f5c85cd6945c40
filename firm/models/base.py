"""Shared abstract bases, used by every app."""

from django.db import models


class Timestamped(models.Model):
    """When a record was made and last changed."""

    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("最后修改", auto_now=True)

    class Meta:
        abstract = True


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
