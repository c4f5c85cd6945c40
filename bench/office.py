"""The office of a large firm: 20,000 articles, as many consultations, old addresses and notices.

    BENCH_ARTICLES=2000 python bench/run.py office      smaller, to see what grows

Each page is asked by those who use it. The limit is for the processor, which a busy machine does
not change; on PostgreSQL that is this process alone, so the clock stands beside it.
"""

import io
import secrets
import statistics
from collections import Counter
from datetime import timedelta
from importlib import import_module
from itertools import count, islice

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.contrib.redirects.models import Redirect
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Citation
from bench import search
from bench.frame import Figure, sizes, spent
from consult.base.enums import Conflict, ConsentKind, EventKind, Sender, State, states_in
from consult.base.enums import Group as Standing
from consult.conflicts import name_key, phone_index
from consult.crypto import keys
from consult.models import Consent, Consultation, Event, Message
from firm.base.kept import Versions
from firm.models import Lawyer, Page, PageKind, PracticeArea, SiteSettings
from firm.site.services import current_notice, save_page
from outbox.models import Notice
from statutes.base.enums import Level, Reason
from statutes.models import Statute

NUMBER = max(sizes(20_000))
AT_A_TIME, TIMES = 500, 5
MOST, MOST_AT_START = 150, 15  # milliseconds of the processor; queries
AS_READ = Versions(1, 1, 1)  # as the gateway reads them before each request
POSTS = {"manager": "咨询主管", "lawyer": "律师", "editor": "编辑", "assistant": "助理"}
STATES = [State.NEW, State.WAITING_LAWYER, *[State.ANSWERED] * 3, *[State.CLOSED] * 12]
STATES += [State.QUARANTINED, State.ERASED, State.ERASED]
SURNAMES, PLACES = "赵钱孙李周吴郑王冯陈", ["云澜", "临江", "海宁", "青川"]
QUESTION = "公司从六月起没有发工资，我有考勤记录和聊天记录，但是没有签劳动合同。" * 6
ANSWER = "可以先向劳动监察部门投诉，也可以直接申请劳动仲裁，请保存好考勤记录。" * 4
ARTICLES, INBOX = "/admin/articles/article/", "/admin/consult/consultation/"
LAW, OLD, STATUTES = "/admin/law-review/", "/admin/redirects/redirect/", "/admin/statutes/statute/"
# Who asks, what it is called, its address.
PAGES = [
    ("editor", "文章", ARTICLES),
    ("editor", "文章，最后一页", ARTICLES + "?p={last}"),
    (
        "editor",
        "文章，按领域和作者",
        ARTICLES + "?area__id__exact={area}&author__id__exact={author}",
    ),
    ("editor", "文章，已发布", ARTICLES + "?stage=public"),
    ("editor", "文章，法规引用待复核", ARTICLES + "?law=open"),
    ("editor", "文章，法规引用没有提示", ARTICLES + "?law=clear"),
    ("editor", "文章，待核对", ARTICLES + "?check=waiting"),
    ("editor", "文章，没有引用法规", ARTICLES + "?check=no-law"),
    ("editor", "文章，搜索常见的字", ARTICLES + "?q=怎么办"),
    ("editor", "文章，搜索不到", ARTICLES + "?q=没有这样的标题"),
    ("editor", "文章，按标题", ARTICLES + "?o=1"),
    ("editor", "文章，一篇", ARTICLES + "{article}/change/"),
    ("editor", "文章体检", ARTICLES + "checks/"),
    ("editor", "文章体检，从中间", ARTICLES + "checks/?before={article}"),
    ("editor", "文章体检，只看违反规定的", ARTICLES + "checks/?severity=red"),
    ("manager", "待复核", LAW),
    ("manager", "待复核，第20页", LAW + "?page=20"),
    ("manager", "待复核，需要改正", LAW + "?level=red"),
    ("manager", "待复核，一部法规", LAW + "?law={law}"),
    ("manager", "复核记录", LAW + "history/"),
    *(
        (role, what, INBOX + query)
        for role in ("manager", "lawyer")
        for what, query in [
            ("咨询", ""),
            ("咨询，全部", "?work=all"),
            ("咨询，全部，第30页", "?work=all&p=30"),
            ("咨询，我负责的", "?who=me&work=all"),
            ("咨询，按领域", "?work=all&area={area}"),
            ("咨询，待甄别", "?work=quarantined"),
            ("咨询，按收到时间", "?work=all&o=5"),
        ]
    ),
    ("manager", "咨询，全部，最后一页", INBOX + "?work=all&p={last}"),
    ("manager", "咨询，一条", INBOX + "{opened}/change/"),
    ("manager", "法规", STATUTES),
    ("manager", "法规，搜索", STATUTES + "?q=民法"),
    ("editor", "旧网址", OLD),
    ("editor", "旧网址，最后一页", OLD + "?p={half}"),
    ("editor", "旧网址，搜索", OLD + "?q=123"),
    ("manager", "通知", "/admin/outbox/notice/"),
]


def measure():
    """Milliseconds of the processor for each page, and the queries of the start page."""
    fill(NUMBER)
    for role in POSTS:
        yield from _start(role)
    for role, what, address in pages():
        wall, cpu, queries = _asked(_browser(role), address)
        yield Figure(f"{what}（{role}，{queries}次查询，{wall:.0f} ms）", cpu, "ms", MOST)


def pages():
    """The pages of PAGES with what is in the database in their addresses."""
    known = {
        "last": max(NUMBER // 50, 1),
        "half": max(NUMBER // 100, 1),
        "area": PracticeArea.objects.order_by("pk").first().pk,
        "author": Lawyer.objects.order_by("pk").first().pk,
        "article": Article.objects.order_by("pk")[NUMBER // 2].pk,
        "law": Citation.objects.open().order_by("pk").first().short_name,
        "opened": Consultation.objects.filter(state=State.ANSWERED).order_by("pk").first().pk,
    }
    return [(role, what, address.format(**known)) for role, what, address in PAGES]


def _start(role):
    wall, cpu, queries = _asked(_browser(role), "/admin/")
    yield Figure(f"工作台（{role}，{wall:.0f} ms）", cpu, "ms", MOST)
    yield Figure(f"工作台（{role}）", queries, "次查询", MOST_AT_START)


def _browser(role):
    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(username=role))
    return browser


def _asked(browser, address):
    """Median clock and processor time of a page in milliseconds, and its queries."""
    _get(browser, address)
    with CaptureQueriesContext(connection) as asked:
        _get(browser, address)
    queries = len(asked)  # now: the next request forgets them
    wall, cpu = zip(*(spent(lambda: _get(browser, address)) for _ in range(TIMES)), strict=True)
    return statistics.median(wall), statistics.median(cpu), queries


def _get(browser, address):
    status = browser.get(address, **{"antou.versions": AS_READ}).status_code
    if status != 200:
        raise AssertionError(f"{address}: {status}")


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
