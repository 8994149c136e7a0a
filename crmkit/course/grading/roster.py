"""Who should hand in, from a CSV file; and a file name for each of them."""

import csv
import hashlib
import io
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

from crmkit.course.exercises.data import same_name
from crmkit.course.grading.told import plain


def read_roster(path: Path) -> list[str]:
    """The names in the column `student` of a CSV file, in order; UTF-8, or GBK as Excel writes it.

    Raises ValueError that names the columns found, the names that stand there twice, an encoding
    that is neither, or a list without names.
    """
    rows = csv.DictReader(io.StringIO(_decoded(path), newline=""))
    if "student" not in (rows.fieldnames or []):
        raise ValueError(f"{path}: missing column 'student'; found {rows.fieldnames}")
    names = [plain(row["student"] or "", 200).strip() for row in rows]
    names = [name for name in names if name]
    if not names:
        raise ValueError(f"{path}: no names in the column 'student': nobody would get points")
    forms = [same_name(name) for name in names]
    twice = sorted({name for name in names if forms.count(same_name(name)) > 1})
    if twice:
        raise ValueError(f"{path}: these names stand there twice: {', '.join(twice)}")
    return names


def file_stem(who: str) -> str:
    """A name that every file system takes, and that no two students share."""
    short = re.sub(r"[^\w-]+", "_", who)[:40].strip("_") or "student"
    whole = who.encode(errors="backslashreplace")
    return f"{short}-{hashlib.sha256(whole).hexdigest()[:8]}"


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig" or not _mixes_scripts(text):
            return text
    raise ValueError(f"{path}: neither UTF-8 nor GBK; save it anew as 'CSV UTF-8'")


def _mixes_scripts(text: str) -> bool:
    """Whether a Chinese letter touches a Latin one: then GBK was not the encoding."""
    kinds = [_kind(one) for one in text]
    touching = {frozenset(pair) for pair in pairwise(kinds)}
    return "strange" in kinds or frozenset(("latin", "chinese")) in touching


def _kind(letter: str) -> str:
    if letter.isascii():
        return "latin" if letter.isalpha() else "other"
    name = unicodedata.name(letter, "")
    of_china = ("CJK", "FULLWIDTH", "IDEOGRAPHIC", "MIDDLE DOT")
    return "chinese" if name.startswith(of_china) else "strange"
