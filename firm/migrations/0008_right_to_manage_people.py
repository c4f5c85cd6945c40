"""The right to invite colleagues and to look after their accounts. No table changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("firm", "0007_aliases_for_the_search")]
    operations = [
        migrations.AlterModelOptions(
            name="lawyer",
            options={
                "ordering": ["order", "pk"],
                "permissions": [
                    ("change_own_profile", "修改自己的律师资料"),
                    ("manage_people", "管理人员：邀请、停用、重置，分配岗位和领域"),
                ],
                "verbose_name": "律师",
                "verbose_name_plural": "律师",
            },
        ),
    ]
