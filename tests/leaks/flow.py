"""Everything that clients and the office do with a consultation, with marked words in it."""

import logging
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import lifecycle
from consult.base import tokens
from consult.models import Attachment, Consultation, Message
from consult.services import jobs, print_of
from firm.models import Batch
from outbox import services as outbox
from outbox.models import Notice
from tests.consult.posting import FORM, RECEIPT, THREAD, code_of, enter, good_post, token
from tests.consult.registering import DONE, REGISTER, call
from tests.factories import make_area, make_canned, make_settings, make_superuser
from tests.leaks.words import PERSON, WORDS

INBOX = "/admin/consult/consultation/"
PARTIES = "/admin/consult/knownparty/"


def a_file(name, content):
    """An upload that is too large to be kept in memory."""
    return SimpleUploadedFile(name, (content * 4000).encode())


class Flow:
    """Runs once; keeps what every response told beside its page, and what was logged."""

    def __init__(self, caplog, letters):
        self.client, self.office, self.wall = Client(), Client(), Client(enforce_csrf_checks=True)
        self.told, self.statuses, self.letters = [], [], letters
        make_settings(notify_email="office@example.com")
        self.area = make_area(sensitive=True, sensitive_reason="会涉及犯罪记录。")
        self.boss = make_superuser(email="boss@example.com", username="boss")
        name = {"last_name": "沈", "first_name": "若宁"}
        self.helper = make_superuser(email="shen@example.com", username="shen", **name)
        self.office.force_login(self.boss)
        with caplog.at_level(logging.DEBUG):
            self.run()
        self.logged = logged(caplog)

    def note(self, response):
        """Keep status, headers, cookies and address of a response; read all of a streamed one."""
        self.statuses.append(response.status_code)
        self.told.append(f"{response.request['PATH_INFO']}?{response.request['QUERY_STRING']}")
        # The name of a file is for whoever may download it, and for nobody else.
        headers = {name: value for name, value in response.items() if "Disposition" not in name}
        self.told.append(f"{headers} {response.cookies}")
        if response.streaming:
            response.body = b"".join(response)
        return response

    def run(self):
        """The whole story, bad posts included."""
        self.parties()
        self.ask()
        self.answer()
        self.many()
        self.follow_up()
        self.conflict()
        self.erased()
        self.calls()
        self.look_around()
        Notice.objects.update(due_at=timezone.now())
        outbox.deliver_due()

    def parties(self):
        """Known parties by hand and by a list, and looked for."""
        fields = {"name": WORDS["party"], "former_names": WORDS["former"], "role": "client"}
        fields["verified"] = "on"
        self.note(self.office.post(f"{PARTIES}add/", {**fields, "matter": WORDS["matter"]}))
        lines = f"名称,曾用名,身份,事项\n{WORDS['searched']}厂,,委托人,{WORDS['matter']}\n"
        file = SimpleUploadedFile("list.csv", lines.encode())
        preview = self.note(self.office.post(f"{PARTIES}import/", {"file": file}))
        sealed = preview.context["sealed"]
        self.note(self.office.post(f"{PARTIES}import/", {"sealed": sealed}))
        self.note(self.office.post(f"{PARTIES}search/", {"name": WORDS["party"]}))
        self.note(self.office.get(PARTIES))

    def ask(self):
        """One good post, and four that are refused or doubted."""
        post = good_post(area=self.area.pk, sensitive_consent="on", **PERSON)
        waits = {"files": a_file(WORDS["file"], WORDS["inside"]), "token": token(random="1" * 32)}
        self.note(
            self.client.post(FORM, {**post, **waits, "area": "", "question": WORDS["unsent"]})
        )
        self.note(self.wall.post(FORM, post))
        odd = {"website": WORDS["unsent"], "token": token(random="0" * 32)}
        odd["question"] = f"{WORDS['unsent']}，以及一段机器写的广告"
        self.note(self.client.post(FORM, {**post, **odd}))
        bad = SimpleUploadedFile(WORDS["file"] + ".exe", WORDS["inside"].encode())
        self.note(self.client.post(FORM, {**post, "files": bad}))
        good = a_file(WORDS["file"], WORDS["inside"])
        self.note(self.client.post(FORM, {**post, "files": good}))
        self.code = code_of(self.client)
        self.note(self.client.get(RECEIPT))
        self.note(self.client.post("/consult/received/articles/"))
        self.note(self.client.post("/consult/suggest/", {"question": WORDS["question"]}))
        self.case = Consultation.objects.get(state="new")
        self.page = f"{INBOX}{self.case.pk}/change/"
        self.note(enter(self.client, "暗记" + self.code[:15]))
        self.note(enter(self.client, "暗记" + self.code))
        waits = {"files": a_file(WORDS["file"], WORDS["inside"]), "token": token(random="3" * 32)}
        self.say("message", text="字", **waits)
        stale = {"action": "message", "text": WORDS["unsent"], "token": token()}
        self.note(self.wall.post(THREAD, stale))
        self.say("message", text=WORDS["client"])
        self.say(WORDS["unsent"], text=WORDS["unsent"])

    def say(self, action, **fields):
        self.note(self.client.post(THREAD, {"action": action, "token": token(), **fields}))

    def act(self, action, **fields):
        opened = tokens.issue_reply_token(self.case, timezone.now())
        fields = {"action": action, "token": opened, **fields}
        return self.note(self.office.post(self.page, fields))

    def answer(self):
        """Draft, canned reply, note, a reply with a file, one that is taken back, odd posts."""
        canned = make_canned(title="问候", text="{称呼}您好，我们看过了。")
        self.note(self.office.post(f"{INBOX}{self.case.pk}/draft/", {"text": WORDS["draft"]}))
        self.act("draft", text=WORDS["draft"])
        self.act("canned", text=WORDS["draft"], canned=canned.pk)
        self.act("save", note=WORDS["note"], token=token())
        for hit in self.case.conflict_hits.all():  # 暗记戊公司, 暗记辰公司: one character
            self.act("hit_other", hit=hit.pk, reason=WORDS["reason"])
        self.act("reply", text=WORDS["taken_back"])
        gone = Message.objects.filter(sender="lawyer").get()
        self.act("withdraw", message=gone.pk)
        file = a_file(WORDS["answer_file"], WORDS["inside"])
        self.act("reply", text=WORDS["reply"], files=file)
        self.act("draft", text=WORDS["draft"])
        self.lost_posts()
        self.act("odd", text=WORDS["unsent"])
        for action in ("close", "reopen", "hold", "unhold"):
            self.act(action)
        self.act("save", limitation_on="2027-03-01")
        self.act("save", on=str(timezone.localdate()), why=WORDS["follow_up"])
        self.act("save", on="1999-01-01", why=WORDS["follow_up"])
        self.act("save", note=f"@沈若宁 {WORDS['note']} @暗记乙", token=token())
        self.act("save", outcome="not_engaged", reason="fees")
        self.act("save", source="introduction")
        jobs.bring_back()
        self.act("export")
        passed = {"handing_note": WORDS["handed"], "seen": self.boss.pk, "stays": "on"}
        self.act("hand_over", to=self.helper.pk, **passed, token=token())
        self.act("hand_over", to=self.helper.pk, **passed, token=token())
        Message.objects.update(visible_at=timezone.now() - timedelta(seconds=1))

    def many(self):
        """A day to come back for what is ticked in the list: refused, done, seen, taken back."""
        ticked = {"act": "follow_up", "chosen": self.case.pk, "why": WORDS["note"]}
        self.note(self.office.post(f"{INBOX}bulk/", ticked))
        self.note(self.office.post(f"{INBOX}bulk/", {**ticked, "on": "x", "confirmed": "on"}))
        self.note(Client().post(f"{INBOX}bulk/", ticked))
        on = timezone.localdate().isoformat()
        self.note(self.office.post(f"{INBOX}bulk/", {**ticked, "on": on, "confirmed": "on"}))
        self.note(self.office.get(f"{INBOX}?work=all"))
        batch = Batch.objects.get(kind="desk")
        self.note(self.office.post(f"{INBOX}bulk/{batch.pk}/take-back/"))
        self.note(self.office.post(f"{INBOX}bulk/", {**ticked, "on": on, "confirmed": "on"}))

    def lost_posts(self):
        """A reply that is not sent with its file, one without a token, one after the session."""
        self.act("reply", text="字", files=a_file(WORDS["answer_file"], WORDS["inside"]))
        written = {"action": "reply", "text": WORDS["unsent"], "note": WORDS["note"]}
        self.note(self.wall.post(self.page, written))
        self.note(self.wall.post(self.page, written, headers={"Origin": "https://evil.example"}))
        self.note(Client().post(self.page, written))
        self.note(self.office.get("/admin/token/"))

    def follow_up(self):
        """The client reads, downloads everything and one file, stops the mail."""
        self.note(self.client.get(THREAD))
        for attachment in Attachment.objects.all():
            self.note(self.client.get(reverse("consult:file", args=[attachment.pk])))
            self.note(self.office.get(f"{INBOX}{self.case.pk}/files/{attachment.pk}/"))
        self.copy = self.note(self.client.post("/consult/thread/copy/"))

    def conflict(self):
        """A second client names a known party; somebody decides with a reason."""
        other = good_post(
            area=self.area.pk,
            sensitive_consent="on",
            question=f"{WORDS['unsent']}，另一件完全不同的事情，租来的房子漏水了",
            opponent=WORDS["former"],
            token=token(random="1" * 32),
        )
        self.note(Client(REMOTE_ADDR="198.51.100.9").post(FORM, other))
        self.sealed = Consultation.objects.get(conflict="sealed")
        review = f"{INBOX}{self.sealed.pk}/conflict/"
        self.note(self.office.get(review))
        self.note(self.office.get(f"{INBOX}{self.sealed.pk}/conflict-record/"))
        decision = {"decision": "allowed", "reason": WORDS["reason"]}
        self.note(self.office.post(review, decision))

    def erased(self):
        """A third client erases it all; an old database brings it back, and it goes again."""
        gone = good_post(area=self.area.pk, sensitive_consent="on", token=token(random="2" * 32))
        client = Client(REMOTE_ADDR="198.51.100.10")
        self.note(client.post(FORM, {**gone, "question": f"{WORDS['unsent']}，已经删除的事情"}))
        self.note(enter(client, code_of(client)))
        self.note(client.post(reverse("consult:erase"), {"sure": "on"}))
        old = Consultation.objects.get(state="erased")
        old.state, old.city = "new", WORDS["city"]
        old.erased_at = old.closed_at = old.purge_on = None
        old.save()
        lifecycle.settle()

    def calls(self):
        """A call that is looked up, refused, lost, registered, sealed, gone on with, put right."""
        person = {name: WORDS[name] for name in ("name", "phone", "opponent")}
        told = {"question": WORDS["call"], "answer": WORDS["told"], **person}
        told |= {"area": self.area.pk, "sensitive_consent": "on"}
        self.note(self.office.post(REGISTER, call(**told, look="1")))
        self.note(self.office.post(REGISTER, call(**{**told, "area": "0"})))
        self.note(self.wall.post(REGISTER, call(**told)))
        self.note(Client().post(REGISTER, call(**told)))
        self.note(self.office.post(REGISTER, call(**told, token=token(random="4" * 32))))
        self.note(self.office.get(DONE))
        rang = Consultation.objects.get(source="phone")
        seals = {**told, "opponent": WORDS["former"], "token": token(random="5" * 32)}
        self.note(self.office.post(REGISTER, call(**seals, again="1")))
        self.note(self.office.get(REGISTER))
        self.note(self.office.post(REGISTER, call(**told, go_on=rang.pk)))
        self.note(self.office.post(REGISTER, call(**told, go_on=self.case.pk)))
        page = f"{INBOX}{rang.pk}/change/"
        put_right = {"action": "save", "name": WORDS["corrected"], "area": self.area.pk}
        self.note(self.office.post(page, {**put_right, "seen": ""}))
        self.note(self.office.post(page, {**put_right, "seen": print_of(rang)[0]}))
        self.note(Client().post(page, put_right))

    def look_around(self):
        """Every list of the desk, and the search by name and by number."""
        for typed in (WORDS["name"], WORDS["phone"], WORDS["searched"]):
            for field in ("name", "phone"):
                self.note(self.office.post(f"{INBOX}search/", {field: typed}))
        for address in (INBOX, self.page, f"{INBOX}?work=all", f"{INBOX}?q={'0' * 8}", "/admin/"):
            self.note(self.office.get(address))
        for address in ("/admin/outbox/notice/", "/readyz", "/metrics", "/search/?q=工资"):
            self.note(self.office.get(address))


def logged(caplog):
    """All log records, with their arguments and tracebacks, as a handler would print them."""
    form = logging.Formatter()
    # `mail.log` and asyncio are the mail server of the test, which of course reads its letters.
    ours = [one for one in caplog.records if one.name not in {"mail.log", "asyncio"}]
    return "\n".join(f"{form.format(record)} {record.args}" for record in ours)
