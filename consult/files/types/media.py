"""Pictures, film and sound: recognised by their first bytes and checked to their end."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image

from consult.files.types.accepted_types import OPENS_HEIC, FileTypeError
from consult.files.types.upload_handler import BUFFER, Spool
from richtext.base import sandbox
from richtext.core import pictures

# Recordings as bare frames: MP3 (ISO 11172-3, 13818-3) and AMR (RFC 4867, section 5).

BROKEN_AUDIO = "不是完整的录音文件，请重新导出后再上传"
ID3_BYTES = 10
TOO_LONG = "超过12小时，请分成几段后再上传"
# Fifty a second. A frame of silence has one byte: without a bound 20 MB of them take six seconds.
MOST_AMR_FRAMES = 50 * 3600 * 12
MOST_PADDING = 64 * 1024  # zeros between the tag and the first frame

BITRATES = {  # kbit/s by version of MPEG, layer III
    1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
RATES = {3: [44100, 48000, 32000], 2: [22050, 24000, 16000], 0: [11025, 12000, 8000]}

# Bytes of a frame with its header by frame type; 0 is a type that no file holds.
AMR_FRAMES = {
    b"#!AMR\n": [13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1],
    b"#!AMR-WB\n": [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1],
}


def check_mp3(content):
    """Three frames of layer III one behind the other, after an ID3 tag or at once."""
    content.seek(0)
    head, at = content.read(ID3_BYTES), 0
    if head[:3] == b"ID3":  # a tag, which tells its length in seven bits a byte
        if len(head) < ID3_BYTES or any(byte & 0x80 for byte in head[6:]):
            raise FileTypeError(BROKEN_AUDIO)
        length = int.from_bytes(head[6:7]) << 21 | head[7] << 14 | head[8] << 7 | head[9]
        at = ID3_BYTES + length + (ID3_BYTES if head[5] & 0x10 else 0)
        content.seek(min(at, content.size))
        padding = content.read(MOST_PADDING)
        at += len(padding) - len(padding.lstrip(b"\0"))
    for _ in range(3):  # frames that follow one another: fewer could be chance
        content.seek(at)
        length = _frame_length(content.read(4))
        if not length or at + length > content.size:
            raise FileTypeError(BROKEN_AUDIO)
        at += length


def _frame_length(head):
    """The bytes of a frame of layer III by its header, 0 for what is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, bits = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or rate == 3 or bits in {0, 15}:
        return 0
    first = version == 3
    bitrate = BITRATES[1 if first else 2][bits] * 1000
    return (144 if first else 72) * bitrate // RATES[version][rate] + (head[2] >> 1 & 1)


def check_amr(content):
    """Frames from the head to the end, one behind the other."""
    content.seek(0)
    data = content.read()
    at, frames = data.find(b"\n") + 1, 0
    sizes = AMR_FRAMES.get(data[:at])
    if not sizes or at == len(data):
        raise FileTypeError(BROKEN_AUDIO)
    while at < len(data):
        frames += 1
        if frames > MOST_AMR_FRAMES:
            raise FileTypeError(TOO_LONG)
        step = 0 if data[at] & 0x83 else sizes[data[at] >> 3 & 15]
        if not step:
            raise FileTypeError(BROKEN_AUDIO)
        at += step


# Files made of boxes (ISO 14496-12): MP4, M4A, HEIC, told apart by brand and track.

HEIC = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}
SOUND = {b"M4A ", b"M4B "}
FILM = {b"mp41", b"mp42", b"isom", b"avc1", b"M4V ", b"MSNV", b"dash"}
FILM |= {b"iso%d" % number for number in range(2, 10)}
HEADER = 8
MOST_BOXES = 10_000
MOST_BRANDS = 4096  # bytes of the first box
MOST_INDEX = 20 * 1024 * 1024
BROKEN_MEDIA = "不是完整的录音或视频文件，请重新导出后再上传"
OTHER = "这种视频格式不支持，请转成MP4后再上传"


def kind_of(content) -> str:
    """`heic`, `m4a` or `mp4`; FileTypeError for other brands, or what is not boxes to its end."""
    boxes = list(_boxes(content, content.size))
    name, start, end = boxes[0]
    if name != b"ftyp" or not 16 <= end - start <= MOST_BRANDS or (end - start) % 4:
        raise FileTypeError(BROKEN_MEDIA)
    content.seek(start + HEADER)
    data = content.read(end - start - HEADER)
    major = data[:4]
    brands = {major, *(data[at : at + 4] for at in range(8, len(data), 4))}
    if major in HEIC or (major not in FILM and HEIC & brands):
        return "heic"
    if not brands & (SOUND | FILM) or major == b"qt  ":
        raise FileTypeError(OTHER)
    # The box that describes the tracks.
    found = [(start, end) for name, start, end in boxes if name == b"moov"]
    if len(found) != 1 or not any(name == b"mdat" for name, _, _ in boxes):
        raise FileTypeError(BROKEN_MEDIA)
    start, end = found[0]
    content.seek(start)
    return "mp4" if b"vmhd" in content.read(min(end - start, MOST_INDEX)) else "m4a"


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
        is_named = re.fullmatch(rb"[A-Za-z0-9 _.\xa9-]{4}", name)
        if length < HEADER or at + length > size or number > MOST_BOXES or not is_named:
            raise FileTypeError(BROKEN_MEDIA)
        yield name, at, at + length
        at += length


# Photographs and screenshots: decoded, turned upright, re-encoded without metadata, in the sandbox.
# Only pixels survive: the place of a photograph, the telephone's name and what was appended go.

if OPENS_HEIC:
    import pillow_heif

    pillow_heif.register_heif_opener()

NOT_A_PICTURE = "图片无法打开，可能已经损坏，请重新拍摄、截图或导出后再上传。"
REWRITE = f"{__name__}:rewrite"
WRITERS = {
    "jpeg": ("JPEG", {"quality": 90}),
    "png": ("PNG", {"compress_level": 4}),  # a quarter of the time for a tenth more bytes
    "webp": ("WEBP", {"quality": 90, "method": 1}),
}


def rewritten(content, kind, opened_as):
    """The picture as a new file of the kind; FileTypeError when it does not open or is too big."""
    spool, how = Spool(), {"kind": kind, "opened_as": opened_as}
    try:
        with pictures.redrawn(REWRITE, content, **how) as (_, made):
            while data := made.read(BUFFER):
                spool.write(data)
    except ValidationError as error:
        raise FileTypeError(f"：{error.message}") from None
    return spool


def rewrite(job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In the sandbox."""

    def work(given, made):
        image = pictures.opened(given, [job["opened_as"]], NOT_A_PICTURE)
        form, options = WRITERS[job["kind"]]
        if form == "JPEG" and image.mode != "RGB":  # which knows no transparency
            page = Image.new("RGB", image.size, "white")
            page.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
            image = page
        sandbox.renew()
        image.save(made, form, **options)
        return {}

    yield pictures.redraw(job, work)
