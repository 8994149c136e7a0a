"""Several oddities in one file, drawn at random: each alone is read, so all together are."""

import gzip
import zipfile
from dataclasses import replace

from tests.orders.fuzz.amounts import MANNERS
from tests.orders.fuzz.dates import DAYS, MINUTES, SECONDS, cut
from tests.orders.fuzz.encodings import NAMES
from tests.orders.fuzz.export import MISSING, NO_DATE, NON_NUMERIC, Export
from tests.orders.fuzz.ids import MARKS
from tests.orders.fuzz.kinds import READ, family

FORMS = [form for form in {**SECONDS, **MINUTES, **DAYS}.values() if "'" not in form]
AMOUNTS = [MANNERS[name] for name in ("plain", "thousands", "German", "French", "Swiss", "Swedish")]
CURRENCIES = ["", "", "€", "¥", "$", "USD", "元"]
TITLES = ["", "", "", "Orders of the shop\n\n", "\n\n"]
TEXTS = [
    ("German", "utf-8-sig"), ("Chinese", "utf-8"), ("Chinese", "gbk"), ("German", "cp1252"),
    ("Japanese", "utf-8"), ("Russian", "utf-16"),
]  # fmt: skip
HEADS = [
    ("customer_id", "ordered_at", "amount"),
    ("买家会员名", "订单付款时间", "买家实际支付金额"),
    ("Client", "Day", "Paid"),
]
HOLDERS = ["csv", "csv", "gzip", "zip", "excel", "frame", "parquet", "folder"]


def pick(rng, values):
    return values[int(rng.integers(len(values)))]


@family(READ, {str(i): i for i in range(40)})
def oddities(number, rng, folder):
    export = Export(rng, int(rng.integers(40, 61)), dear=True)
    language, encoding = pick(rng, TEXTS)
    heads = [h for h in HEADS if h[0].isascii() or language == "Chinese" or "utf" in encoding]
    head = pick(rng, heads)
    names = NAMES[language]
    export.ids(lambda i: names[i % len(names)] + f" {i}")
    form, write, mark = pick(rng, FORMS), pick(rng, AMOUNTS), pick(rng, CURRENCIES)
    export.set([replace(line, at=cut(line.at, form)) for line in export.lines])
    export.show("date", lambda line: f"{line.at:{form}}")
    export.show("amount", lambda line: f"{write(line.cents)} {mark}".strip())
    if "utf" in encoding and rng.random() < 0.5:
        unseen = pick(rng, list(MARKS.values()))
        export.show("customer", lambda line: line.customer + unseen, export.some(0.2))
    items = ["Tea, green", "Cup; big", 'the "best"', "two\nlines", ""]
    export.extra["item"] = [pick(rng, items) for _ in export.lines]
    good = {role: cells[0] for role, cells in export.cells.items()}
    if rng.random() < 0.4:
        export.junk(MISSING, **{**good, "customer": pick(rng, ["", "n/a", "NULL"])})
    if rng.random() < 0.4:
        export.junk(NO_DATE, **{**good, "date": pick(rng, ["", "0000-00-00", "TBD"])})
    if rng.random() < 0.4:
        export.junk(NON_NUMERIC, **{**good, "amount": pick(rng, ["", "free", "#N/A"])})
    export.head = dict(zip(("customer", "date", "amount"), head, strict=True))
    if head[0] == "Client":
        export.options.update(export.head)
    try:
        export.text().encode(encoding)
    except UnicodeEncodeError:
        # A mark or blank that the encoding does not have.
        encoding = "utf-8-sig"
    return held(export, pick(rng, HOLDERS), rng, folder, encoding)


def held(export, holder, rng, folder, encoding):
    delimiter, end = pick(rng, [",", ";", "\t"]), pick(rng, ["\n", "\r\n"])
    if holder == "csv":
        title = pick(rng, TITLES)
        return export.csv(folder, encoding=encoding, before=title, delimiter=delimiter, end=end)
    if holder == "frame":
        return export.case(export.frame())
    data = export.text(delimiter, end).encode(encoding)
    path = folder / f"orders.{holder}"
    if holder == "gzip":
        path.write_bytes(gzip.compress(data))
    elif holder == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("orders.csv", data)
    elif holder == "excel":
        path = folder / "orders.xlsx"
        export.frame().to_excel(path, index=False)
    elif holder == "parquet":
        export.frame().to_parquet(path, index=False)
    else:
        path.mkdir()
        (path / "orders.csv").write_bytes(data)
    return export.case(path)
