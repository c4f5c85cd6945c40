"""The telephone that a firm, a lawyer and an office each publish."""

from django.core.exceptions import ValidationError
from django.db import models

from firm.base import phones


class PhoneContact(models.Model):
    """One published telephone number and what kind it is."""

    phone = models.CharField(
        "电话", max_length=30, blank=True, help_text="例如：025-12345678。网页上点号码即可拨打。"
    )
    phone_kind = models.CharField(
        "号码类型",
        max_length=10,
        choices=phones.PhoneKind.choices,
        default=phones.PhoneKind.LANDLINE,
        help_text="按号码选：座机带区号，手机是11位，服务热线是400、800或者95开头。",
    )

    class Meta:
        abstract = True

    @property
    def tel(self):
        """The address of the `tel:` link, empty without a number."""
        return phones.tel_uri(self.phone) if self.phone else ""

    def clean(self):
        super().clean()
        self.phone = phones.tidy(self.phone)
        if self.phone:
            self.phone_kind = self._kind_told()

    def _kind_told(self):
        """What kind the number itself says it is; nobody is asked to choose it."""
        try:
            return phones.known_kind(self.phone)
        except ValidationError as error:
            raise ValidationError({"phone": error}) from error
