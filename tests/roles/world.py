"""One record of each kind, and three consultations whose words are marked."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.contrib.redirects.models import Redirect
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.models import SearchedWords, Tag
from articles.workflow import previews, publishing
from calculators.models import LendingRate, RegionalFigure, ToolChoice
from consult import services
from consult.base.enums import ConsentKind, Likeness, PartyRole
from consult.client import session
from consult.conflicts import parties
from consult.files.attachments import CheckedFile
from consult.models import Attachment, ConflictHit, Consultation, Draft, KnownParty, Message
from firm.models import Batch, Office, PracticeArea, SiteSettings, SpecialDay
from outbox import services as outbox
from outbox.models import Notice
from statutes.models import LawImport, RenamedCrime, TableVersion
from statutes.services import citation_sync
from tests import factories
from tests.roles import people
from tests.roles.people import Person
from tests.statutes.sample_law import contract_law
from transfer.models import ArticleImport

# A role that does not read it meets none of these; the sealed consultation names the known party.
MARKS = {"ours": "甲甲暗记", "theirs": "乙乙暗记", "sealed": "丙丙暗记", "party": "丁丁暗记"}
AREAS = [("劳动与工伤", "labour"), ("刑事辩护", "criminal")]
LAWYERS = [("林致远", "lin"), ("沈若宁", "shen")]
BODY = "<p>先收集证据。依据《合同法》第五十二条，可以仲裁。</p>"
PHONES = {"ours": "13899990001", "theirs": "13899990002", "sealed": "13899990003"}
FIRM = f"{MARKS['party']}公司"


@dataclass
class World:
    """The records by their kind (`app.model`), the people by their role."""

    records: dict[str, object]
    values: dict[str, str]  # what else stands in addresses
    persons: dict[str, Person]
    accounts: dict[str, User]
    hidden: dict[str, list[str]]  # by whose words they are, what must not be met

    def also_ticked(self, model) -> list[str]:
        """A second tag, with which the first is merged."""
        return [self.values["other tag"]] if model is Tag else []


def build() -> World:
    """Make everything; called once for a file of tests."""
    factories.make_settings(notify_email="office@example.com", api_is_open=True)
    factories.make_groups()
    here, there = (factories.make_area(name=name, slug=slug) for name, slug in AREAS)
    ours, theirs = (factories.make_lawyer(name=name, slug=slug) for name, slug in LAWYERS)
    ours.areas.add(here), theirs.areas.add(there)
    consultations, code = _consultations(here, there)
    persons = {
        role: people.make_person(
            role, code=code, profile={"lawyer": ours, "foreign": theirs}.get(role)
        )
        for role in people.ROLES
    }
    people.switch_off(persons["switched-off"])
    author = User.objects.get(username="lawyer")
    _write_in(consultations["ours"], author)
    records = _records(here, ours, author) | {"consult.consultation": consultations["ours"]}
    accounts = {user.username: user for user in User.objects.all()}
    values = _values(records, consultations)
    return World(records, values, persons, accounts, _hidden(consultations))


def _consultations(here, there):
    """In the area of one lawyer, in that of another one, and sealed; the code of the second."""
    parties.register(party=KnownParty(name=FIRM, role=PartyRole.CLIENT, matter=MARKS["party"]))
    ours, _ = _asked("ours", here, opponent="某公司")
    theirs, code = _asked("theirs", there, opponent="某公司")
    sealed, _ = _asked("sealed", here, opponent=FIRM)
    assert Consultation.objects.get(pk=sealed.pk).sealed
    return {"ours": ours, "theirs": theirs, "sealed": sealed}, code


def _asked(whose, area, opponent):
    mark = MARKS[whose]
    raw = SimpleUploadedFile("a.txt", mark.encode())
    file = CheckedFile(f"{mark}.txt", "txt", raw.size, raw)
    notice = factories.make_notice()
    return factories.make_submitted(
        consents={ConsentKind.PROCESSING: notice, ConsentKind.SMS: notice},
        area=area,
        question=f"{mark}，公司三个月没有发工资，我应该怎么办？",
        name=f"{mark}小明",
        phone=PHONES[whose],
        email=f"{whose}@client.example",
        city=mark,
        opponent=opponent,
        files=[file],
    )


def _write_in(consultation, lawyer):
    """What the office adds: a note, a draft, a reply; and a name to judge that may be the same."""
    known, mark = {"consultation": consultation, "user": lawyer}, MARKS["ours"]
    services.add_note(**known, text=f"{mark}备注", token="note")
    services.reply(**known, text=f"{mark}答复", token="reply")
    tomorrow = timezone.now() + timedelta(days=1)  # it can be taken back however long a run takes
    Message.objects.filter(author=lawyer).update(visible_at=tomorrow)
    KnownParty.objects.update(verified=False)  # else it would hold up an answer
    near = {"party": KnownParty.objects.get(), "likeness": Likeness.NEAR}
    ConflictHit.objects.create(consultation=consultation, about_opponent=True, **near)
    helper = User.objects.get(username="assistant")
    services.save_draft(consultation=consultation, user=helper, text=f"{mark}草稿")
    consultation.refresh_from_db()  # answering has put the lawyer in charge


def _hidden(consultations):
    """The words, and what the inbox shows of them: masked telephone and number."""
    told = {
        whose: [MARKS[whose], f"138****{PHONES[whose][-4:]}", one.reference]
        for whose, one in consultations.items()
    }
    told["exists"] = [told["sealed"].pop()]
    return told | {"party": [MARKS["party"]]}


def _records(area, lawyer, user):
    """One of each kind that has a page in the office."""
    notice = factories.make_notice()
    contract_law()
    statute = factories.make_statute(["第一句话。"], short_name="示例法")
    article = factories.make_article(title="工资怎么要？", area=area, author=lawyer, body=BODY)
    publishing.publish(article=article, user=user, tags=["工资"])
    article.title = "工资怎么讨？"
    publishing.submit(article=article, user=user)
    outbox.enqueue_mail(kind="x", recipient="a@b.cn", subject="一", body="二", dedupe_key="k")
    Notice.objects.update(attempts=1)  # it failed once, and can be tried again
    made = [
        (area, lawyer, notice.page, statute, statute.articles.get(), article),
        (
            factories.make_canned(title="问候", text="《合同法》第五十二条。"),
            factories.make_fact(PracticeArea.objects.get(slug=AREAS[1][1])),
            factories.make_period(),
        ),
        (
            RenamedCrime.objects.create(
                old_name="旧罪", new_name="新罪", citation="《示例法》第一条"
            ),
        ),
        (
            factories.make_figure(RegionalFigure, key="region.wage", region="某市"),
            factories.make_figure(LendingRate, key="lpr.one-year"),
            ToolChoice.objects.get_or_create(pk=1)[0],
        ),
        (LawImport.objects.create(state="ready", name="法规.md"),),
        (ArticleImport.objects.create(state="ready", name="文章.zip"),),
        (TableVersion.objects.update_or_create(pk=1, defaults={"version": "2026-11-24"})[0],),
        (Office.objects.create(name="总部", address="云澜路1号"), SiteSettings.load()),
        (SpecialDay.objects.create(date="2027-05-01", kind="closed"), Tag.objects.get()),
        (KnownParty.objects.get(), Notice.objects.order_by("pk").last()),
        (SearchedWords.objects.create(words="工资", day=timezone.localdate()),),
        (_batch("articles", "publish_many", user),),
        (Redirect.objects.create(site_id=1, old_path="/old.html", new_path="/contact/"),),
        (User.objects.get(username="manager"), Group.objects.get(name="助理")),
    ]
    return {one._meta.label_lower: one for some in made for one in some}


def _batch(kind, act, user):
    known = {"token": kind, "words": "做了", "ends_at": timezone.now() + timedelta(days=1)}
    return Batch.objects.create(kind=kind, act=act, made_by=user, **known)


def _values(records, consultations):
    """What stands in addresses beside the keys of records."""
    article, lawyer = records["articles.article"], records["firm.lawyer"]
    citation = article.citations.first()
    decided = citation_sync.confirm(citation=citation, lawyer=lawyer.name, user=None)
    link = previews.make(article=article, user=None)
    files = Attachment.objects.filter(message__consultation=consultations["ours"])
    colleague = factories.make_staff()  # nobody of the table: only who made a batch undoes it
    return {
        "desk_batch": str(_batch("desk", "assign", colleague).pk),
        "preview": previews.address(link).rstrip("/").rpartition("/")[2],
        "stop": session.token(consultations["ours"]),
        "ours": consultations["ours"].reference,
        "file": str(files.get().pk),
        "reply": str(Message.objects.get(author__username="lawyer").pk),
        "draft": str(Draft.objects.get().pk),
        "hit": str(ConflictHit.objects.to_judge().get().pk),
        "decision": str(decided.pk),
        "colleague": str(User.objects.get(username="assistant").pk),
        "statute": records["statutes.statute"].slug,
        "tag": str(records["articles.tag"].pk),
        "other tag": str(Tag.objects.create(name="欠薪").pk),
        "page": records["firm.page"].slug,
    }
