"""Articles as visitors read them, their states, tags, and which of them the public is shown."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models import text
from articles.models.text import excerpt
from firm.base import current_site
from firm.base.current_site import numbered
from firm.models import Lawyer, PracticeArea
from firm.models.base import Timestamped, account
from richtext.core import sanitise, tree
from richtext.core.tree import write


class State(models.TextChoices):
    """Where an article stands; `published` also needs its time to have come.

    Whether it waits for a second person is said by `submitted_at`: a published one stays public.
    """

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"


class SourceKind(models.TextChoices):
    """Whose text it is."""

    ORIGINAL = "original", "原创"
    AUTHORISED = "authorised", "授权发布"
    REPRINT = "reprint", "转载"
    FORMER = "former", "旧站文章"


ONE_DAY = timedelta(days=1)


class ArticleQuerySet(models.QuerySet):
    def published(self, at=None, earliest=None, latest=None, titles=False):
        """What the public is shown at a moment (now), stubs not; on a lawyer's site, theirs.

        `earliest` and `latest` bound when it came out: SQLite takes one bound of a side from its
        index. With `titles` also those of an old site of which there is no more yet.
        """
        at = at or timezone.now()
        public = self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=at),
            Q(is_stub=False) | Q(source_kind=SourceKind.FORMER) if titles else Q(is_stub=False),
            state=State.PUBLISHED,
            publish_at__lte=latest or at,
        )
        if earliest:
            public = public.filter(publish_at__gte=earliest)
        return current_site.for_current_site(public, "author")

    def with_own_date(self):
        """Those of which a date is known; the same rule as `Article.has_own_date`."""
        taken_over = Q(source_kind=SourceKind.FORMER, publish_at__gte=F("created_at") - ONE_DAY)
        return self.exclude(taken_over)

    def imported_as(self, names):
        """Those with one of some ids of import; said as its index says it, or SQLite reads all."""
        return self.exclude(external_id="").filter(external_id__in=names).order_by()


NEWEST = ["state", "-publish_at", "-id"]  # how the public's lists are ordered
SHOWN = ["expires_at", "is_stub"]  # what else decides whether they show it
STORED_AS_TYPED = ["title", "summary", "source", "jurisdiction"]  # with what no database takes


class Article(Timestamped):
    """A legal Q&A article; the row of a published one is what visitors read.

    A change of it lies in a revision (`pending`) until `articles.workflow.publishing` publishes it.
    """

    title = models.CharField("标题", max_length=60, help_text="问句，8到30字为宜，以“？”结尾。")
    area = models.ForeignKey(
        PracticeArea,
        verbose_name="业务领域",
        on_delete=models.PROTECT,
        related_name="articles",
        db_index=False,
        help_text="文章列在该领域下；请选最相关的一个，其他角度用标签。",
    )
    author = models.ForeignKey(
        Lawyer,
        verbose_name="作者",
        on_delete=models.PROTECT,
        related_name="articles",
        db_index=False,
        help_text="署名显示在文章上，文末附上这位律师的简介。",
    )
    summary = models.TextField(
        "摘要", max_length=300, blank=True, help_text="直接给出答案；留空则取正文开头。"
    )
    body = models.TextField("正文", help_text="分节用“小标题”；从Word粘贴的排版会自动整理。")
    text = models.TextField("正文文字", editable=False, blank=True)
    title_key = models.CharField("标题的比较形式", max_length=60, editable=False, blank=True)
    excerpt = models.CharField("列表摘要", max_length=200, editable=False, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    publish_at = models.DateTimeField(
        "发布时间", default=timezone.now, help_text="到这个时间才会出现在网站上（北京时间）。"
    )
    expires_at = models.DateTimeField(
        "撤下时间", null=True, blank=True, help_text="到时自动撤下；留空则一直显示。"
    )
    checked_on = models.DateField(
        "最近核对日期", null=True, blank=True, help_text="按现行法律核对全文的日期。"
    )
    checked_by = models.ForeignKey(
        Lawyer,
        verbose_name="核对律师",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="checked_articles",
        help_text="最近一次核对的律师，与核对日期一并显示在文章上。",
    )
    jurisdiction = models.CharField(
        "适用地区", max_length=30, blank=True, help_text="仅适用于某地时填写，例如：江苏省。"
    )
    source_kind = models.CharField(
        "来源",
        max_length=12,
        choices=SourceKind.choices,
        default=SourceKind.ORIGINAL,
        help_text="原创、授权发布、转载还是旧站文章；非原创的须写明出处。"
        "旧站文章只显示原来的日期：请填在发布时间里；不知道的不必修改，网页上不显示日期。",
    )
    source = models.CharField(
        "出处", max_length=200, blank=True, help_text="例如：《人民法院报》2025年3月6日，转载必填。"
    )
    ai_assisted = models.BooleanField(
        "含人工智能生成内容", default=False, help_text="勾选后会显示说明（生成合成内容标识办法）。"
    )
    is_stub = models.BooleanField(
        "待补全",
        default=False,
        help_text="正文还没有补写。勾选后不出现在列表、搜索和网站地图里，搜索引擎也不收录。",
    )

    tags = models.ManyToManyField(
        "articles.Tag", verbose_name="标签", blank=True, related_name="articles"
    )
    # What somebody outside has agreed to (`articles.models.text`), "" where nobody was asked.
    agreed_key = models.CharField("同意过的文字", max_length=64, blank=True, editable=False)
    barred_at = models.DateTimeField("不再公开的时间", null=True, editable=False)
    external_id = models.CharField(
        "导入编号", max_length=120, blank=True, editable=False, help_text="在导入文件里的编号。"
    )
    live = models.ForeignKey(
        "articles.Revision",
        verbose_name="已发布的版本",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    pending = models.ForeignKey(
        "articles.Revision",
        verbose_name="尚未发布的修改",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    submitted_at = models.DateTimeField("送审时间", null=True, editable=False)
    submitted_by = account("送审人", editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章"
        ordering = ["-publish_at", "-pk"]
        permissions = [("publish_article", "发布和撤下文章")]
        # All that `published()` asks and sorts by: a list is counted, and a deep page of it found,
        # without opening a row, which is long.
        indexes = [
            models.Index(fields=[*NEWEST, *SHOWN], name="articles_newest"),
            models.Index(fields=["area", *NEWEST, *SHOWN], name="articles_in_area"),
            models.Index(fields=["author", *NEWEST, *SHOWN], name="articles_by_author"),
            models.Index(
                fields=["submitted_at"],
                condition=Q(submitted_at__isnull=False),
                name="articles_in_review",
            ),
            models.Index(fields=["title_key"], name="articles_title_key"),
            models.Index(
                fields=["state", "checked_on", "publish_at", *SHOWN],
                name="articles_check_due",
            ),
            models.Index(fields=["id"], condition=Q(is_stub=True), name="articles_stubs"),
            models.Index(
                fields=["expires_at"],
                condition=Q(expires_at__isnull=False),
                name="articles_ending",
            ),
            # By what the office sorts its list: a change that is not public yet counts.
            models.Index(fields=["updated_at", "id", "pending"], name="articles_touched"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("publish_at")),
                name="articles_expire_after_publish",
                violation_error_message="撤下时间须晚于发布时间。",
            ),
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, checked_by__isnull=True)
                | Q(checked_on__isnull=False, checked_by__isnull=False),
                name="articles_check_has_name",
                violation_error_message="核对日期和核对律师须同时填写或同时留空。",
            ),
            models.CheckConstraint(
                condition=~Q(source_kind=SourceKind.REPRINT) | ~Q(source=""),
                name="articles_reprint_has_source",
                violation_error_message="转载的文章须写明出处。",
            ),
            models.CheckConstraint(
                condition=Q(pending__isnull=True) | Q(state=State.PUBLISHED),
                name="articles_pending_beside_published",
                violation_error_message="只有已发布的文章才会另存尚未发布的修改。",
            ),
            models.CheckConstraint(
                condition=Q(barred_at__isnull=True) | Q(state=State.WITHDRAWN),
                name="articles_barred_is_withdrawn",
                violation_error_message="公开所依据的同意已经收回，这篇文章不能再发布。",
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="articles_external_id_once",
                violation_error_message="这个导入编号已经属于另一篇文章。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return numbered("articles:detail", self.pk)

    def validate_constraints(self, exclude=None):
        """Those that a form can break, without a savepoint and a query for each of them."""
        ends_first = self.expires_at and self.expires_at <= self.publish_at
        half_checked = (self.checked_on is None) != (self.checked_by_id is None)
        sourceless = self.source_kind == SourceKind.REPRINT and not self.source
        known = [
            ("articles_expire_after_publish", {"publish_at", "expires_at"}, ends_first),
            ("articles_check_has_name", {"checked_on", "checked_by"}, half_checked),
            ("articles_reprint_has_source", {"source_kind", "source"}, sourceless),
        ]
        left = set(exclude or ())
        broken = {name for name, fields, is_so in known if is_so and not fields & left}
        rules = [one for one in self._meta.constraints if one.name in broken]
        if rules:
            raise ValidationError([one.violation_error_message for one in rules])

    @property
    def is_public(self):
        """Whether its address shows it to the public now: what is `published()`, or a stub."""
        now = timezone.now()
        ended = self.expires_at is not None and self.expires_at <= now
        return self.state == State.PUBLISHED and self.publish_at <= now and not ended

    @property
    def is_listed(self):
        """Whether the firm's lists show it now: one that is in `published()`."""
        return self.is_public and not self.is_stub

    @property
    def is_gone(self):
        """Whether it was public and has been taken down, by hand or by its date."""
        ended = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.state == State.WITHDRAWN or (self.state == State.PUBLISHED and ended)

    @property
    def stage(self):
        """Its stage in the editorial office, in words: state, what is scheduled or pending."""
        if self.state == State.PUBLISHED and self.pending_id:
            return "已发布，修改送审" if self.submitted_at else "已发布，有未发布的修改"
        if self.state == State.PUBLISHED and self.publish_at > timezone.now():
            return "定时发布"
        if self.is_gone and self.state == State.PUBLISHED:
            return "已到期撤下"
        return "送审" if self.submitted_at else self.get_state_display()

    @property
    def changed_at(self):
        """When visitors last saw it change; a text of an old site has its own date alone."""
        former = self.source_kind == SourceKind.FORMER
        return self.publish_at if former else max(self.updated_at, self.publish_at)

    @property
    def has_own_date(self):
        """Whether its dates tell the reader anything; that of a take-over from an old site not."""
        taken_over = self.created_at or timezone.now()
        return self.source_kind != SourceKind.FORMER or self.publish_at < taken_over - ONE_DAY

    @property
    def description(self):
        return excerpt(self.summary or self.text, self.title, target=115)

    @property
    def citing_words(self):
        """What is read for citations: what visitors read of it, the body first."""
        return "\n".join([self.text, self.summary, self.title])

    @property
    def citing_day(self):
        """When a lawyer compared it with the law; else when it was written, or published before."""
        written = min(self.publish_at, self.updated_at or self.publish_at)
        return self.checked_on or timezone.localdate(written)

    def settle(self):
        """Let the body through the sanitiser, and the texts follow from it; stores nothing."""
        for name in STORED_AS_TYPED:
            setattr(self, name, sanitise.storable(getattr(self, name)))
        self.body = write(sanitise.tidied(self.body))
        self.derive_texts()

    def derive_texts(self) -> None:
        """Set what is stored only because it follows from title, summary and body."""
        self.text = tree.plain(self.body)
        self.excerpt = excerpt(self.summary or self.text, self.title)
        self.title_key = text.title_key(self.title)

    def save(self, *args, **kwargs):
        """Store the whole row, clean; `citation_sync.save_text` stores what it cites."""
        self.settle()
        super().save(*args, **kwargs)


class Tag(models.Model):
    """One tag; its page lists its published articles."""

    name = models.CharField(
        "名称", max_length=20, unique=True, help_text="一个词，最多20个字，例如：工伤认定。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "标签"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="articles_tag_has_name",
                violation_error_message="标签不能为空。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return numbered("articles:tag", self.pk)
