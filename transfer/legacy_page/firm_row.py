"""The firm and the lawyer of an imported page: only empty fields are filled."""

from firm.base import phones
from firm.models import Lawyer, SiteSettings
from transfer.legacy_page import text_cleanup
from transfer.legacy_page.readable_slug import slug_of

EARLIEST = 1979  # the first year that a site's start may have
SPOKEN = "网址名 {} 是按姓名的读音写的，请核对；公开以后不要再改。"
NO_PROMISE = "网站不承诺多久答复；要承诺的，请在网站设置里填写做得到的时间。"
NO_DISCLAIMER = "页脚没有声明；请在网站设置里写明内容不构成法律意见。"


def particulars(page):
    """The fields of the site settings that the page can fill, without the empty ones."""
    owner, footer = page.owner, page.footer
    start = footer.years[0] if footer.years and footer.years[0] >= EARLIEST else None
    values = {
        "firm_name": footer.firm,
        "site_name": owner.site_name[:40],
        "city": owner.city,
        "phone": owner.phone,
        "hours": footer.hours,
        "qq": footer.qq,
        "icp_number": footer.icp,
        "police_number": footer.police,
        "founded_year": start,
    }
    return {name: value for name, value in values.items() if value}


def fill_settings(page, tally):
    """Fills the empty settings."""
    row = SiteSettings.load()
    is_new = row._state.adding
    if fill(row, particulars(page), tally) or is_new:
        row.save()
    tally.count("网站设置", is_new)
    _doubt(row, tally)


def start_settings(page, tally):
    """Makes the row the new firm's: what the page tells, and else nothing at all."""
    row = SiteSettings.load()
    for name, value in particulars(page).items():
        if not getattr(row, name):
            _set(row, name, value)
    row.save()
    tally.count("网站设置", True)
    _doubt(row, tally)


def _doubt(row, tally):
    """What the site does not say because nobody has told it."""
    if row.reply_promise_hours is None:
        tally.doubt("答复承诺", NO_PROMISE)
    if not row.disclaimer:
        tally.doubt("页脚声明", NO_DISCLAIMER)


def fill(row, values, tally):
    """Sets the fields that are empty and notes their names; whether there were any."""
    empty = {name: value for name, value in values.items() if not getattr(row, name)}
    for name, value in empty.items():
        _set(row, name, value)
        if not row._state.adding:
            tally.filled.append(row._meta.get_field(name).verbose_name)
    return bool(empty)


def _set(row, name, value):
    """Sets a field; a telephone number never without its kind."""
    setattr(row, name, value)
    if name == "phone":
        row.phone_kind = phones.kind_of(value)


def place_lawyer(page, tally):
    """The lawyer of that name, made and shown when there is none.

    A number that the page gives for a firm of several is not that lawyer's own.
    """
    owner = page.owner
    lawyer = Lawyer.objects.filter(name=owner.lawyer).first()
    is_new = lawyer is None
    lawyer = lawyer or Lawyer(name=owner.lawyer, slug=slug_of(owner.lawyer), is_published=True)
    phone = "" if page.other_lawyers else owner.hotline
    values = {"phone": phone, "bio": text_cleanup.biography(page.main_article)}
    if fill(lawyer, {name: value for name, value in values.items() if value}, tally) or is_new:
        lawyer.save()
    tally.count("律师", is_new)
    if is_new:
        tally.doubt(lawyer.title, SPOKEN.format(lawyer.slug))
    return lawyer
