"""What the office brings in of the law, packs that were applied, and what became of each."""

from django.db import models

from statutes.models.office_import import OfficeImport, OfficeImportFile
from statutes.models.statute import LONGEST_NAME


class LawImport(OfficeImport):
    """One upload, or one pack that the command applied.

    `made` and `signer` tell one pack from another; `words` sum up what became of it, or say why it
    was refused.
    """

    class Kind(models.TextChoices):
        """What was brought."""

        PACK = "pack", "法规包"
        FILES = "files", "法规文件"

    State = OfficeImport.Step

    kind = models.CharField("类型", max_length=8, choices=Kind.choices)
    replace = models.BooleanField("替换已有的条文", default=False)
    made = models.DateTimeField("制作时间", null=True, blank=True)
    signer = models.CharField("签名的公钥", max_length=64, blank=True)
    unchanged = models.PositiveIntegerField("未变", default=0)

    class Meta(OfficeImport.Meta):
        verbose_name = verbose_name_plural = "法规导入"

    def __str__(self):
        return f"{self.get_kind_display()}“{self.name}”"


class LawImportFile(OfficeImportFile):
    """A file of the law that was uploaded."""

    law_import = models.ForeignKey(LawImport, on_delete=models.CASCADE, related_name="files")

    class Meta(OfficeImportFile.Meta):
        verbose_name = verbose_name_plural = "上传的法规文件"


class LawImportLine(models.Model):
    """A line of the report: what becomes, or became, of which statute."""

    class Became(models.TextChoices):
        """What became of a statute; `NOTE` is something to know of a file."""

        NEW = "new", "新增"
        CHANGED = "changed", "更新"
        KEPT = "kept", "保留本所修改"
        REFUSED = "refused", "没有导入"
        NOTE = "note", "注意"

    law_import = models.ForeignKey(LawImport, on_delete=models.CASCADE, related_name="lines")
    became = models.CharField(max_length=8, choices=Became.choices)
    subject = models.CharField(max_length=LONGEST_NAME, blank=True)
    words = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "法规导入的结果"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.subject}：{self.words}" if self.subject else self.words
