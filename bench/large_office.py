"""A large office for benchmarks: articles that cite the law, consultations, old addresses, notices.

What clients said is sealed as the site seals it; of the law that is cited most a newer version has
come, and one that is cited less is repealed, so that there is much to review.
"""

import io
import secrets
from collections import Counter
from datetime import timedelta
from importlib import import_module
from itertools import count, islice

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.contrib.redirects.models import Redirect
from django.core.management import call_command
from django.utils import timezone

from articles.models import Citation
from bench import search
from consult.base.enums import Conflict, ConsentKind, EventKind, Sender, State, states_in
from consult.base.enums import Group as Standing
from consult.conflicts import name_key, phone_index
from consult.crypto import keys
from consult.models import Consent, Consultation, Event, Message
from firm.models import Lawyer, Page, PageKind, PracticeArea, SiteSettings
from firm.site.services import current_notice, save_page
from outbox.models import Notice
from statutes.base.enums import Level, Reason
from statutes.models import Statute

AT_A_TIME = 500
POSTS = {"manager": "咨询主管", "lawyer": "律师", "editor": "编辑", "assistant": "助理"}
STATES = [State.NEW, State.WAITING_LAWYER, *[State.ANSWERED] * 3, *[State.CLOSED] * 12]
STATES += [State.QUARANTINED, State.ERASED, State.ERASED]
SURNAMES, PLACES = "赵钱孙李周吴郑王冯陈", ["云澜", "临江", "海宁", "青川"]
QUESTION = "公司从六月起没有发工资，我有考勤记录和聊天记录，但是没有签劳动合同。" * 6
ANSWER = "可以先向劳动监察部门投诉，也可以直接申请劳动仲裁，请保存好考勤记录。" * 4


def fill(size):
    """A firm with so many articles, warnings about a law that moved, consultations, notices."""
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_statutes", stdout=io.StringIO())
    SiteSettings.objects.update_or_create(pk=1, defaults={"firm_name": "青石律师事务所"})
    search.fill(size)
    _cite()
    people = _people()
    notice = _notice()
    made = (_consultation(number, people, _areas()) for number in count())
    for _ in range(0, size, AT_A_TIME):
        _store(list(islice(made, min(AT_A_TIME, size))), notice, people)
    _ledger(size)


def _cite():
    """Citations know their versions; the law that is cited most was revised, one is repealed."""
    cited = Counter(Citation.objects.order_by().values_list("short_name", flat=True))
    for name in cited:
        version = Statute.objects.filter(short_name=name).order_by("-effective_from").first()
        Citation.objects.filter(short_name=name).update(statute=version)
    names = [name for name, _ in cited.most_common(4)]
    for name, level, reason in (
        (names[0], Level.AMBER, Reason.REVISED),
        (names[-1], Level.RED, Reason.REPEALED),
    ):
        Citation.objects.filter(short_name=name).update(
            level=level,
            reason=reason,
            words=f"《{name}》有变化，请核对。",
            fingerprint=f"{reason}:{name}",
            found_on=timezone.localdate(),
        )


def _people():
    """The roles, and three more lawyers; each lawyer works in two areas."""
    import_module("consult.migrations.0002_groups").make(apps)
    lawyers = list(Lawyer.objects.order_by("pk"))
    names = [*POSTS, "lawyer2", "lawyer3", "lawyer4"]
    people = {name: User.objects.create(username=name, is_staff=True) for name in names}
    for name, user in people.items():
        user.groups.add(Group.objects.get(name=POSTS.get(name, POSTS["lawyer"])))
    able = [user for name, user in people.items() if name.startswith("lawyer")]
    areas = _areas()
    for place, (user, lawyer) in enumerate(zip(able, lawyers, strict=False)):
        lawyer.user = user
        lawyer.save()
        lawyer.areas.set([areas[place % len(areas)], areas[(place + 1) % len(areas)]])
    return able


def _areas():
    return list(PracticeArea.objects.order_by("pk"))


def _notice():
    body = "<p>个人信息处理者是青石律师事务所。</p>"
    save_page(page=Page(title="隐私告知", slug="privacy", kind=PageKind.PRIVACY, body=body))
    return current_notice()


def _consultation(number, people, areas):
    state = STATES[number % len(STATES)]
    received = timezone.now() - timedelta(minutes=25 * number)
    closed = received + timedelta(days=9) if state in states_in(Standing.CLOSED) else None
    erased = received + timedelta(days=9) if state == State.ERASED else None
    name, phone = f"{SURNAMES[number % 10]}某{number}", f"139{number:08}"
    told = {} if erased else _told(name, phone)
    return Consultation(
        code_hash=f"k:{secrets.token_hex(32)}",
        submission=f"k:{secrets.token_hex(32)}",
        area=areas[number % 7 % len(areas)],
        state=state,
        **told,
        assignee=None if number % 9 == 0 else people[number % len(people)],
        received_at=received,
        promised_at=received + timedelta(hours=48),
        answered_at=received + timedelta(hours=20) if state in {State.ANSWERED} or closed else None,
        closed_at=closed or erased,
        erased_at=erased,
        purge_on=(closed or erased) and timezone.localdate() + timedelta(days=400),
        limitation_on=timezone.localdate() + timedelta(days=number % 900),
        follow_up_on=None if number % 20 or erased else timezone.localdate(received),
        conflict=Conflict.SEALED if number % 97 == 0 else Conflict.CLEAR,
    )


def _told(name, phone):
    return {
        "name": name,
        "phone": phone,
        "email": f"{phone}@example.com",
        "city": PLACES[len(name) % 4],
        "opponent": "某某有限公司",
        "name_index": name_key.index_of(name),
        "phone_index": phone_index.index_of(phone),
        "opponent_index": name_key.index_of("某某有限公司"),
    }


def _store(batch, notice, people):
    """Consultations with a question, an answer and a further question, sealed."""
    keys.ready()  # remembered for the batch, else each value asks the register
    Consultation.objects.bulk_create(batch)
    full = [one for one in batch if one.state != State.ERASED]
    Message.objects.bulk_create(words for one in full for words in _messages(one))
    Consent.objects.bulk_create(
        Consent(
            consultation=one, kind=ConsentKind.PROCESSING, notice=notice, given_at=one.received_at
        )
        for one in batch
    )
    kinds = [EventKind.RECEIVED, EventKind.ASSIGNED, EventKind.OPENED, EventKind.REPLIED]
    Event.objects.bulk_create(
        Event(consultation=one, kind=kind, actor=people[0], at=one.received_at)
        for one in batch
        for kind in kinds
    )


def _messages(consultation):
    said = [(Sender.CLIENT, QUESTION)]
    if consultation.answered_at:
        said += [(Sender.LAWYER, ANSWER), (Sender.CLIENT, QUESTION)]
    for hours, (sender, text) in enumerate(said):
        at = consultation.received_at + timedelta(hours=hours)
        yield Message(
            consultation=consultation,
            sender=sender,
            text=text,
            sent_at=at,
            visible_at=at,
            seen_at=None if hours == len(said) - 1 else at,
            submission=f"k:{secrets.token_hex(32)}",
        )


def _ledger(size):
    """As many notices that went out, and old addresses."""
    now = timezone.now()
    Notice.objects.bulk_create(
        (
            Notice(
                kind="consult_new",
                channel="mail",
                recipient="a@example.com",
                payload={},
                dedupe_key=f"bench:{number}",
                sent_at=now,
            )
            for number in range(size)
        ),
        AT_A_TIME,
    )
    Redirect.objects.bulk_create(
        (
            Redirect(site_id=1, old_path=f"/news/{number}.html", new_path=f"/articles/{number}/")
            for number in range(size)
        ),
        AT_A_TIME,
    )
