"""Encodings: those of every market, with and without evidence."""

from tests.orders.fuzz.export import Export
from tests.orders.fuzz.kinds import EITHER, READ, REFUSED, family, kind

NAMES = {
    "Chinese": [
        "王小明",
        "李雷",
        "韩梅梅",
        "张伟",
        "刘洋",
        "陈静",
        "赵敏",
        "黄蓉",
        "周杰",
        "吴倩",
        "徐磊",
    ],
    "Traditional": ["陳小明", "張學友", "劉德華", "林憶蓮", "蔡依林", "黃國倫", "鄭秀文", "羅大佑"],
    "Japanese": [
        "さとう",
        "すずき",
        "田中さくら",
        "たかはし",
        "山本ユウコ",
        "中村アキラ",
        "こばやし",
    ],
    "Korean": ["김민준", "이서연", "박지훈", "최예은", "정하윤", "강도현", "조수아", "윤지우"],
    "German": ["Jürgen Müller", "Käthe Größ", "Björn Schäfer", "Zoë Weiß", "Günther Löwe"],
    "French": ["François Lefèvre", "Hélène Côté", "Noël Bœuf", "Gaëlle Crêpe", "René Façade"],
    "Spanish": ["José Muñoz", "Íñigo Peña", "María Núñez", "Ángel Ibáñez", "Begoña Güell"],
    "Polish": ["Łukasz Żółć", "Agnieszka Śliwa", "Paweł Gęś", "Zofia Dąb", "Jan Źrebięć"],
    "Russian": ["Иван Петров", "Мария Сидорова", "Юрий Жуков", "Ольга Щукина", "Пётр Объедков"],
    "Greek": ["Γιώργος Παππάς", "Ελένη Ψαρά", "Νίκος Ξένος", "Μαρία Θεοδώρου"],
    "Hebrew": ["דוד כהן", "שרה לוי", "משה מזרחי", "רחל פרץ"],
    "Arabic": ["محمد علي", "فاطمة حسن", "أحمد يوسف", "ليلى خالد"],
    "Thai": ["สมชาย ใจดี", "สุดา รักไทย", "มานะ ทองดี", "วิภา สุขใจ"],
    "Turkish": ["Şükrü Öğüt", "Işıl Çağlar", "Gökçe Yıldız", "İbrahim Şen"],
    "emoji": ["🛒 shop", "🎁 gifts", "☕ café", "🐼熊猫"],
}
PROVEN = [
    ("Chinese", "utf-8"), ("Chinese", "utf-8-sig"), ("Chinese", "gbk"), ("Chinese", "gb2312"),
    ("Chinese", "gb18030"), ("Chinese", "utf-16"), ("Chinese", "utf-32"), ("Japanese", "utf-8"),
    ("Japanese", "utf-16"), ("Korean", "utf-8"), ("German", "utf-8"), ("German", "cp1252"),
    ("German", "utf-16"), ("French", "cp1252"), ("Spanish", "utf-8-sig"), ("Russian", "utf-8"),
    ("Arabic", "utf-8"), ("Hebrew", "utf-8-sig"), ("Thai", "utf-16"), ("emoji", "utf-8"),
    ("emoji", "utf-16"), ("Polish", "utf-8"),
]  # fmt: skip
GUESSED = [
    ("Traditional", "big5"), ("Traditional", "cp950"), ("Traditional", "gb18030"),
    ("Japanese", "shift_jis"), ("Japanese", "cp932"), ("Japanese", "euc-jp"),
    ("Japanese", "iso2022_jp"), ("Japanese", "gb18030"), ("Korean", "euc-kr"),
    ("Korean", "cp949"), ("Korean", "gb18030"), ("German", "iso-8859-1"), ("German", "cp850"),
    ("German", "cp437"), ("German", "mac-roman"), ("French", "iso-8859-15"),
    ("Spanish", "cp1252"), ("Polish", "cp1250"), ("Polish", "iso-8859-2"), ("Russian", "cp1251"),
    ("Russian", "koi8-r"), ("Russian", "cp866"), ("Russian", "iso-8859-5"), ("Greek", "cp1253"),
    ("Hebrew", "cp1255"), ("Arabic", "cp1256"), ("Thai", "cp874"), ("Turkish", "cp1254"),
    ("Chinese", "utf-16-le"), ("Chinese", "utf-16-be"), ("German", "utf-16-le"),
    ("Chinese", "utf-32-le"), ("German", "utf-32-be"), ("Chinese", "big5"), ("emoji", "gb18030"),
]  # fmt: skip


# Those that an error can be asked to name; of any other the user must know it.
LISTED = (
    "utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "big5", "cp950", "euc-kr", "cp949",
    "euc-jp", "shift_jis", "cp932", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
    "utf-32-le", "utf-32-be",
)  # fmt: skip


def named(pairs):
    return {f"{language} in {encoding}": (language, encoding) for language, encoding in pairs}


def people(rng, language, encoding, rows=None):
    export = Export(rng, rows)
    names = NAMES[language]
    names = [n for n in names if n.encode(encoding, "ignore").decode(encoding, "ignore") == n]
    if encoding not in LISTED:
        export.knows["encoding"] = encoding
    export.ids(lambda i: names[i % len(names)] + (str(i // len(names)) if i >= len(names) else ""))
    return export


@family(READ, named(PROVEN))
def full_of(pair, rng, folder):
    return people(rng, *pair).csv(folder, encoding=pair[1])


@family(EITHER, named(GUESSED))
def guessed(pair, rng, folder):
    return people(rng, *pair).csv(folder, encoding=pair[1])


@family(READ, named(GUESSED))
def told(pair, rng, folder):
    export = people(rng, *pair)
    export.options["encoding"] = pair[1]
    return export.csv(folder, encoding=pair[1])


@family(EITHER, named(PROVEN + GUESSED))
def one_name_only(pair, rng, folder):
    """One word outside ASCII is little evidence: right or refused, never garbled."""
    export = Export(rng, 40)
    names = [n for n in NAMES[pair[0]] if n.encode(pair[1], "ignore").decode(pair[1]) == n]
    if pair[1] not in LISTED:
        export.knows["encoding"] = pair[1]
    export.ids(lambda i: names[0] if i == 3 else f"K{i + 1000}")
    return export.csv(folder, encoding=pair[1])


@family(
    EITHER, {"gbk": "gbk", "cp949": "cp949", "cp932": "cp932", "big5": "big5", "cp1252": "cp1252"}
)
def header_only(encoding, rng, folder):
    words = {
        "gbk": ("客户编号", "订单时间", "金额"),
        "cp949": ("고객번호", "주문일시", "금액"),
        "cp932": ("顧客番号", "注文日時", "金額"),
        "big5": ("客戶編號", "訂單時間", "金額"),
        "cp1252": ("Käufer", "Größe", "Beträge"),
    }[encoding]
    export = Export(rng)
    export.head = dict(zip(("customer", "date", "amount"), words, strict=True))
    export.options.update(export.head)
    return export.csv(folder, encoding=encoding)


SIGNS = {"pounds": "£", "euros": "€", "both": "£€", "degrees": "°", "dashes": "–", "quotes": "“”"}


@family(EITHER, SIGNS)
def cp1252_signs(signs, rng, folder):
    export = Export(rng, 40)
    export.extra["note"] = [f"{signs}{i} off" if i % 3 == 0 else "none" for i in range(40)]
    export.ids(lambda i: f"{signs}{i}" if i % 2 else f"K{i}")
    return export.csv(folder, encoding="cp1252")


@kind(READ)
def cp1252_pound_amounts(rng, folder):
    export = Export(rng)
    export.show("amount", lambda line: f"£{line.cents // 100}.{line.cents % 100:02d}")
    return export.csv(folder, encoding="cp1252")


@family(
    REFUSED,
    {
        "German UTF-8 as ASCII": ("German", "utf-8", "ascii"),
        "Chinese GBK as UTF-8": ("Chinese", "gbk", "utf-8"),
        "unknown": ("German", "utf-8", "utf-99"),
        "empty": ("German", "utf-8", ""),
        "UTF-8 as UTF-16": ("German", "utf-8", "utf-16"),
        "Korean as Japanese": ("Korean", "euc-kr", "cp932"),
    },
)
def told_wrongly(how, rng, folder):
    export = people(rng, how[0], how[1], 40)
    export.options["encoding"] = how[2]
    export.knows["encoding"] = how[1]
    return export.csv(folder, encoding=how[1])


@kind(EITHER)
def one_line_in_another_encoding(rng, folder):
    export = people(rng, "German", "cp1252", 40)
    lines = export.text().splitlines(keepends=True)
    path = folder / "orders.csv"
    path.write_bytes(
        b"".join(x.encode("cp1252" if i == 30 else "utf-8") for i, x in enumerate(lines))
    )
    return export.case(path)


@kind(EITHER)
def utf_8_then_gbk(rng, folder):
    export = people(rng, "Chinese", "gbk", 40)
    lines = export.text().splitlines(keepends=True)
    path = folder / "orders.csv"
    path.write_bytes("".join(lines[:20]).encode() + "".join(lines[20:]).encode("gbk"))
    return export.case(path)


@kind(EITHER)
def cut_inside_a_character(rng, folder):
    export = people(rng, "Chinese", "utf-8", 40)
    path = folder / "orders.csv"
    text = export.text() + "王"
    path.write_bytes(text.encode()[:-1])
    export.dropped.append(("wrong number of cells", ""))
    return export.case(path)


@family(READ, {"twice": "\ufeff\ufeff", "and blank line": "\ufeff\n", "and quotes": "\ufeff"})
def byte_order_mark(before, rng, folder):
    how = {"quoting": 1} if before == "\ufeff" else {}
    return people(rng, "Chinese", "utf-8", 40).csv(folder, before=before, **how)


@kind(EITHER)
def byte_order_mark_in_the_middle(rng, folder):
    """Two exports with their marks and headers, put one behind the other."""
    export = people(rng, "German", "utf-8", 40)
    head, *lines = export.text().splitlines()
    path = folder / "orders.csv"
    parts = (lines[:20], lines[20:])
    path.write_text("".join(f"\ufeff{head}\n" + "\n".join(p) + "\n" for p in parts), "utf-8")
    export.dropped.append(("unparseable date", "non-numeric amount", "missing customer", ""))
    return export.case(path)


@kind(READ)
def garbled_already_stays_as_it_is(rng, folder):
    export = Export(rng)
    export.ids(lambda i: f"JÃ¼rgen {i}")
    return export.csv(folder)
