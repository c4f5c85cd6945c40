"""An invented firm that has worked for a while: what a fixture of a release holds.

Run as a process of the release that is made (`tests.upgrade.make`). Everything goes through the
services and the pages, as it would come about; what it prints is what the walk looks for later.
"""

import json
import os
import sys
import tempfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import urlsplit

QUESTION = "公司把我的岗位从云澜调到北岸，我不同意就不发工资，这样可以吗？"
ADDITION = "补充：劳动合同写明工作地点是云澜。"
ANSWER = "劳动合同写明的工作地点，公司不能单方面变更，您可以要求继续履行。"
DRAFT = "另外请您保存好考勤记录。"
NOTE = "对方是老客户的关联公司，已经审查。"
FILE_NAME, FILE_TEXT = "劳动合同.txt", "第三条 工作地点为云澜市。"
PARTY = "北岸航运有限公司"
TITLE, CHANGED = "调岗以后工资变少应该怎么办？", "调岗以后工资变少，可以要求补发吗？"
OLD_ADDRESS = "/news/show-17.html"
PASSWORD = "only-for-the-upgrade-tests"  # of the invented lawyer, in a database of nobody
NEW = ["新来的律师", "还没有来的律师"]
LAW = "中华人民共和国灯塔法"


def fill():
    """Fill the empty database of this process; returns what a walk looks for."""
    from django.conf import settings
    from django.core.management import call_command

    from website.operations import jobs

    settings.SAMPLE_SITE = True  # to fill this database with it, as no site does
    call_command("load_demo", verbosity=0, stdout=StringIO())
    _keep_few_samples()
    people = _people()
    _law()
    article = _articles(people)
    consultation, code = _consultation(people)
    _came_with_0_2(people, consultation)
    _uploads(people)
    _logins(people)
    _without_a_password_yet(people)
    jobs.run_once()
    _left_over(people, article)
    return {
        "code": code,
        "consultation": str(consultation.pk),
        "article": article.pk,
        "thread": [QUESTION, ADDITION, ANSWER, FILE_NAME],
        "desk": [QUESTION, ADDITION, ANSWER, DRAFT, NOTE, PARTY, FILE_NAME],
        "file": FILE_TEXT,
        "old_address": OLD_ADDRESS,
        "shown": {article.get_absolute_url(): TITLE, "/statutes/灯塔法-2020/": LAW},
        "password": PASSWORD,
    }


def _keep_few_samples():
    """Three articles, one portrait and the laws of some versions: the file shall stay small."""
    from django.core.management import call_command

    from articles.models import Article, Citation
    from firm.models import Lawyer, Office
    from statutes.models import Statute

    for article in Article.objects.order_by("pk")[3:]:
        article.delete()
    for row in Lawyer.objects.order_by("pk")[1:]:
        row.portrait = ""
        row.save()
    for row in Office.objects.all():
        row.map_image = ""
        row.save()
    cited = [*Citation.objects.values_list("statute", "leads_to")]
    named = {pk for pair in cited for pk in pair if pk}
    alone = Statute.objects.filter(replaced_by=None, replaces=None)
    alone.exclude(pk__in=named).delete()
    call_command("rebuild_search", stdout=StringIO())


def _people():
    """One account for each group, one of them a lawyer's, and the administrator."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group, Permission

    from firm.models import Lawyer
    from website.office.second_factor import devices

    user = get_user_model().objects.create_superuser("admin", password=PASSWORD)
    people = {"admin": user}
    for name in ("咨询主管", "律师", "助理", "编辑"):
        people[name] = get_user_model().objects.create_user(name, password=PASSWORD, is_staff=True)
        people[name].groups.add(Group.objects.get(name=name))
    people["编辑"].user_permissions.add(Permission.objects.get(codename="view_logentry"))
    Lawyer.objects.filter(pk=Lawyer.objects.first().pk).update(user=people["律师"])
    devices.enrol(people["咨询主管"])
    return people


def _law():
    """A short statute with its text, which is not one of those that come with the software."""
    from django.core.management import call_command

    from tests.statutes.texts import articles, markdown, put

    with tempfile.TemporaryDirectory() as folder:
        text = markdown(*articles(6), "第七条 不点亮的，依照本法第二条处理。", name=LAW)
        put(Path(folder), "法律/灯塔法(2020-05-28).md", text)
        call_command("import_statutes", folder, stdout=StringIO())


def _articles(people):
    """One that is published and being changed, one that was withdrawn, decisions about both."""
    from articles.models import Article, Citation
    from articles.quality import findings
    from articles.workflow import previews, publishing
    from firm.models import Lawyer, PracticeArea
    from statutes.services import citation_sync

    writer, lawyer = people["编辑"], people["律师"]
    known = {"area": PracticeArea.objects.first(), "author": Lawyer.objects.first()}
    body = "<p>依照《中华人民共和国合同法》第八条，依法成立的合同受法律保护。</p>"
    kept = Article(title=TITLE, body=body, **known)
    publishing.submit(article=kept, user=writer, tags=["调岗"])
    publishing.publish(article=Article.objects.get(pk=kept.pk), user=lawyer, tags=["调岗"])
    changed = Article.objects.get(pk=kept.pk)
    changed.title = CHANGED
    publishing.save_draft(article=changed, user=writer, note="换了标题")
    gone = Article(title="旧的收费办法还有效吗？", body="<p>已经失效。</p>", **known)
    publishing.publish(article=gone, user=lawyer)
    publishing.withdraw(article=Article.objects.get(pk=gone.pk), user=lawyer, note="过时")
    previews.make(article=kept, user=writer)
    findings.decide(
        kept=True,
        article=kept,
        code="title",
        fingerprint="f",
        quote="调岗",
        note="习惯说法",
        user=writer,
    )
    warned = Citation.objects.open().filter(article=kept).first()
    citation_sync.confirm(citation=warned, lawyer="林知远", user=lawyer, note="说明沿革")
    return Article.objects.get(pk=kept.pk)


def _consultation(people):
    """One that went all the way: file, conflict, assignment, answer, addition, notes, hold."""
    from consult import services
    from consult.base.enums import ConsentKind, PartyRole
    from consult.conflicts import parties
    from consult.models import Consultation, KnownParty
    from firm.models import Lawyer, PracticeArea
    from firm.site.records import current_notice

    party = KnownParty(name=PARTY, role=PartyRole.CLIENT, matter="2024年度常年顾问")
    parties.register(party=party)
    kept, code = services.submit(
        area=PracticeArea.objects.first(),
        question=QUESTION,
        consents={kind: current_notice() for kind in (ConsentKind.PROCESSING, "publication")},
        token="filling",
        name="周予安",
        phone="13800000000",
        email="zhou@example.com",
        city="云澜",
        opponent=f"{PARTY}、南港仓储有限公司",
        files=[_file()],
        addressee=Lawyer.objects.first(),
    )
    _answered(kept, people)
    return Consultation.objects.get(pk=kept.pk), code


def _answered(kept, people):
    """By the people of the desk, with all that they may do."""
    from consult import services
    from consult.base.enums import Conflict
    from tests.factories import make_canned

    boss, lawyer = people["咨询主管"], people["律师"]
    services.decide_conflict(
        consultation=kept, user=boss, decision=Conflict.ALLOWED, reason="另一家公司"
    )
    services.assign(consultation=kept, user=boss, to=lawyer)
    services.share(consultation=kept, user=boss, people=[people["助理"]])
    services.reply(consultation=kept, user=lawyer, text=ANSWER, token="answer")
    services.client_message(consultation=kept, text=ADDITION, token="addition")
    services.add_note(consultation=kept, user=lawyer, text=NOTE, token="note")
    services.save_draft(consultation=kept, user=lawyer, text=DRAFT)
    services.set_limitation(consultation=kept, user=lawyer, on=date(2027, 6, 30))
    # Nothing of it may be erased when the file is opened years later.
    services.hold(consultation=kept, user=boss)
    services.record_opening(consultation=kept, user=lawyer)
    make_canned(title="合同的效力", text="依照《民法典》第五百零二条办理。")


def _came_with_0_2(people, kept):
    """A reminder, a caller, a rating, a text for the public, acts on many, other titles."""
    from articles.models import Article
    from articles.workflow import batches, publishing
    from consult import services
    from consult.base.decisions import Decided, Reason
    from consult.base.enums import BatchAct, RatingValue
    from consult.models import RatingCount
    from consult.services import batches as consult_batches
    from consult.services import publication
    from firm.models import Lawyer, PracticeArea
    from firm.site import head
    from tests.factories import make_consultation

    boss, lawyer, helper = people["咨询主管"], people["律师"], people["助理"]
    services.add_note(consultation=kept, user=lawyer, text=NOTE, token="at", remind=[helper])
    services.look_up(user=boss, name="", opponent=PARTY, phone="")
    RatingCount.objects.create(month=date(2026, 6, 1), value=RatingValue.HELPED, number=2)
    kept.messages.update(visible_at=kept.received_at)  # nobody waits 30 seconds here
    started = services.start_article(consultation=kept, user=lawyer)
    words = {"title": TITLE, "question": "调岗以后怎么办？", "answer": ANSWER}
    known = {"consultation": kept, "user": lawyer, "version": started.version}
    written = services.save_article(**known, wording=words | {"author": Lawyer.objects.first()})
    reasons = {mark.text: Reason.USUAL for mark in publication.compared(written).open}
    known["version"] = written.version
    ticked = services.save_article(**known, wording={"choices": Decided(reasons).dumped()})
    services.ask_client(**known | {"version": ticked.version})
    other, _ = make_consultation()
    services.assign(consultation=other, user=boss, to=lawyer)
    given = {"token": "bulk", "keys": [other.pk], "user": lawyer, "on": date(2027, 7, 1)}
    consult_batches.do(act=BatchAct.FOLLOW_UP, **given)
    services.reply(consultation=other, user=lawyer, text=ANSWER, token="other")
    other.messages.update(visible_at=other.received_at)
    services.close(consultation=other, user=lawyer)
    services.rate(consultation=other, value=RatingValue.HELPED)
    text = {"area": PracticeArea.objects.first(), "author": Lawyer.objects.first()}
    wanted = Article(title="试用期可以延长吗？", body="<p>不可以。</p>", **text)
    publishing.submit(article=wanted, user=people["编辑"])
    publishing.send_back(article=wanted, user=lawyer, note="请写明依据")
    batches.do(
        token="bulk",
        act="submit",
        words="送审",
        keys=[wanted.pk],
        user=people["编辑"],
        service=publishing.submit,
    )
    publishing.send_back(article=wanted, user=lawyer, note="请写明哪一条")
    head.choose(page="home", title="云澜的律师", description="劳动、家事和合同。")


def _uploads(people):
    """Files of the office that were looked at and wait for a word."""
    from statutes.importing import uploads
    from statutes.models import LawImport
    from tests.statutes.texts import articles, markdown
    from transfer import office
    from transfer.models import ArticleImport

    text = markdown(*articles(3), name="中华人民共和国航标法")
    uploads.take(LawImport(user=people["编辑"]), [("航标法(2021-03-01).md", text.encode())])
    article = "---\ntitle: 加班费怎么算？\n---\n\n按工资计算。\n"
    office.take(ArticleImport(user=people["编辑"]), [("加班费.md", article.encode())])


def _file():
    from django.core.files.uploadedfile import SimpleUploadedFile

    from consult.files.types import check_upload

    data = FILE_TEXT.encode()
    return check_upload(SimpleUploadedFile(FILE_NAME, BytesIO(data).read()))


def _logins(people):
    """Through the pages: a wrong password, a right one, a change with its line in the history."""
    from django.test import Client

    from firm.models import SpecialDay

    client = Client(headers={"host": "127.0.0.1"})
    for password in ("wrong", PASSWORD):
        client.post("/admin/login/", {"username": "admin", "password": password})
    client.post("/consult/thread/", {"action": "code", "code": "1234567812345678"})
    day = SpecialDay.objects.first()
    client.post(f"/admin/firm/specialday/{day.pk}/delete/", {"post": "yes"})


def _without_a_password_yet(people):
    """One new member came in by an invitation, with a passkey; another has not opened theirs."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from tests.website.authenticator import Authenticator
    from tests.website.passkeys import invited_by
    from website.office.second_factor import invitations

    (origin,) = settings.PASSKEY_ORIGINS
    client = Client(headers={"host": urlsplit(origin).netloc})
    new = [get_user_model().objects.create_user(name, is_staff=True) for name in NEW]
    invited_by(client, Authenticator(origin), new[0])
    invitations.make(new[1], people["admin"])


def _left_over(people, article):
    """What waits or has failed on any day, and what is only counted."""
    from django.contrib.redirects.models import Redirect
    from django.utils import timezone

    from articles.models import DailyReads, NeighboursDue, SearchedWords
    from calculators.models import ToolUse
    from consult.models import Availability, ChangedDay, Consultation, MailServer
    from outbox import services
    from outbox.models import Notice
    from statutes.models import PendingRecheck

    today = timezone.localdate()
    Redirect.objects.create(site_id=1, old_path=OLD_ADDRESS, new_path=article.get_absolute_url())
    services.enqueue_mail(kind="trial", recipient="desk@example.com", dedupe_key="failed")
    error = {"attempts": 3, "error": "Connection refused"}
    Notice.objects.filter(dedupe_key="failed").update(**error)
    DailyReads.objects.create(article=article, day=today, number=12)
    SearchedWords.objects.create(words="调岗", day=today, number=4, found=1)
    ToolUse.objects.create(day=today, tool="severance", number=3)
    MailServer.objects.create(host="127.0.0.1", address="desk@example.com", password=PASSWORD)
    ChangedDay.objects.create(day=date(2026, 6, 1))
    lawyer, case, at = people["律师"], Consultation.objects.first(), timezone.now()
    Availability.objects.create(owner=lawyer, hours="周一 9:00-12:00")
    held = case.appointments.create(lawyer=lawyer, way="phone", starts_at=at, ends_at=at)
    held.taken.create(lawyer=lawyer, at=at)
    NeighboursDue.objects.get_or_create(article=article, defaults={"at": timezone.now()})
    PendingRecheck.objects.get_or_create(short_name="民法典")
    _not_finished(people["编辑"], article)


def _not_finished(editor, article):
    """What somebody has typed and not saved, and the file of a form that came back."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from articles.admin import form
    from tests.consult.posting import FORM, good_post

    form.store_unsaved(editor=editor, article=article, page="p", fields={"title": [CHANGED]})
    file = SimpleUploadedFile(FILE_NAME, FILE_TEXT.encode())
    client = Client(headers={"host": "127.0.0.1"})
    client.post(FORM, {**good_post(), "area": "", "files": file})


def empty_tables():
    """Tables in which nothing lies."""
    from django.apps import apps

    models = apps.get_models(include_auto_created=True)
    return sorted(one._meta.db_table for one in models if not one._base_manager.exists())


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    django.setup()
    told = fill() | {"empty": empty_tables()}
    Path(sys.argv[1]).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
