"""What clients of an area are asked for, what is known of a case, and who writes the questions."""

import consult.crypto.fields
import django.db.models.deletion
import uuid
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

RIGHTS = [f"{act}_areafact" for act in ("view", "add", "change", "delete")]
GROUPS = ["咨询主管", "编辑"]


def give(apps, schema_editor=None):
    """Give what is new; posts that a firm has renamed or removed stay as they are."""
    create_permissions(
        installed.get_app_config("consult"), verbosity=0, interactive=False, apps=apps
    )
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    rights = Permission.objects.filter(content_type__app_label="consult", codename__in=RIGHTS)
    for group in Group.objects.filter(name__in=GROUPS):
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0016_mentions"),
        ("firm", "0010_page_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=100, help_text="数字小的排在前面。", verbose_name="排序"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="例如：入职时间。显示在咨询页的“情况”表中，也是常用答复的变量{入职时间}。",
                        max_length=20,
                        verbose_name="名称",
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        help_text="咨询人看到的问法，例如：哪年哪月入职的？留空则显示名称。",
                        max_length=60,
                        verbose_name="问题",
                    ),
                ),
                (
                    "help",
                    models.CharField(
                        blank=True,
                        help_text="显示在问题下面，可不填。",
                        max_length=80,
                        verbose_name="说明",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "文字"),
                            ("choice", "选项"),
                            ("date", "日期"),
                            ("money", "金额"),
                            ("number", "数字"),
                            ("yes_no", "是或否"),
                        ],
                        default="text",
                        help_text="咨询人怎样填写，例如选日期，或者从选项里选一个。",
                        max_length=8,
                        verbose_name="填写方式",
                    ),
                ),
                (
                    "choices",
                    models.TextField(
                        blank=True, help_text="每行一个。", max_length=1000, verbose_name="选项"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="不勾选则不再询问；已经填写的情况不受影响。",
                        verbose_name="启用",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        help_text="下级领域没有自己的问题时，用上级领域的。",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="firm.practicearea",
                        verbose_name="业务领域",
                    ),
                ),
            ],
            options={
                "verbose_name": "咨询问题",
                "verbose_name_plural": "咨询问题",
                "ordering": ["area", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "name"),
                        name="consult_fact_once",
                        violation_error_message="这个领域已有同名的问题。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "choice"), models.Q(("choices", ""), _negated=True)),
                            models.Q(models.Q(("kind", "choice"), _negated=True), ("choices", "")),
                            _connector="OR",
                        ),
                        name="consult_fact_has_choices",
                        violation_error_message="“选项”一种要有选项，其他几种不能有。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", consult.crypto.fields.EncryptedTextField(verbose_name="名称")),
                (
                    "answer",
                    consult.crypto.fields.EncryptedTextField(blank=True, verbose_name="咨询人填写"),
                ),
                (
                    "corrected",
                    consult.crypto.fields.EncryptedTextField(blank=True, verbose_name="本所更正"),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="排序")),
                (
                    "consultation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="consult.consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "情况",
                "verbose_name_plural": "情况",
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "order"),
                        name="consult_fact_place",
                        violation_error_message="这一行已经有了，请刷新页面。",
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="cannedreply",
            name="text",
            field=models.TextField(
                help_text="可用的变量：{称呼}、{领域}、{承诺时间}、{律师}、{电话}，使用时自动填入。"
                "“咨询问题”的名称也可以，例如{入职时间}。",
                max_length=5000,
                verbose_name="内容",
            ),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
