"""As whom the site speaks, and what every template knows of it."""

from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from firm.base import current_site
from firm.base.service_time import week_of
from firm.models import PageKind, SiteSettings
from firm.site import opening_hours, records, service_hours

ALL_SAMPLE = "示例网站：律所、律师和咨询均为虚构，请勿联系。"
PAST = timedelta(days=15)  # a holiday that has begun is told from its first day


class Identity:
    """What every page says of the firm, asked of the database when it is first named."""

    @cached_property
    def settings(self):
        return SiteSettings.load()

    @property
    def sample_notice(self):
        return ALL_SAMPLE if settings.SAMPLE_SITE else ""

    @property
    def own(self):
        return current_site.current()

    @cached_property
    def solo(self):
        """The lawyer whose site this is: an own one, or the only one, if it is called so; or None.

        A firm of which one lawyer has been entered so far is still a firm.
        """
        lawyers, name = records.lawyers(), self.settings.site_name or self.settings.firm_name
        alone = len(lawyers) == 1 and (not name or lawyers[0].name in name)
        return self.own or (lawyers[0] if alone else None)

    @property
    def name(self):  # 林致远律师, or the name of the site
        return self.solo.title if self.solo else self.settings.title

    @property
    def site_title(self):
        if self.own:
            return self.own.title
        own = self.settings.site_name or self.settings.firm_name
        return own or (self.solo.title if self.solo else self.settings.title)

    @property
    def summary(self):
        """What is said of who speaks: on an own site of the lawyer, else of the firm."""
        texts = [self.solo.summary, self.solo.short_bio] if self.solo else []
        texts = texts if self.own else [self.settings.summary, *texts]
        return next(filter(None, texts), "")

    @property
    def initial(self):
        return self.site_title[:1]

    @property
    def phone(self):
        """The hotline as it is shown: the firm's, or the own one of the lawyer who speaks."""
        return self._caller.phone

    @property
    def tel(self):
        return self._caller.tel

    @property
    def _caller(self):
        if self.own and self.own.phone:
            return self.own
        return self.settings if self.settings.phone or not self.solo else self.solo

    @property
    def foot_pages(self):
        return [page for page in records.pages() if page.in_foot]

    @property
    def offices(self):
        return records.offices()

    @cached_property
    def can_ask(self):
        """Whether the consultation form is open; `records.notice_of_this_firm` says when."""
        notice = records.page(kind=PageKind.PRIVACY)
        return notice is not None and records.names(notice.body, self.settings.firm_name)

    @cached_property
    def open_now(self):
        """Whether the firm is at work at this moment, in words; None when nobody can tell."""
        return self.open_at(self.settings.hours)

    def open_at(self, hours):
        week = week_of(hours)
        return week and opening_hours.standing(week, records.special_days(week), _now())

    @cached_property
    def holidays(self):
        week, today = week_of(self.settings.hours), _now().date()
        special = records.special_days(week).items()
        recent = {day: one for day, one in special if day >= today - PAST}
        return opening_hours.coming(week, recent, today)

    @cached_property
    def answer_by(self):
        """By when who asks now has an answer, to the next half hour; None if none is promised."""
        hours = self.settings.reply_promise_hours
        return service_hours.to_half_hour(service_hours.due(_now(), hours)) if hours else None


def _now():
    return timezone.localtime(timezone=timezone.get_default_timezone())


def site(request):
    """`site`: who speaks, asked of the database only when a template names it."""
    return {"site": Identity()}
