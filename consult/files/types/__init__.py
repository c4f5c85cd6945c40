"""Checks uploaded files by their content, and decides under what name they are stored.

Each kind is recognised by its first bytes and then checked to its end; its name does not count.
Text has no mark of its own: it counts as text only where its sender calls it so.
"""

from consult.files.types import documents, media
from consult.files.types.accepted_types import (
    ACCEPT,
    CONTENT_TYPES,
    KINDS,
    OPENS_HEIC,
    TAKEN,
    CheckedFile,
    FileTypeError,
    extension,
    shown_name,
    stored_name,
)
from consult.files.types.upload_handler import MOST_FILES, NOT_STORED, TOO_LARGE, TOO_MANY

TOO_BIG = "过大，每个附件不能超过20MB，请压缩或拆分后再上传"
TOO_MANY_FILES = f"未能上传，一次最多{MOST_FILES}个附件。"
EMPTY = "是空文件，请检查后重新选择"
UNKNOWN = f"的格式不支持，可以上传{TAKEN}"
MISNAMED = "的格式不支持，内容与扩展名不符，可能已经损坏或改过名，请重新导出后再上传"
OLD_OFFICE = "是旧版Office格式或设有密码，请另存为不加密的docx、xlsx或者PDF后再上传"
OTHER_PICTURE = "这种图片格式不支持，请转成JPEG或PNG后再上传"
UNOPENED_HEIC = "是HEIC格式的照片，本站无法打开，请转成JPEG或截图后再上传"
VOICE_OF_WECHAT = "是微信语音的专用格式，请在微信里转成文字，或者播放时重新录音后再上传"
FAULTS = {TOO_LARGE: TOO_BIG, TOO_MANY: TOO_MANY_FILES}  # of which nothing was kept to be judged
STARTS = {
    b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png", b"%PDF-": "pdf", b"PK\x03\x04": "zip",
    b"ID3": "mp3", b"#!AMR": "amr",
}  # fmt: skip
CHECKS = {  # which tell a kind more closely where the first bytes are of several
    "zip": documents.kind_of, "boxes": media.kind_of, "pdf": documents.check_pdf,
    "txt": documents.check_text, "mp3": media.check_mp3, "amr": media.check_amr,
}  # fmt: skip
OTHERS = {
    b"\xd0\xcf\x11\xe0": OLD_OFFICE,
    **dict.fromkeys((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), documents.PACKED),
    **dict.fromkeys((b"GIF8", b"BM", b"II*\0", b"MM\0*"), OTHER_PICTURE),
    b"\x02#!SILK": VOICE_OF_WECHAT,
}
# What a browser may say by the name alone, in the words that the content would earn here.
ENDINGS = {
    **dict.fromkeys(("doc", "xls", "wps", "et"), OLD_OFFICE),
    **dict.fromkeys(("zip", "rar", "7z", "gz"), documents.PACKED),
    **dict.fromkeys(("gif", "bmp", "tif", "tiff"), OTHER_PICTURE),
    "silk": VOICE_OF_WECHAT,
    **({} if OPENS_HEIC else {"heic": UNOPENED_HEIC}),
}


def check_upload(upload) -> CheckedFile:
    """The file as it will be kept; FileTypeError with a sentence that names it."""
    try:
        return _judge(upload)
    except FileTypeError as refusal:
        raise FileTypeError(sentence(shown_name(upload.name), str(refusal))) from None


def sentence(name: str, why: str) -> str:
    return f"“{name}”{why.rstrip('。')}。"


def _judge(upload):
    fault = getattr(upload, "fault", "")
    if fault == NOT_STORED:
        return CheckedFile(shown_name(upload.name), "", upload.size, None)
    if fault in FAULTS:
        raise FileTypeError(FAULTS[fault])
    if not upload.size:
        raise FileTypeError(EMPTY)
    documents.check_for_eicar(upload)
    kind = _recognised(upload)
    if kind in CHECKS:
        kind = CHECKS[kind](upload) or kind
    content, opened_as = upload, kind.upper()
    if kind == "heic":
        if not OPENS_HEIC:
            raise FileTypeError(UNOPENED_HEIC)
        kind, opened_as = "jpeg", "HEIF"
    if kind in media.WRITERS:
        content = upload.rewritten = media.rewritten(upload, kind, opened_as)
    return CheckedFile(stored_name(upload.name, kind), kind, content.size, content)


def _recognised(upload):
    """The type that the first bytes announce; FileTypeError when it is not accepted."""
    upload.seek(0)
    head = upload.read(16)
    for start, kind in STARTS.items():
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "boxes"
    if head[0] == 0xFF and len(head) > 1 and head[1] & 0xE6 == 0xE2:
        return "mp3"
    ending = extension(upload.name)
    if ending == "txt":
        return "txt"
    for start, why in OTHERS.items():
        if head.startswith(start):
            raise FileTypeError(why)
    raise FileTypeError(MISNAMED if f".{ending}" in ACCEPT.split(",") else UNKNOWN)
