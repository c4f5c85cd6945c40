"""How far one has to walk to understand five acts: files entered, changes of room, returns, SQL.

    python bench/walk.py            a table; `--files ACT` lists the files of one act

Each act is done once to warm the process and once more under `sys.setprofile`. A room is a folder;
a change is a call of ours from a file of another room; a return is a change into a room that was
entered before. Middleware and page count, Django, libraries and templates do not.
"""

import argparse
import itertools
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import frame  # noqa: E402  (the path comes first)

ERROR = r'(?s)class="(?:errorlist|error|notice)[^>]*>.{0,300}'
APPS = ("website", "transfer", "consult", "articles", "firm", "statutes", "outbox", "richtext")
OURS = tuple(f"{ROOT / app}/" for app in APPS)


class Walk:
    """Follows the calls of this thread while it is entered."""

    def __init__(self):
        self.files: set[str] = set()
        self.changes = self.returns = 0
        self._rooms: set[str] = set()
        self._place = ""

    def __enter__(self):
        sys.setprofile(self._follow)
        return self

    def __exit__(self, *_):
        sys.setprofile(None)

    def _follow(self, here, event, _):
        path = here.f_code.co_filename
        if event != "call" or not path.startswith(OURS) or here.f_code.co_name == "<module>":
            return
        self.files.add(path)
        room = path.rpartition("/")[0]
        if room != self._place:
            self.changes += bool(self._place)
            self.returns += room in self._rooms
            self._rooms.add(room)
            self._place = room


def measured(prepare: Callable[[], Callable[[], object]]) -> tuple[Walk, int]:
    """The walk and the statements of an act; `prepare` makes what it needs and gives the act."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    prepare()()
    act = prepare()
    with CaptureQueriesContext(connection) as queries, Walk() as walk:
        act()
    return walk, len(queries)


def acts() -> dict[str, Callable[[], Callable[[], object]]]:
    """The five acts by their names."""
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from consult import services
    from statutes.services import recheck, table
    from tests import factories
    from tests.articles.admin.test_article import PUBLISHER, send
    from tests.consult import desk_pages, posting, publication_page, publishing
    from tests.statutes import sample_law

    factories.make_settings()
    area = factories.make_area()
    number, body = itertools.count(), "<p>依据《合同法》第五十二条，合同无效。</p>"
    sample_law.contract_law()
    desk = Client()
    answering = publication_page.signed_in(desk)
    office = Client()
    office.force_login(factories.make_staff(*PUBLISHER))

    def random():
        return f"{next(number):032}"

    def expect(answer, *statuses):
        if answer.status_code not in statuses:
            raise RuntimeError(f"{answer.status_code}: {re.findall(ERROR, answer.text)}")

    def post():
        fields = posting.good_post(
            area=area.pk, token=posting.token(random=random()), opponent="晴川公司"
        )
        return lambda: expect(Client().post(posting.FORM, fields), 302)

    def reply():
        case = factories.make_submitted(token=random())[0]
        fields = {"text": "可以申请劳动仲裁。", "token": posting.reply_token(case, random())}
        address = desk_pages.page_of(case)
        return lambda: expect(desk.post(address, {"action": "reply", **fields}), 302)

    def publish():
        article = factories.make_article(state="draft", body=body)
        changed = f"<p>第{next(number)}次。</p>{body}"
        return lambda: expect(send(office, article, "_publish", body=changed), 302)

    def repeal():
        name = f"示范法{next(number)}"
        law = sample_law.version(name, article_count=9)
        for _ in range(3):
            factories.make_article(body=f"<p>《{name}》第三条说得很清楚。</p>")
        law.effective_to, law.status = timezone.localdate() - timedelta(days=1), "repealed"

        def done():
            table.save_statute(statute=law)
            recheck.Resumable(recheck.steps)()

        return done

    def make():
        case = publishing.make_answered(answering)[0]
        publishing.make_asked(case, answering, title=f"第{next(number)}个问题怎么办？")
        services.judge_article(
            consultation=case, asked_at=case.publications.get().asked_at, verdict="agreed"
        )
        address = reverse("admin:consult_consultation_article", args=[case.pk])
        return lambda: expect(desk.post(address, {"action": "make"}), 302)

    return {"post": post, "reply": reply, "publish": publish, "repeal": repeal, "article": make}


def main(arguments):
    """Print the table."""
    reader = argparse.ArgumentParser(description="一个动作要走过多少文件。")
    reader.add_argument("--files", metavar="ACT", help="列出一个动作经过的文件")
    chosen = reader.parse_args(arguments).files
    print(f"{'':10}{'files':>7}{'changes':>9}{'returns':>9}{'SQL':>6}")
    with frame.database(), tempfile.TemporaryDirectory(prefix="antou-bench-") as folder:
        from django.test import override_settings
        from django.test.utils import setup_test_environment

        from tests.sample import storages

        setup_test_environment()
        with override_settings(STORAGES=storages(Path(folder))):
            show(chosen)


def show(chosen):
    """The lines of the table, or that of the act that is chosen, and its files."""
    for name, prepare in acts().items():
        if chosen and name != chosen:
            continue
        walk, statements = measured(prepare)
        line = (len(walk.files), walk.changes, walk.returns, statements)
        print("{:10}{:>7}{:>9}{:>9}{:>6}".format(name, *line))
        if chosen:
            print("\n".join(sorted(str(Path(one).relative_to(ROOT)) for one in walk.files)))


if __name__ == "__main__":
    main(sys.argv[1:])
