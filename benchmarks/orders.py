"""What becomes of thousands of odd order files? A seeded generator knows the truth of each.

python -m benchmarks.orders --files 3000 --seed 1      the table of verdicts, and each bad kind
python -m benchmarks.orders --topic dates              the kinds of a topic only
python -m benchmarks.orders --kind ids/nobody --show   one file of each such kind, its outcome
"""

import argparse
import os
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.orders.fuzz.all_kinds import KINDS
from tests.orders.fuzz.kinds import CLEAR, RIGHT, VERDICTS, Case, Kind
from tests.orders.fuzz.verdicts import Verdict, judged, made


def tried(kind: Kind, seed: int) -> Verdict:
    """Judge one file in a folder of its own, which is where relative paths begin."""
    with TemporaryDirectory() as folder:
        return judged(kind, Path(folder), seed)


def show(kind: Kind, seed: int) -> None:
    with TemporaryDirectory() as folder:
        case = made(kind, Path(folder), seed)
        print(f"== {kind.name} (may be: {', '.join(sorted(kind.allowed))})")
        print(_begin(case), f"options {case.options}", f"dropped {case.dropped}", sep="\n")
        for truth in case.truths:
            print(f"truth: {truth.total()} lines, such as {next(iter(truth), None)}")
    verdict = tried(kind, seed)
    print(f"-> {verdict.name}: {verdict.detail}\n")


def _begin(case: Case) -> str:
    """Show how the source begins."""
    source = case.source
    if isinstance(source, str | os.PathLike) and Path(source).is_file():
        data = Path(source).read_bytes()[:400]
        return f"{source}\n{data.decode('utf-8', 'backslashreplace')}"
    return f"{type(source).__name__}: {str(source)[:400]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--topic", default="")
    parser.add_argument("--kind", default="", help="kinds whose names begin so")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--width", type=int, default=300, help="of a message")
    given = parser.parse_args()
    kinds = [k for k in KINDS.values() if k.topic.startswith(given.topic)]
    kinds = [k for k in kinds if k.name.startswith(given.kind)]
    if given.show:
        for kind in kinds:
            show(kind, given.seed)
        return

    start = time.perf_counter()
    counts: Counter[str] = Counter()
    topics: dict[str, Counter[str]] = {}
    bad: dict[str, list[Verdict]] = {}
    for i in range(given.files if not given.kind else len(kinds)):
        kind = kinds[i % len(kinds)]
        verdict = tried(kind, given.seed + i // len(kinds))
        name = verdict.name
        if name not in kind.allowed:
            bad.setdefault(kind.name, []).append(verdict)
            # A clear refusal of what can be read, and a right guess at what cannot be known.
            name = {CLEAR: "refused in vain", RIGHT: "guessed"}.get(name, name)
        counts[name] += 1
        topics.setdefault(kind.topic, Counter())[name] += 1
    for name, verdicts in bad.items():
        print(f"{name} [{verdicts[0].name}] {' '.join(verdicts[0].detail.split())[: given.width]}")
    names = (*VERDICTS, "refused in vain", "guessed")
    print(f"\n{'':12}" + "".join(f"{name:>24}" for name in names))
    for topic, row in [*topics.items(), ("all", counts)]:
        print(f"{topic:12}" + "".join(f"{row[name]:24,}" for name in names))
    print(
        f"\n{counts.total():,} files of {len(kinds):,} kinds, {len(bad):,} kinds bad, "
        f"{time.perf_counter() - start:.0f} s"
    )


if __name__ == "__main__":
    main()
