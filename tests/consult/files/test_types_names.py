"""Names of files: shown, but never believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.files.types import accepted_types


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("合同.pdf", "合同.pdf"),
        ("合同", "合同.pdf"),
        ("合同1.2", "合同1.2.pdf"),
        ("合同.PDF", "合同.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\王\\合同.docx", "合同.pdf"),
        ("\u202egnp.exe", "gnp.pdf"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("合 \u3000 同.pdf", "合 同.pdf"),
        ("con.pdf", "_con.pdf"),
        ("NUL", "_NUL.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("...", "附件.pdf"),
        ("", "附件.pdf"),
        (None, "附件.pdf"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_a_name_is_tidied(sent, kept):
    assert accepted_types.stored_name(sent, "pdf") == kept


@given(st.text())
def test_whatever_is_sent_leads_nowhere_and_hides_nothing(sent):
    name = accepted_types.stored_name(sent, "jpeg")
    assert name.endswith(".jpg")
    assert 5 <= len(name) <= 86
    assert not set(name) & set('/\\\x00\r\n\u202e\u200b<>:"|?*')
    assert accepted_types.shown_name(name) == name
