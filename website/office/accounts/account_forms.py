"""The form of one's own password."""

from django.contrib.admin.forms import AdminPasswordChangeForm
from django.db import transaction

from website.office.accounts import account_mail


class OwnPasswordForm(AdminPasswordChangeForm):
    """One's own password; the mail about it is written with it."""

    @transaction.atomic
    def save(self, commit=True):
        account = super().save(commit)
        account_mail.tell(account, account_mail.CHANGED, account)
        return account
