"""Does a sheet keep its promises to every student?"""

from collections.abc import Iterator

import pandas as pd

from crmkit.course.exercises.answers import Encoded, encode
from crmkit.course.exercises.decision import Unfit, defined_by
from crmkit.course.exercises.key import Key
from crmkit.course.exercises.source import Question, Source, opening_comment

# Names as they come: several scripts, accents, a quote, a long one, none.
STUDENTS = (
    "Li Wei", "王芳", "Zhang San", "欧阳娜娜", "李四", "Ana García", "O'Brien", "Jürgen Groß",
    "Nguyễn Văn An", "Ravi", "Fatima Al-Zahra", "Иван Петров", "山田太郎", "김민준", "Zoë", "X",
    "S-2026-0417", "Maria da Silva Santos Oliveira", "=cmd", "",
)  # fmt: skip


def faults(source: Source, students: tuple[str, ...] = STUDENTS) -> Iterator[str]:
    """Everything that a learner would stumble over, a sentence each; nothing when all is well.

    For each student: the reference passes, each wrong answer fails with its own sentence, and the
    untouched starter is not attempted. A decision's scale is fair: the best earns all, doing
    nothing none, no policy as much as the best, and at least one a part; of the `policies` that the
    sheet lists, none is worth more than the best. Over all students: the starter shows the entries
    that are asked for, and no question has the same answer for all.
    """
    seen: dict[str, set[str]] = {question.name: set() for question in source.questions}
    entries: dict[str, set[tuple[str, ...]]] = {name: set() for name in seen}
    shown: dict[str, set[tuple[str, ...]]] = {name: set() for name in seen}
    for student in students:
        key = Key(source, student)
        for question in source.questions:
            where = f"{source.name} {question.name} for {student!r}"
            try:
                answer = key.compute(question, question.solution)
                seen[question.name].add(repr(answer))
                entries[question.name].add(_entries(answer))
                shown[question.name].add(_entries(_untouched(key, question)))
                yield from (f"{where}: {fault}" for fault in _faults(key, question))
                if defined_by(question.solution):
                    seen[question.name].add(repr(key.scale(question).best_worth))
                    yield from (f"{where}: {fault}" for fault in _unfair(key, question))
            except Exception as error:
                yield f"{where}: a cell fails with {type(error).__name__}: {error}"
    for name, asked in entries.items():
        # Entries that differ between students are names out of their data, and stand in the text.
        if len(students) > 1 and len(asked) == 1 and asked not in ({()}, shown[name]):
            yield (
                f"{source.name} {name}: the entries {list(*asked)} are asked for, but the starter "
                f"shows {list(*shown[name])}: write it in a `starter` cell"
            )
    for name, answers in seen.items():
        if len(students) > 1 and len(answers) < 0.8 * len(students):
            yield f"{source.name} {name}: only {len(answers)} answers for {len(students)} students"


def policies(source: Source, students: tuple[str, ...] = STUDENTS) -> pd.DataFrame:
    """What do the policies that a sheet lists earn: is the scale of its decisions fair?

    Returns
    -------
    DataFrame
        One row a question and policy, best first: earned (the mean over the students of its part
        of the points, 0 to 1), least and most. A policy that cannot be carried out earns nothing.
    """
    found = []
    for student in students:
        key = Key(source, student)
        for question in source.questions:
            for name, decision in key.policies(question).items():
                try:
                    share = key.scale(question).share(key.scale(question).worth(decision))
                except Unfit:
                    share = 0.0
                found.append((question.name, name, share))
    table = pd.DataFrame(found, columns=["question", "policy", "earned"])
    table = table.groupby(["question", "policy"])["earned"].agg(["mean", "min", "max"])
    table.columns = pd.Index(["earned", "least", "most"])
    return table.sort_values(["question", "earned"], ascending=[True, False])


def _faults(key: Key, question: Question) -> Iterator[str]:
    verdict = key.judge(question.name, key.compute(question, question.solution))
    if verdict.outcome != "right" or verdict.share != 1:
        yield f"the solution is {verdict.outcome}: {verdict.sentence}"
    for code in question.wrong:
        sentence = opening_comment(code)[0]
        verdict = key.judge(question.name, key.compute(question, code))
        if verdict.outcome != "wrong" or not verdict.sentence.startswith(sentence):
            yield f"the mistake {sentence!r} is {verdict.outcome}: {verdict.sentence!r}"
    verdict = key.judge(question.name, _untouched(key, question))
    if verdict.outcome != "not attempted":
        yield f"the starter is {verdict.outcome}"


def _untouched(key: Key, question: Question) -> Encoded:
    """What a student has before they begin: `...`, or a dict of dots."""
    room = dict(key.given)
    exec(question.starter, room)
    return encode(room[question.name])


def _entries(answer: Encoded) -> tuple[str, ...]:
    """The names in a dict, in order; none of other answers."""
    return tuple(sorted(answer["labels"])) if answer["kind"] == "dict" else ()


def _unfair(key: Key, question: Question) -> Iterator[str]:
    """What is amiss with the scale of a decision."""
    scale = key.scale(question)
    nothing = key.judge(question.name, scale.nothing)
    if nothing.share != 0:
        yield f"doing nothing is {nothing.outcome} and earns {nothing.share:.0%}"
    shares = []
    for code in question.wrong:
        share = key.judge(question.name, key.compute(question, code)).share
        shares.append(share)
        if share > _AS_GOOD:
            sentence = opening_comment(code)[0]
            yield f"the policy {sentence!r} earns {share:.1%}: it is as good as the best"
    if not any(_AS_BAD < share <= _AS_GOOD for share in shares):
        yield f"no policy earns a part; they earn {', '.join(f'{one:.1%}' for one in shares)}"
    for name, decision in key.policies(question).items():
        try:
            worth = scale.worth(decision)
        except Unfit:
            continue
        if worth > scale.best_worth + 1e-9 * abs(scale.best_worth):
            yield f"the policy {name!r} is worth {worth:,.2f}, the best {scale.best_worth:,.2f}"


_AS_BAD, _AS_GOOD = 0.02, 0.98
