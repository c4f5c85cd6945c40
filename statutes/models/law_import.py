"""Texts of the law that the office uploads, and what became of them."""

from django.db import models

from statutes.models.office_import import OfficeImport, OfficeImportFile


class LawImport(OfficeImport):
    """One upload; `words` sum up what became of it, or say why it was refused."""

    State = OfficeImport.Step

    replace = models.BooleanField("替换已有的条文", default=False)

    class Meta(OfficeImport.Meta):
        verbose_name = verbose_name_plural = "法规导入"

    def __str__(self):
        return f"法规文件“{self.name}”"


class LawImportFile(OfficeImportFile):
    """A file of the law that was uploaded."""

    law_import = models.ForeignKey(LawImport, on_delete=models.CASCADE, related_name="files")

    class Meta(OfficeImportFile.Meta):
        verbose_name = verbose_name_plural = "上传的法规文件"


class LawImportLine(models.Model):
    """A line of the report: what is not imported and why, or something to know of a text."""

    class Became(models.TextChoices):
        """What needs attention stands first."""

        REFUSED = "refused", "没有导入"
        NOTE = "note", "注意"

    law_import = models.ForeignKey(LawImport, on_delete=models.CASCADE, related_name="lines")
    became = models.CharField(max_length=8, choices=Became.choices)
    words = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "法规导入的结果"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.words
