"""Which lessons a pack holds, and when: the packs as data, and their agenda by the clock."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from crmkit.course.lessons import Lesson

Kind = Literal["lesson", "break", "lunch", "feedback"]


class Pause(NamedTuple):
    """Time of a session in which no lesson is taught."""

    kind: Kind
    minutes: int


BREAK, LUNCH, FEEDBACK = Pause("break", 15), Pause("lunch", 60), Pause("feedback", 10)

# A pack is its sessions, a session its lessons (by number) and pauses in order. The lessons are the
# README's ways through the course, and a test holds the two together.
PACKS: dict[str, tuple[tuple[str | Pause, ...], ...]] = {
    "half-day": (("10", "13", BREAK, "30", "50", FEEDBACK),),
    "day": (("10", "13", BREAK, "30", "40", LUNCH, "50", BREAK, "63", FEEDBACK),),
    # One a week.
    "semester": (
        *(("01",), ("10",), ("12",), ("13",), ("14",), ("20",), ("26",)),
        *(("30",), ("33",), ("35",), ("40",), ("43",), ("47",), ("63",)),
    ),
}


@dataclass(frozen=True)
class Entry:
    """One line of the agenda: in which session (from 1), from when to when ("9:45"), and what."""

    session: int
    start: str
    end: str
    minutes: int
    kind: Kind
    lesson: Lesson | None = None


def lessons_of(pack: str, lessons: Iterable[Lesson]) -> list[Lesson]:
    """The lessons of a pack in its order; ValueError names what is not there."""
    there = {lesson.name[:2]: lesson for lesson in lessons}
    wanted = [one for session in _sessions(pack) for one in session if isinstance(one, str)]
    missing = [one for one in wanted if one not in there]
    if missing:
        raise ValueError(f"the pack {pack!r} needs lessons that are not there: {missing}")
    return [there[one] for one in wanted]


def agenda(pack: str, lessons: Iterable[Lesson], *, start: str = "9:00") -> list[Entry]:
    """Every line of the agenda by the clock; each session begins at `start`.

    Raises ValueError where `start` is no time of day, or a session would go on past midnight.
    """
    there = {lesson.name[:2]: lesson for lesson in lessons_of(pack, lessons)}
    try:
        first = datetime.strptime(start.strip().replace("：", ":"), "%H:%M")
    except ValueError:
        raise ValueError(f"--start {start!r} is no time of day; write it as 9:00") from None
    found = []
    for number, session in enumerate(_sessions(pack), start=1):
        now = first
        for one in session:
            lesson = there[one] if isinstance(one, str) else None
            length = minutes(lesson) if lesson else one.minutes  # type: ignore[union-attr]
            kind: Kind = "lesson" if isinstance(one, str) else one.kind
            end = now + timedelta(minutes=length)
            found.append(Entry(number, _clock(now), _clock(end), length, kind, lesson))
            now = end
        if now.date() != first.date():
            raise ValueError(f"from {start} the pack {pack!r} would go on past midnight")
    return found


def minutes(lesson: Lesson) -> int:
    """How long the lesson says that it takes."""
    found = re.search(r"\*\*Time\*\* (\d+)", lesson.cells[0].source)
    if found is None:
        raise ValueError(f"{lesson.path}: the opening does not say its **Time**")
    return int(found[1])


def _sessions(pack: str) -> tuple[tuple[str | Pause, ...], ...]:
    if pack not in PACKS:
        raise ValueError(f"there is no pack {pack!r}; there are {', '.join(PACKS)}")
    return PACKS[pack]


def _clock(time: datetime) -> str:
    return f"{time:%H:%M}".removeprefix("0")
