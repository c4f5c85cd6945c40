"""The mail server that the office sets."""

from django.db import migrations, models

import consult.crypto.fields

PORTS = [(465, "465（SSL，常用）"), (587, "587（STARTTLS）"), (994, "994（SSL）")]


class Migration(migrations.Migration):
    dependencies = [("consult", "0005_first_answers")]
    operations = [
        migrations.CreateModel(
            "MailServer",
            [
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("host", models.CharField("发信服务器", max_length=253)),
                ("port", models.PositiveSmallIntegerField("端口", choices=PORTS, default=465)),
                ("address", models.EmailField("发信邮箱", max_length=254)),
                ("password", consult.crypto.fields.EncryptedTextField("密码或授权码")),
            ],
            {
                "verbose_name": "发信邮箱",
                "verbose_name_plural": "发信邮箱",
                "default_permissions": (),
            },
        ),
    ]
