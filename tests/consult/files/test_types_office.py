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


def bomb_that_lies():
    """The central directory tells another size of a member than there is."""
    data = sample_files.bomb()
    place = data.rfind(b"word/a.xml") - 46 + 24
    return data[:place] + struct.pack("<I", 10) + data[place + 4 :]


def test_bombs_and_odd_archives_are_refused():
    assert documents.BOMB in refusal(sample_files.bomb())
    assert documents.BROKEN in refusal(bomb_that_lies())
    many = {f"word/{number}.xml": "" for number in range(documents.MOST_MEMBERS)}
    assert documents.BOMB in refusal(sample_files.office(extra=many))
    many = {f"word/_rels/{n}.rels": "<Relationship/>" * 100_000 for n in range(4)}
    assert documents.BROKEN in refusal(sample_files.office(extra=many))
    whole = dict.fromkeys(("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "x")
    assert documents.BROKEN in refusal(sample_files.archive(whole, zipfile.ZIP_LZMA))
    data = bytearray(sample_files.office())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + place] |= 1  # encrypted
    assert documents.LOCKED in refusal(bytes(data))


def test_the_test_virus_is_found_inside():
    whole = sample_files.office(extra={"word/media/a.bin": b"x" * 70_000 + sample_files.EICAR})
    with zipfile.ZipFile(BytesIO(whole)) as source:
        members = {one: source.read(one) for one in source.namelist()}
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        assert documents.VIRUS in refusal(sample_files.archive(members, method))


MACRO = '<Override PartName="/a" ContentType="application/vnd.ms-office.vbaProject"/>'
ENABLED = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "word/_rels/settings.xml.rels"
WHOLE = sample_files.office()


def having(*names, data=b"x", **more):
    return sample_files.office(extra=dict.fromkeys(names, data), **more)


def related(kind, target, mode="External"):
    tag = f'<Relationship Id="r1" Type="{KIND}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return having(RELS, data=f"<Relationships>{tag}</Relationships>")


def damaged():
    data = having("word/a.xml", data=b"some text that is compressed")
    at = data.find(b"word/a.xml") + len("word/a.xml") + 3
    return data[:at] + b"\xff\xff" + data[at + 2 :]


def presentation():
    listed = '<Types><Override ContentType="application/x-presentation"/></Types>'
    members = {"[Content_Types].xml": listed, "_rels/.rels": "", "ppt/presentation.xml": ""}
    return sample_files.archive(members)


REFUSED = {
    documents.WITH_MACROS: [
        having("word/vbaProject.bin"),
        having("word/VBAPROJECT.BIN"),
        having("xl/macrosheets/sheet1.xml", kind="xlsx"),
        sample_files.office(types=MACRO),
        sample_files.office(types=ENABLED),
    ],
    documents.NOT_OFFICE: [sample_files.office(without=["word/document.xml"]), presentation()],
    documents.FROM_AFAR: [
        related("attachedTemplate", "https://evil.example/a.dotm"),
        related("attachedTemplate", "&#104;ttp://evil.example/a.dotm"),
        related("attached&#x54;emplate", "HTTP://evil.example/?a>b"),
        related("oleObject", "mhtml:http://evil.example/a.html!x-usc:http://evil.example/a.html"),
        related("frame", "http://evil.example/"),
    ],
    documents.BROKEN: [
        *map(having, ["../evil.xml", "/etc/passwd", "word/../../evil", "word\\evil.xml"]),
        *map(having, ["C:evil", "a\x01b", "WORD/document.XML"]),
        sample_files.office(without=["_rels/.rels"]),
        # Relationships that no office program writes.
        having(RELS, data="<Relationships/>".encode("utf-16")),
        having(RELS, data="<\0R\0"),
        # What is not one whole archive.
        damaged(),
        WHOLE + SCRIPT,
        WHOLE + b"%PDF-1.7",
        WHOLE.replace(b"PK\x05\x06", b"PK\x05\x07"),
        WHOLE[:-30],
        WHOLE[: len(WHOLE) // 2],
        b"PK\x03\x04" + SCRIPT + WHOLE,
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\0" * 200,
    ],
}
CASES = [(why, number) for why, some in REFUSED.items() for number in range(len(some))]


def test_what_is_no_whole_and_harmless_office_file_is_refused():
    for why, number in CASES:
        assert why in refusal(REFUSED[why][number])


def test_links_and_templates_of_ones_own_are_taken():
    for data in [
        related("hyperlink", "https://www.example.com/"),
        related("attachedTemplate", "file:///C:/Users/li/Templates/Normal.dotm"),
        related("oleObject", "embeddings/oleObject1.bin", mode="Internal"),
    ]:
        assert check_upload(sample_files.upload(data, "合同.docx")).kind == "docx"


def test_a_relationship_without_end_takes_no_memory():
    for words in ["a", '"a"']:
        tracemalloc.start()
        assert not documents.RELATION.search(f"<Relationship {words * 100_000}")
        assert tracemalloc.get_traced_memory()[1] < 3_000_000  # it was a hundred bytes a character
        tracemalloc.stop()
