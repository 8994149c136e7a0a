"""Folders, patterns, lists and archives: many files, read as one."""

import gzip
import io
import tarfile
import zipfile

from tests.orders.fuzz.export import Export
from tests.orders.fuzz.kinds import EITHER, READ, REFUSED, family, kind

PARTS = 3


def parts(export):
    """Cut the rows in three, in order."""
    rows = export.rows()
    size = len(rows) // PARTS
    return [rows[i * size : (i + 1) * size if i < PARTS - 1 else None] for i in range(PARTS)]


def text_of(names, rows, delimiter=","):
    return "\n".join(delimiter.join(map(str, row)) for row in [names, *rows]) + "\n"


def months(export, folder, **how):
    """Write three files 2024-01.csv to 2024-03.csv to a folder of their own."""
    place = folder / "orders"
    place.mkdir()
    for i, rows in enumerate(parts(export)):
        (place / f"2024-{i + 1:02d}.csv").write_text(text_of(export.names, rows, **how))
    return place


WAYS = {
    "folder": lambda place: place,
    "folder as text": str,
    "pattern": lambda place: str(place / "2024-*.csv"),
    "star": lambda place: str(place / "*"),
    "list": lambda place: sorted(place.iterdir()),
    "list of texts": lambda place: [str(p) for p in sorted(place.iterdir())],
    "tuple": lambda place: tuple(sorted(place.iterdir())),
    "list in another order": lambda place: sorted(place.iterdir(), reverse=True),
    "question mark": lambda place: str(place / "2024-0?.csv"),
    "generator": lambda place: sorted(place.glob("*.csv")),
}


@family(READ, WAYS)
def given_as(way, rng, folder):
    export = Export(rng)
    return export.case(way(months(export, folder)))


def zipped(folder, members, name="orders.zip"):
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return path


def members(export):
    return {
        f"2024-{i + 1:02d}.csv": text_of(export.names, rows) for i, rows in enumerate(parts(export))
    }


@kind(READ)
def zip_of_three(rng, folder):
    export = Export(rng)
    return export.case(zipped(folder, members(export)))


@family(
    READ,
    {"zip": "orders.zip", "csv": "orders.csv", "none": "orders", "csv and zip": "orders.csv.zip"},
)
def zip_of_one_named(name, rng, folder):
    export = Export(rng)
    return export.case(zipped(folder, {"orders.csv": export.text()}, name))


@kind(READ)
def zip_of_a_folder_made_on_a_mac(rng, folder):
    export = Export(rng)
    inside = {f"orders/{name}": text for name, text in members(export).items()}
    inside["__MACOSX/orders/._2024-01.csv"] = "\0\5\x16\7Mac OS X"
    inside["orders/.DS_Store"] = "\0\0\0\1Bud1"
    return export.case(zipped(folder, inside))


@kind(READ)
def zip_of_a_workbook(rng, folder):
    export = Export(rng).typed()
    data = io.BytesIO()
    export.frame().to_excel(data, index=False)
    return export.case(zipped(folder, {"orders.xlsx": data.getvalue()}))


@kind(READ)
def zip_in_an_old_encoding(rng, folder):
    export = Export(rng)
    export.ids(lambda i: "王李张刘陈"[i % 5] + f"小明{i}")
    return export.case(zipped(folder, {"订单.csv": export.text().encode("gbk")}))


@family(
    REFUSED,
    {
        "nothing": {},
        "no orders": {"readme.txt": "hello"},
        "a zip": {"inner.zip": b"PK\x05\x06" + b"\0" * 18},
        "pictures": {"a.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 50},
    },
)
def zip_with(inside, rng, folder):
    export = Export(rng)
    case = export.case(zipped(folder, inside))
    case.truths = ()
    return case


@family(REFUSED, {"cut off": slice(0, -60), "without its start": slice(40, None)})
def zip_broken(part, rng, folder):
    export = Export(rng, 40)
    path = zipped(folder, members(export))
    path.write_bytes(path.read_bytes()[part])
    case = export.case(path)
    case.truths = ()
    return case


@kind(REFUSED)
def zip_with_a_password(rng, folder):
    export = Export(rng, 40)
    path = zipped(folder, {"orders.csv": export.text()})
    data = bytearray(path.read_bytes())
    # The flag of encryption, in the member's head and in the list at the end.
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return export.case(path)


@kind(EITHER)
def tar_of_three(rng, folder):
    export = Export(rng, 40)
    path = folder / "orders.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in members(export).items():
            info = tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))
    return export.case(path)


@kind(READ)
def columns_in_another_order(rng, folder):
    export = Export(rng)
    place = months(export, folder)
    names, rows = export.names[::-1], [row[::-1] for row in parts(export)[1]]
    (place / "2024-02.csv").write_text(text_of(names, rows))
    return export.case(place)


@family(READ, {"one more": True, "one less": False})
def columns_at_odds(more, rng, folder):
    export = Export(rng, 40)
    export.extra["item"] = ["Tea"] * 40
    place = months(export, folder)
    rows = parts(export)[1]
    if more:
        names, rows = [*export.names, "colour"], [[*row, "red"] for row in rows]
    else:
        names, rows = export.names[:-1], [row[:-1] for row in rows]
    (place / "2024-02.csv").write_text(text_of(names, rows))
    return export.case(place)


@kind(REFUSED)
def customer_named_otherwise_in_one(rng, folder):
    export = Export(rng, 40)
    place = months(export, folder)
    (place / "2024-02.csv").write_text(text_of(["client", *export.names[1:]], parts(export)[1]))
    return export.case(place)


@kind(READ)
def delimiters_that_differ(rng, folder):
    export = Export(rng)
    place = months(export, folder)
    (place / "2024-02.csv").write_text(text_of(export.names, parts(export)[1], ";"))
    return export.case(place)


@kind(READ)
def encodings_that_differ(rng, folder):
    export = Export(rng)
    export.ids(lambda i: "王李张刘陈"[i % 5] + f"小明{i}")
    place = months(export, folder)
    text = (place / "2024-02.csv").read_text()
    (place / "2024-02.csv").write_bytes(text.encode("gbk"))
    return export.case(place)


@kind(READ)
def csv_excel_parquet_and_gzip(rng, folder):
    export = Export(rng, 40)
    place = months(export, folder)
    import pandas as pd

    _, second, third = parts(export)
    pd.DataFrame(second, columns=export.names).to_excel(place / "2024-02.xlsx", index=False)
    pd.DataFrame(third, columns=export.names).to_parquet(place / "2024-03.parquet", index=False)
    (place / "2024-02.csv").unlink()
    (place / "2024-03.csv").unlink()
    text = (place / "2024-01.csv").read_bytes()
    (place / "2024-01.csv.gz").write_bytes(gzip.compress(text))
    (place / "2024-01.csv").unlink()
    return export.case(place)


STRANGERS = {
    "readme": ("README.txt", b"Orders of the shop.\n"),
    "markdown": ("README.md", b"# Orders\n"),
    "Mac": (".DS_Store", b"\0\0\0\1Bud1"),
    "Windows": ("Thumbs.db", b"\xd0\xcf\x11\xe0"),
    "desktop": ("desktop.ini", b"[.ShellClassInfo]\n"),
    "lock of Excel": ("~$2024-01.xlsx", b"\4Anna"),
    "hidden": (".2024-01.csv.swp", b"b0VIM"),
    "done": ("_SUCCESS", b""),
    "picture": ("logo.png", b"\x89PNG\r\n\x1a\n"),
    "script": ("load.py", b"import pandas\n"),
    "half download": ("2024-04.csv.crdownload", b"customer_id,ord"),
}


@family(READ, STRANGERS)
def beside_a_stranger(stranger, rng, folder):
    export = Export(rng)
    place = months(export, folder)
    (place / stranger[0]).write_bytes(stranger[1])
    return export.case(place)


@family(EITHER, {"empty": "", "header only": "customer_id,ordered_at,amount\n"})
def beside_a_file_that_is(text, rng, folder):
    export = Export(rng)
    place = months(export, folder)
    (place / "2024-04.csv").write_text(text)
    return export.case(place)


@kind(EITHER)
def folders_in_the_folder(rng, folder):
    export = Export(rng)
    place = months(export, folder)
    (place / "2023").mkdir()
    (place / "2024-01.csv").rename(place / "2023" / "2023-12.csv")
    case = export.case(place)
    # Files of the folder alone are an answer, too, where a note names the folder left out.
    export.lines = export.lines[len(export.lines) // PARTS :]
    case.truths += (export.truth(),)
    case.note = "2023"
    return case


@kind(READ)
def the_same_file_twice(rng, folder):
    """An export downloaded twice: its rows are repeats."""
    export = Export(rng, 39)
    place = months(export, folder)
    (place / "2024-03 (1).csv").write_text((place / "2024-03.csv").read_text())
    export.dropped = [("exact duplicate", "")] * len(parts(export)[2])
    export.note = r"2024-03 \(1\)|exact duplicate"
    export.options["may_drop"] = 0.5
    return export.case(place)


@kind(READ)
def days_that_overlap(rng, folder):
    export = Export(rng, 39)
    place = months(export, folder)
    one, two, _ = parts(export)
    (place / "2024-01.csv").write_text(text_of(export.names, one + two[:3]))
    export.dropped = [("exact duplicate",)] * 3
    return export.case(place)


@kind(EITHER)
def customers_with_zeros_in_one_file_only(rng, folder):
    """Text in all: 0107 of January is not 107 of February."""
    export = Export(rng, 39)
    export.ids(lambda i: f"{i + 107:04d}")
    place = months(export, folder)
    return export.case(place)


@kind(READ)
def numbers_in_one_parquet_and_texts_in_another(rng, folder):
    import pandas as pd

    export = Export(rng, 39)
    export.ids(lambda i: str(17850 + i))
    place = folder / "orders"
    place.mkdir()
    for i, rows in enumerate(parts(export)):
        frame = pd.DataFrame(rows, columns=export.names)
        if i:
            frame["customer_id"] = frame["customer_id"].astype("int64")
        frame.to_parquet(place / f"{i}.parquet", index=False)
    return export.case(place)


@kind(READ)
def floats_in_one_file_since_a_customer_is_missing(rng, folder):
    """What pandas writes: 17850 in January, 17850.0 in February."""
    export = Export(rng, 39)
    export.ids(lambda i: str(17850 + i))
    export.show("customer", lambda line: f"{line.customer}.0", range(13, 26))
    export.junk(("missing customer",), place=20, customer="")
    return export.case(months(export, folder))


@kind(EITHER)
def order_of_days_proven_in_one_file_only(rng, folder):
    export = Export(rng, 39)
    export.show("date", lambda line: f"{line.at:%d/%m/%Y %H:%M:%S}")
    return export.case(months(export, folder))


@family(
    REFUSED,
    {
        "no match": lambda f: str(f / "*.csv"),
        "empty list": lambda f: [],
        "empty folder": lambda f: f,
        "one missing": lambda f: [f / "a.csv", f / "b.csv"],
        "list of numbers": lambda f: [1, 2],
        "list of lists": lambda f: [[str(f)]],
    },
)
def nothing_given(way, rng, folder):
    case = Export(rng).case(way(folder))
    case.truths = ()
    return case


@kind(EITHER)
def list_of_frames(rng, folder):
    export = Export(rng, 39)
    frame = export.frame()
    return export.case([frame[:13], frame[13:]])
