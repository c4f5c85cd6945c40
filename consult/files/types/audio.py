"""Recordings as bare frames: MP3 (ISO 11172-3, 13818-3) and AMR (RFC 4867, section 5)."""

from consult.files.types.accepted_types import FileTypeError

BROKEN = "不是完整的录音文件，请重新导出后再上传"
ID3_BYTES = 10
TOO_LONG = "超过12小时，请分成几段后再上传"
# Fifty a second. A frame of silence has one byte: without a bound 20 MB of them take six seconds.
MOST_AMR_FRAMES = 50 * 3600 * 12
FRAMES = 3  # that must follow one another before it counts as MP3
MOST_PADDING = 64 * 1024  # zeros between the tag and the first frame

BITRATES = {  # kbit/s by version of MPEG, layer III
    1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
RATES = {3: [44100, 48000, 32000], 2: [22050, 24000, 16000], 0: [11025, 12000, 8000]}

AMR_HEADS = {b"#!AMR\n": 6, b"#!AMR-WB\n": 9}
# Bytes of a frame with its header by frame type; 0 is a type that no file holds.
NARROW = [13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1]
WIDE = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1]


def check_mp3(content, size):
    """Three frames of layer III one behind the other, after an ID3 tag or at once."""
    at = _first_frame(content, size)
    for _ in range(FRAMES):
        content.seek(at)
        length = _frame_length(content.read(4))
        if not length or at + length > size:
            raise FileTypeError(BROKEN)
        at += length


def _first_frame(content, size):
    """Where sound begins: behind the tag, which tells its length in seven bits a byte."""
    content.seek(0)
    head = content.read(ID3_BYTES)
    if head[:3] != b"ID3":
        return 0
    if len(head) < ID3_BYTES or any(byte & 0x80 for byte in head[6:]):
        raise FileTypeError(BROKEN)
    length = int.from_bytes(head[6:7]) << 21 | head[7] << 14 | head[8] << 7 | head[9]
    at = ID3_BYTES + length + (ID3_BYTES if head[5] & 0x10 else 0)
    content.seek(min(at, size))
    padding = content.read(MOST_PADDING)
    return at + len(padding) - len(padding.lstrip(b"\0"))


def _frame_length(head):
    """The bytes of a frame of layer III by its header, 0 for what is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate = head[1] >> 3 & 3, head[2] >> 2 & 3
    bits = head[2] >> 4
    if version == 1 or rate == 3 or bits in {0, 15}:
        return 0
    first = version == 3
    bitrate = BITRATES[1 if first else 2][bits] * 1000
    return (144 if first else 72) * bitrate // RATES[version][rate] + (head[2] >> 1 & 1)


def check_amr(content):
    """Frames from the head to the end, one behind the other."""
    content.seek(0)
    data = content.read()
    mark = data[: data.find(b"\n") + 1]
    if mark not in AMR_HEADS:
        raise FileTypeError(BROKEN)
    sizes = WIDE if mark == b"#!AMR-WB\n" else NARROW
    at, frames = AMR_HEADS[mark], 0
    if at == len(data):
        raise FileTypeError(BROKEN)
    while at < len(data):
        frames += 1
        if frames > MOST_AMR_FRAMES:
            raise FileTypeError(TOO_LONG)
        step = 0 if data[at] & 0x83 else sizes[data[at] >> 3 & 15]
        if not step:
            raise FileTypeError(BROKEN)
        at += step
