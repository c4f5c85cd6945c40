"""Word and Excel files: whole, without macros, without bombs, nothing but what they seem."""

import struct
import tracemalloc
import zipfile
from io import BytesIO

import pytest

from consult.files.types import FileTypeError, check_upload, documents
from tests.consult import sample_files
from tests.firm.pictures import SCRIPT


def refusal(data, name="合同.docx"):
    with pytest.raises(FileTypeError) as caught:
        check_upload(sample_files.upload(data, name))
    return str(caught.value)


def patched(data, before, after):
    assert before in data
    return data.replace(before, after)


def lying(data, name, size):
    """The central directory tells another size of a member than there is."""
    at = data.rfind(name)
    place = at - 46 + 24
    return data[:place] + struct.pack("<I", size) + data[place + 4 :]


MACRO = '<Override PartName="/a" ContentType="application/vnd.ms-office.vbaProject"/>'
ENABLED = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'


@pytest.mark.parametrize(
    "data",
    [
        sample_files.office(extra={"word/vbaProject.bin": b"x"}),
        sample_files.office(extra={"word/VBAPROJECT.BIN": b"x"}),
        sample_files.office("xlsx", extra={"xl/macrosheets/sheet1.xml": b"x"}),
        sample_files.office(types=MACRO),
        sample_files.office(types=ENABLED),
    ],
)
def test_macros_are_refused(data):
    assert documents.WITH_MACROS in refusal(data)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.xml",
        "/etc/passwd",
        "word/../../evil",
        "word\\evil.xml",
        "C:evil",
        "a\x01b",
        "WORD/document.XML",
    ],
)
def test_odd_member_names_are_refused(name):
    assert documents.BROKEN in refusal(sample_files.office(extra={name: b"x"}))


@pytest.mark.parametrize(
    ("part", "why"),
    [("_rels/.rels", documents.BROKEN), ("word/document.xml", documents.NOT_OFFICE)],
)
def test_missing_parts_are_refused(part, why):
    assert why in refusal(sample_files.office(without=[part]))


def test_bombs_and_odd_archives_are_refused():
    assert documents.BOMB in refusal(sample_files.bomb())
    assert documents.BROKEN in refusal(lying(sample_files.bomb(), b"word/a.xml", 10))
    many = {f"word/{number}.xml": "" for number in range(documents.MOST_MEMBERS)}
    assert documents.BOMB in refusal(sample_files.office(extra=many))
    whole = dict.fromkeys(("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "x")
    assert documents.BROKEN in refusal(sample_files.archive(whole, zipfile.ZIP_LZMA))
    data = bytearray(sample_files.office())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + place] |= 1  # encrypted
    assert documents.LOCKED in refusal(bytes(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_test_virus_is_found_inside(method):
    members = {"[Content_Types].xml": "", "word/media/a.bin": b"x" * 70_000 + sample_files.EICAR}
    whole = sample_files.office(extra={"word/media/a.bin": members["word/media/a.bin"]})
    stored = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as source, zipfile.ZipFile(stored, "w", method) as copy:
        for member in source.infolist():
            copy.writestr(member.filename, source.read(member))
    assert documents.VIRUS in refusal(stored.getvalue())


@pytest.mark.parametrize(
    "data",
    [
        sample_files.office() + SCRIPT,
        sample_files.office() + b"%PDF-1.7",
        patched(sample_files.office(), b"PK\x05\x06", b"PK\x05\x07"),
        sample_files.office()[:-30],
        sample_files.office()[: len(sample_files.office()) // 2],
        b"PK\x03\x04" + SCRIPT + sample_files.office(),
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\0" * 200,
    ],
)
def test_what_is_not_one_whole_archive_is_refused(data):
    assert documents.BROKEN in refusal(data)


def test_a_damaged_member_is_refused():
    data = sample_files.office(extra={"word/a.xml": b"some text that is compressed"})
    at = data.find(b"word/a.xml") + len("word/a.xml") + 3
    assert documents.BROKEN in refusal(data[:at] + b"\xff\xff" + data[at + 2 :])


def test_a_presentation_is_no_document():
    listed = '<Types><Override ContentType="application/x-presentation"/></Types>'
    members = {"[Content_Types].xml": listed, "_rels/.rels": "", "ppt/presentation.xml": ""}
    assert documents.NOT_OFFICE in refusal(sample_files.archive(members), "讲稿.pptx")


KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(kind, target, mode="External"):
    tag = f'<Relationship Id="r1" Type="{KIND}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {"word/_rels/settings.xml.rels": f"<Relationships>{tag}</Relationships>"}


@pytest.mark.parametrize(
    "extra",
    [
        relation("attachedTemplate", "https://evil.example/a.dotm"),
        relation("attachedTemplate", "&#104;ttp://evil.example/a.dotm"),
        relation("attached&#x54;emplate", "HTTP://evil.example/?a>b"),
        relation("oleObject", "mhtml:http://evil.example/a.html!x-usc:http://evil.example/a.html"),
        relation("frame", "http://evil.example/"),
    ],
)
def test_what_fetches_from_the_net_when_it_is_opened_is_refused(extra):
    assert documents.FROM_AFAR in refusal(sample_files.office(extra=extra))


@pytest.mark.parametrize("words", ["a", '"a"'])
def test_a_relationship_without_end_takes_no_memory(words):
    tracemalloc.start()
    assert not documents.RELATION.search(f"<Relationship {words * 100_000}")
    assert tracemalloc.get_traced_memory()[1] < 3_000_000  # it was a hundred bytes a character
    tracemalloc.stop()


@pytest.mark.parametrize(
    "extra",
    [
        relation("hyperlink", "https://www.example.com/"),
        relation("attachedTemplate", "file:///C:/Users/li/Templates/Normal.dotm"),
        relation("oleObject", "embeddings/oleObject1.bin", mode="Internal"),
    ],
)
def test_links_and_templates_of_ones_own_are_taken(extra):
    assert (
        check_upload(sample_files.upload(sample_files.office(extra=extra), "合同.docx")).kind
        == "docx"
    )


@pytest.mark.parametrize("text", ["<Relationships/>".encode("utf-16"), "<\0R\0"])
def test_relationships_that_no_office_program_writes_are_refused(text):
    assert documents.BROKEN in refusal(
        sample_files.office(extra={"word/_rels/document.xml.rels": text})
    )


def test_relationships_are_read_up_to_a_bound():
    many = {f"word/_rels/{n}.rels": "<Relationship/>" * 100_000 for n in range(4)}
    assert documents.BROKEN in refusal(sample_files.office(extra=many))
