"""What a run leaves behind: apart from what students hand in, and whole or not at all."""

import os
import tempfile
from pathlib import Path

from crmkit.course.grading.submissions import shown


def prepare(out: Path, submissions: Path) -> Path:
    """The folder beside the grade book for pages and results; made, and tried before hours pass.

    Raises ValueError where students could have planted results: output within the submissions.
    OSError names what cannot be written.
    """
    work = out.with_suffix("") if out.suffix else out.with_name(f"{out.name}-files")
    for place in (out, work):
        inside = submissions.resolve()
        if inside == place.resolve() or inside in place.resolve().parents:
            raise ValueError(
                f"{shown(place)} lies within {shown(submissions)}, where a student may have put "
                "results: keep the grade book elsewhere, such as --out ../grades.csv"
            )
    if out.is_dir():
        raise IsADirectoryError(f"{shown(out)} is a folder; name a file: --out grades.csv")
    for folder in (work / "feedback", work / "results", out.parent):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    if out.exists() and not os.access(out, os.W_OK):
        raise PermissionError(f"{shown(out)} may not be written: is it open in a spreadsheet?")
    return work


def put(path: Path, text: str) -> None:
    """Write a file whole, or leave the old one as it was (a full disk).

    Beside it first, under a name that no other write uses: identical copies are marked at once.
    """
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode(errors="backslashreplace"))
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
