"""Random numbers that belong to somebody, written as people write them."""

PLATE = "ABCDEFGHJKLMNPQRSTUVWXYZ"
HAN = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
FULL = dict(zip("0123456789", "０１２３４５６７８９", strict=True))


def digits(c, n):
    return "".join(c.choice("0123456789") for _ in range(n))


def written(c, number, groups):
    """Digits apart, with dashes, full width or as Han."""
    at, parts = 0, []
    for size in groups:
        parts.append(number[at : at + size])
        at += size
    way = c.random()
    if way < 0.5:
        return number
    if way < 0.75:
        return c.choice(["-", " ", ".", "—"]).join(parts)
    if way < 0.87:
        return "".join(FULL.get(char, char) for char in number)
    han = "".join(HAN.get(char, char) for char in number)
    return han.replace("一", "幺") if c.random() < 0.4 else han


def mobile(c):
    number = "1" + c.choice("3456789") + digits(c, 9)
    return written(c, number, (3, 4, 4)) if c.random() < 0.9 else f"+86 {number}"


def landline(c):
    area = c.choice(["025", "010", "021", "0512", "0551", "0755"])
    number = c.choice("35678") + digits(c, 7)
    return (
        c.choice(
            [
                f"{area}-{number}",
                f"{area}{number}",
                f"({area}){number}",
                f"{area} {number}",
                f"{area}-{number}转{digits(c, 3)}",
            ]
        )
        if c.random() < 0.8
        else f"400-{digits(c, 3)}-{digits(c, 4)}"
    )


def identity(c):
    born = f"{c.randint(1950, 2012)}{c.randint(1, 12):02}{c.randint(1, 28):02}"
    head = (
        c.choice(["320106", "110105", "341221", "410182", "510107", "330106"]) + born + digits(c, 3)
    )
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(w * int(d) for w, d in zip(weights, head, strict=True)) % 11]
    number = head + (check if c.random() < 0.85 else c.choice("0123456789"))
    way = c.random()
    if way < 0.15:
        return f"{number[:6]} {number[6:14]} {number[14:]}"
    if way < 0.25:
        return "".join(FULL.get(char, char) for char in number)
    return number.replace("X", "x") if way < 0.35 else number


def bank(c):
    head = c.choice(["621700", "622848", "622202", "621661", "955880", "622588"]) + digits(
        c, c.choice((9, 12))
    )
    total = sum(sum(divmod(int(d) * (2 - at % 2), 10)) for at, d in enumerate(reversed(head)))
    number = head + str(-total % 10)
    if c.random() < 0.4:
        return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    return number


def plate(c):
    place = c.choice("苏京沪皖浙鲁豫粤川鄂湘陕冀闽赣")
    tail = c.choice(
        [
            digits(c, 5),
            c.choice(PLATE) + digits(c, 4),
            digits(c, 1) + c.choice(PLATE) + digits(c, 3),
            "D" + digits(c, 5),
            digits(c, 3) + c.choice(PLATE) + digits(c, 1),
        ]
    )
    return f"{place}{c.choice('ABCDEFGHJKLM')}{c.choice(['', '', '·', ' ', '-'])}{tail}"


def email(c):
    user = c.choice(["wang", "liwei", "zhang.min", "chen_88", "hr", "sales01"]) + digits(c, 3)
    host = c.choice(["163.com", "qq.com", "126.com", "sina.com.cn", "gmail.com", "hongda.cn"])
    return c.choice([f"{user}@{host}", f"{user}@{host}", f"{user} @ {host}", f"{user}＠{host}"])


def account(c):
    return c.choice(
        [
            f"wxid_{digits(c, 4)}abcd{digits(c, 4)}",
            "lucky" + digits(c, 5),
            "zhang_" + digits(c, 6),
            f"Xiao-{digits(c, 6)}",
            "a" + digits(c, 9),
        ]
    )


def qq(c):
    return c.choice("123456789") + digits(c, c.choice((7, 8, 9)))
