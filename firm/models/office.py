"""Offices: where the firm is found."""

from django.db import models

from firm.images import ARTICLE_WIDTHS, PictureField
from firm.models.base import Ordered, Sample, Timestamped
from firm.models.contact import Callable


class Office(Callable, Ordered, Sample, Timestamped):
    """An address with its telephone, hours and the way there in words."""

    name = models.CharField("名称", max_length=40, default="本所")
    address = models.CharField("地址", max_length=120)
    hours = models.CharField("接待时间", max_length=100, blank=True)
    route = models.TextField("怎么走", blank=True, help_text="写给第一次来的人：地铁、公交、停车。")
    map_image = PictureField("地图图片", widths=ARTICLE_WIDTHS, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办公地点"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name
