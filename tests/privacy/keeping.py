"""One of everything that docs/privacy.md says is kept, and how to see whether it still is."""

from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from articles.admin import form
from articles.models import Article, DailyReads, SearchedWords, Unsaved
from calculators.models import ToolUse
from consult import lifecycle, services
from consult.base.enums import BatchAct, RatingValue
from consult.models import (
    Appointment,
    Attachment,
    Availability,
    CallerLook,
    ConflictCheck,
    ConflictHit,
    Consent,
    Consultation,
    Draft,
    Event,
    FactAnswer,
    KnownParty,
    Mention,
    Message,
    Note,
    ParkedFile,
    Publication,
    Rating,
    ShortName,
    Throttle,
)
from consult.services import batches
from firm.models import Batch
from outbox.models import Notice
from statutes.models import LawImport
from tests.consult.files.test_attachments import checked
from tests.consult.posting import FORM, enter, good_post
from tests.consult.publishing import make_made
from tests.factories import make_article, make_notice, make_staff, make_submitted, make_superuser
from transfer.models import ArticleImport
from website.office.second_factor import invitations
from website.office.second_factor.models import Invitation

PERSON = {"name": "王小明", "phone": "13800000000", "email": "w@example.com",
          "city": "江宁", "opponent": "对方公司", "call": "yes", "call_when": "午休"}  # fmt: skip
INDEXES = ["name_index", "phone_index", "email_index", "opponent_index", "tail_index"]


@dataclass(frozen=True)
class Made:
    """A consultation that has ended, its code, and the tombstone of another one."""

    case: Consultation
    code: str
    stone: str

    def holds(self, *fields):
        """Whether any of these columns of the consultation still says something."""
        return any(Consultation.objects.values_list(*fields).get(pk=self.case.pk))


def make_everything():
    """What a site holds after clients have asked and the office has worked for a day."""
    lin = make_superuser(username="lin")
    services.erase_now(consultation=make_submitted()[0])
    told = {"question": "明天开庭，怎么办？", "facts": [("入职时间", "2021年3月")]}
    case, code = make_submitted(**PERSON, **told, files=[checked()])
    enter(Client(), code)
    wang = make_superuser(last_name="王", first_name="小芸")
    services.add_note(consultation=case, user=lin, text="@王小芸", token="n", remind=[wang])
    on = timezone.localdate()
    services.set_follow_up(consultation=case, user=lin, on=on, why="问收到没有")
    services.save_draft(consultation=case, user=lin, text="草稿")
    services.reply(consultation=case, user=lin, text="答复", token="r")
    make_publication(case, lin)
    on = timezone.now()
    Availability.objects.create(owner=lin, hours="周一 9:00-12:00")
    case.appointments.create(lawyer=lin, starts_at=on, ends_at=on, way="phone")
    services.look_up(user=lin, name="王小明", opponent="对方公司", phone="")
    batches.do(token="t", act=BatchAct.CLOSE, keys=[case.pk], user=lin)
    services.rate(consultation=case, value=RatingValue.HELPED)
    party = KnownParty.objects.create(name="甲公司")
    case.conflict_hits.create(party=party, about_opponent=True)
    file = SimpleUploadedFile("a.txt", "合同".encode())
    Client().post(FORM, {**good_post(), "area": "", "files": file})
    make_what_is_counted_and_sent(lin)
    return Made(case, code, lifecycle.tombstone_names()[0])


def make_publication(case, lin):
    """An article of it that its client agreed to."""
    services.reply(consultation=case, user=lin, text="可以申请仲裁。", token="p")
    Message.objects.update(visible_at=timezone.now(), sent_at=timezone.now())
    services.allow_publication(consultation=case, notice=make_notice())
    make_made(case, lin)


def make_what_is_counted_and_sent(lin):
    """A notice, counts of readers, what was not saved, a login and a change in the office."""
    sent = {"kind": "trial", "channel": "mail", "recipient": "a@example.com", "payload": {}}
    Notice.objects.create(dedupe_key="t", sent_at=timezone.now(), **sent)
    today, article = timezone.localdate(), make_article()
    DailyReads.objects.create(article=article, day=today, number=1)
    SearchedWords.objects.create(words="工伤", day=today, number=1)
    ToolUse.objects.create(tool="severance", day=today, number=1)
    imported = {"state": LawImport.State.DONE, "name": "法规.md"}
    LawImport.objects.create(user=lin, finished_at=timezone.now(), **imported)
    ArticleImport.objects.create(user=lin, state="done", name="文章.zip")
    known = {"act": "publish_many", "words": "发布", "ends_at": timezone.now()}
    Batch.objects.create(kind="articles", token="t", made_by=lin, **known)
    form.store_unsaved(editor=lin, article=article, page="p", fields={"title": ["字"]})
    office = Client()
    office.force_login(lin)
    office.post("/admin/articles/tag/add/", {"name": "工伤"})
    invitations.make(make_staff(), lin)


# How a line of the table begins, and whether what it speaks of is there.
FORGOTTEN = {
    "问题": lambda made: Message.objects.exists(),
    "称呼、电话、邮箱": lambda made: made.holds(*PERSON),
    "按领域补充的情况": lambda made: FactAnswer.objects.exists(),
    "附件的内容": lambda made: Attachment.objects.exists(),
    "随答复提供的时间": lambda made: Appointment.objects.exists(),
    "内部备注": lambda made: (
        any(one.objects.exists() for one in (Note, Mention, Draft))
        or made.holds("follow_up_why", "follow_up_on")
    ),
    "公开稿": lambda made: Publication.objects.exists(),
    "查询码": lambda made: services.find_by_code(code=made.code),
    "利益冲突审查表": lambda made: ConflictCheck.objects.filter(consultation=made.case).exists(),
    "称呼、对方名称": lambda made: (
        made.holds(*INDEXES) or ShortName.objects.filter(consultation=made.case).exists()
    ),
    "紧急标记": lambda made: made.holds("urgent"),
    "比对到的名称": lambda made: ConflictHit.objects.filter(consultation=made.case).exists(),
    "咨询人对答复的评价": lambda made: Rating.objects.exists(),
    "发出的通知": lambda made: Notice.objects.filter(dedupe_key="t").exists(),
    "被退回的表单": lambda made: ParkedFile.objects.exists(),
    "删除标记": lambda made: made.stone in lifecycle.tombstone_names(),
    "防止滥用的计数": lambda made: Throttle.objects.exists(),
    "文章阅读次数": lambda made: DailyReads.objects.exists(),
    "多次出现的搜索词": lambda made: SearchedWords.objects.exists(),
    "各项计算用了多少次": lambda made: ToolUse.objects.exists(),
    "文章编辑页": lambda made: Unsaved.objects.exists(),
    "批量操作记录": lambda made: Batch.objects.filter(kind="articles").exists(),
    "咨询的批量操作": lambda made: Batch.objects.filter(kind="desk").exists(),
    "法规的导入记录": lambda made: LawImport.objects.exists(),
    "文章的导入记录": lambda made: ArticleImport.objects.exists(),
    "登录状态": lambda made: Session.objects.exists(),
    "没有使用的开通链接": lambda made: Invitation.objects.exists(),
}
KEPT = {
    "据咨询整理": lambda made: Article.objects.exclude(agreed_key="").exists(),
    "已知当事人": lambda made: KnownParty.objects.exists(),
    "律师每周": lambda made: Availability.objects.exists(),
    "收到、答复": lambda made: made.holds("closed_at"),
    "咨询的来源": lambda made: made.holds("source"),
    "同意和撤回": lambda made: Consent.objects.filter(consultation=made.case).exists(),
    "谁在什么时候打开": lambda made: Event.objects.filter(consultation=made.case).exists(),
    "谁在什么时候查过来电人": lambda made: CallerLook.objects.exists(),
    "工作人员的账号": lambda made: get_user_model().objects.exists(),
    "后台的修改记录": lambda made: LogEntry.objects.exists(),
}
# Its own machine keeps the logs; that backups go is proved where they are made (test_places.py).
OF_THE_FIRM = {"日志", "备份"}
