"""Files made of boxes (ISO 14496-12): MP4, M4A, HEIC, told apart by brand and track."""

import re

from consult.files.types.accepted_types import FileTypeError

HEIC = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}
SOUND = {b"M4A ", b"M4B "}
FILM = {b"mp41", b"mp42", b"isom", b"avc1", b"M4V ", b"MSNV", b"dash"}
FILM |= {b"iso%d" % number for number in range(2, 10)}
HEADER = 8
MOST_BOXES = 10_000
MOST_BRANDS = 4096  # bytes of the first box
MOST_INDEX = 20 * 1024 * 1024
BROKEN = "不是完整的录音或视频文件，请重新导出后再上传"
OTHER = "这种视频格式不支持，请转成MP4后再上传"


def kind_of(content, size) -> str:
    """`heic`, `m4a` or `mp4`; FileTypeError for other brands, or what is not boxes to its end."""
    boxes = list(_boxes(content, size))
    brands = _brands(content, boxes[0])
    if brands[0] in HEIC or (brands[0] not in FILM and HEIC & set(brands)):
        return "heic"
    if not (set(brands) & (SOUND | FILM)) or brands[0] == b"qt  ":
        raise FileTypeError(OTHER)
    return "mp4" if b"vmhd" in _index(content, boxes) else "m4a"


def _boxes(content, size):
    """Name, start and end of each box of the top level; they fill the file without a gap."""
    at = number = 0
    while at < size:
        content.seek(at)
        head = content.read(16)
        length, name = int.from_bytes(head[:4]), head[4:8]
        if length == 1 and len(head) == 16:
            length = int.from_bytes(head[8:])
        length = length or size - at  # 0: to the end
        number += 1
        if length < HEADER or at + length > size or number > MOST_BOXES or not _is_name(name):
            raise FileTypeError(BROKEN)
        yield name, at, at + length
        at += length


def _is_name(name):
    return bool(re.fullmatch(rb"[A-Za-z0-9 _.\xa9-]{4}", name))


def _brands(content, first):
    """The major brand and those it is compatible with."""
    name, start, end = first
    if name != b"ftyp" or not 16 <= end - start <= MOST_BRANDS or (end - start) % 4:
        raise FileTypeError(BROKEN)
    content.seek(start + HEADER)
    data = content.read(end - start - HEADER)
    return [data[:4], *(data[at : at + 4] for at in range(8, len(data), 4))]


def _index(content, boxes):
    """The box that describes the tracks."""
    found = [(start, end) for name, start, end in boxes if name == b"moov"]
    if len(found) != 1 or not any(name == b"mdat" for name, _, _ in boxes):
        raise FileTypeError(BROKEN)
    start, end = found[0]
    content.seek(start)
    return content.read(min(end - start, MOST_INDEX))
