"""The marked words of the leak tests, and how each of them could be written somewhere."""

import base64

WORDS = {
    "question": "暗记甲：公司拖欠工资三个月，我应该怎么办",
    "name": "暗记乙",
    "phone": "13899990001",
    "email": "anji-bing@example.com",
    "city": "暗记丁",
    "opponent": "暗记戊公司",
    "client": "暗记己：再补充一点",
    "reply": "暗记庚：可以申请仲裁",
    "note": "暗记辛：像是虚假诉讼",
    "unsent": "暗记壬：没有提交成功的话",
    "file": "暗记癸.txt",
    "inside": "暗记子：工资条里的一行\n",
    "draft": "暗记丑：还没有写完",
    "reason": "暗记寅：是前客户的子公司",
    "matter": "暗记卯号案",
    "party": "暗记辰公司",
    "former": "暗记巳公司",
    "searched": "暗记午",
    "call": "暗记酉：在电话里说的事情",
    "told": "暗记戌：在电话里答复的话",
    "corrected": "暗记亥",
    "taken_back": "暗记未：说错了的话",
    "answer_file": "暗记申.txt",
    "follow_up": "暗记酉：问对方收到没有",
    "handed": "暗记戌：请接手，材料在附件里",
}
PERSON = {name: WORDS[name] for name in ("question", "name", "phone", "email", "city", "opponent")}
MARKS = ["暗记", "13899990001", "138 9999", "138****0001", "anji-bing"]


def _spellings(mark):
    """As text, JSON, an address, hexadecimal, base64 without a key, in other encodings."""
    raw = mark.encode()
    yield from (raw, mark.encode("unicode_escape"), mark.encode("gb18030"), raw.hex().encode())
    yield from (mark.encode("utf-16-le"), "".join(f"%{byte:02X}" for byte in raw).encode())
    for offset in range(3):  # base64 looks different at each of three places
        packed = base64.b64encode(b"x" * offset + raw + b"xxx")
        yield packed[4 if offset else 0 : (offset + len(raw)) // 3 * 4]


SPELLINGS = {spelling for mark in MARKS for spelling in _spellings(mark) if len(spelling) > 5}


def leaks(told):
    """Which spellings of the marked words stand in a text or in bytes."""
    raw = told if isinstance(told, bytes) else told.encode("utf-8", "surrogatepass")
    return sorted(spelling for spelling in SPELLINGS if spelling in raw)
