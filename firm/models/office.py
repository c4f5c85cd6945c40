"""Offices: where the firm is found."""

from django.db import models

from firm.models.aliases import Aliased, aliases_field
from firm.models.base import Ordered, Timestamped
from firm.models.contact import PhoneContact
from richtext.core.pictures import ARTICLE_WIDTHS, PictureField


class Office(Aliased, PhoneContact, Ordered, Timestamped):
    """An address with its telephone, hours and the way there in words."""

    name = models.CharField(
        "名称",
        max_length=40,
        default="本所",
        help_text="例如：城东办公室。只有一处的，填“本所”。",
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
