"""The desk of the lawyer: a consultation that came in, and the box for the answer."""

ASK = (
    "import secrets; from consult import services; from consult.base.enums import ConsentKind as K;"
    "from firm.models import PracticeArea as A; from firm.site.records import current_notice;"
    "area = A.objects.get(slug='labor'); question = '被拖欠工资 ' + secrets.token_hex(9);"
    "kept, code = services.submit(area=area, question=question,"
    "consents={K.PROCESSING: current_notice()}, token=secrets.token_hex(9));"
    "print(kept.pk, code)"
)


def asked(site):
    """A consultation that comes in now: the address of its desk page, and its code."""
    key, code = site.shell(ASK).split()
    return f"/admin/consult/consultation/{key}/change/", code


NEWEST = "from consult.models import Consultation as C; print(C.objects.latest('received_at').pk)"


def latest_of(site):
    """The desk page of what came last."""
    return f"/admin/consult/consultation/{site.shell(NEWEST).strip()}/change/"


# The half minute in which an answer can be taken back, for who does not want to wait for it.
PASSED = (
    "from consult.models import Message as M; from django.utils import timezone as t;"
    "M.objects.filter(sender='lawyer', visible_at__gt=t.now()).update(visible_at=t.now())"
)


def box(office):
    """Where the answer is written."""
    return office.get_by_label("答复", exact=True)


def insert_canned(office, label="先告知答复时间"):
    """Choose a canned reply and put it in."""
    office.locator("#reply summary", has_text="常用答复").click()
    office.get_by_label("选择常用答复").select_option(label=label)
    office.locator("[data-insert=id_canned]").click()


def panel(office, name):
    """A panel by its heading, unfolded; one that the address names opens by itself."""
    office.wait_for_load_state()
    found = office.locator("details.panel", has=office.get_by_role("heading", name=name))
    if found.get_attribute("open") is None:
        found.locator("summary").first.click()
    return found
