"""Standing pages, the stored versions of their text, and titles chosen for any page."""

from django.db import models
from django.utils.text import Truncator

from firm.base.current_site import path_of
from firm.models.base import Aliased, Ordered, Timestamped, Visible, account, aliases_field
from richtext.core import sanitise
from richtext.core.tree import parse, text_of

HEADINGS = {"h2", "h3"}


class PageKind(models.TextChoices):
    """What a page is for; each kind but OTHER exists once."""

    PRIVACY = "privacy", "隐私告知"
    MINORS = "minors", "未成年人规则"
    DISCLAIMER = "disclaimer", "免责声明"
    FEES = "fees", "收费说明"
    ABOUT = "about", "关于我们"
    OTHER = "other", "其他"


class Page(Aliased, Ordered, Visible, Timestamped):
    """A standing page, changed by `firm.site.records.save_page`: consents are bound to versions."""

    title = models.CharField(
        "标题", max_length=60, help_text="显示在页面开头和页脚链接，例如：收费说明。"
    )
    aliases = aliases_field("代理费、风险代理")
    slug = models.SlugField(
        "网址名",
        unique=True,
        help_text="小写字母和减号，用于网址，例如：fees；留空则按标题读音填写。公开后请勿修改。",
    )
    kind = models.CharField(
        "用途",
        max_length=12,
        choices=PageKind.choices,
        default=PageKind.OTHER,
        help_text="网站按用途引用该页，例如咨询表单旁的隐私告知。除“其他”外，每种用途只能有一页。",
    )
    body = models.TextField("正文", help_text="每次修改另存一版，并记录咨询人同意的版本。")
    version = models.PositiveIntegerField("版本", default=0, editable=False)
    in_foot = models.BooleanField(
        "显示在页脚", default=True, help_text="勾选后，每页页脚显示该页链接。"
    )
    # Who has read which version and stands for it, and what it said then of the firm and the site,
    # as name and value; firm.site.legal_pages writes all four.
    confirmed_version = models.PositiveIntegerField("确认的版本", null=True, editable=False)
    confirmed_by = account("确认人", editable=False, db_index=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, editable=False)
    confirmed_facts = models.JSONField("确认时的情况", default=dict, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "固定页面"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=~models.Q(kind=PageKind.OTHER),
                name="firm_page_kind_once",
                violation_error_message="该用途的页面已存在，请直接修改。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("firm:page", self.slug)

    @property
    def description(self):
        """The first words of the text without its headings, which would run into the sentences."""
        root = parse(self.body)
        root.children = [one for one in root.children if getattr(one, "tag", "") not in HEADINGS]
        words = "".join(text_of(root).split())
        return Truncator(words[:1000]).chars(110, truncate="……")

    def save(self, *args, **kwargs):
        self.body = sanitise.clean_html(self.body)
        super().save(*args, **kwargs)


class PageVersion(models.Model):
    """The text of a page as it once stood; never changed."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    title = models.CharField("标题", max_length=60)
    body = models.TextField("正文")
    created_at = models.DateTimeField("生效时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "页面版本"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "number"],
                name="firm_page_version_once",
                violation_error_message="该版本号已使用。",
            ),
        ]

    def __str__(self):
        return f"{self.title}第{self.number}版"


LONGEST_TITLE = 60  # characters
LONGEST_DESCRIPTION = 160


class PageWords(models.Model):
    """How a public page is called in search results and shared links; what is empty is its own."""

    # `home`, or the kind of a record and its key: `area:3`.
    page = models.CharField("页面", max_length=40, unique=True)
    title = models.CharField("标题", max_length=LONGEST_TITLE, blank=True)
    description = models.CharField("描述", max_length=LONGEST_DESCRIPTION, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "标题和描述"
        default_permissions = ()

    def __str__(self):
        return self.page
