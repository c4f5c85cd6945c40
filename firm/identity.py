"""As whom the site speaks: a solo firm as its lawyer, others as the firm."""

from dataclasses import dataclass
from functools import cached_property

from firm import own_site
from firm.models import Lawyer, Page, SiteSettings


@dataclass
class Identity:
    """What every page says of the firm. Costs two queries, made when first asked."""

    @cached_property
    def settings(self):
        """The row of site settings."""
        return SiteSettings.load()

    @property
    def own(self):
        """The lawyer whose own site is asked, else None."""
        return own_site.current()

    @cached_property
    def solo(self):
        """The one published lawyer of a solo firm, or of an own site; else None."""
        if self.own:
            return self.own
        lawyers = list(Lawyer.objects.published()[:2])
        return lawyers[0] if len(lawyers) == 1 else None

    @property
    def name(self):
        """Who speaks: 林致远律师, or the name of the site."""
        return self.solo.title if self.solo else self.settings.title

    @property
    def site_title(self):
        """The name of the site for titles and feeds."""
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
        """The sign that stands for the site where it has no mark of its own."""
        return self.site_title[:1]

    @property
    def phone(self):
        """The hotline as it is shown: the firm's, or the own one of the lawyer who speaks."""
        return self._caller.phone

    @property
    def tel(self):
        """The hotline as a `tel:` address."""
        return self._caller.tel

    @property
    def _caller(self):
        if self.own and self.own.phone:
            return self.own
        if self.settings.phone or not self.solo:
            return self.settings
        return self.solo

    @cached_property
    def foot_pages(self):
        """The standing pages that the foot leads to."""
        return Page.objects.published().filter(in_foot=True).only("title", "slug")
