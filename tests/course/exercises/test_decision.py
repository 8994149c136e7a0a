"""A decision earns what it is worth: nothing for doing nothing, all for the best."""

import pytest

from crmkit.course import Sheet
from crmkit.course.exercises.answers import encode
from crmkit.course.exercises.decision import Scale
from crmkit.course.exercises.key import Key
from crmkit.course.exercises.reading import read
from crmkit.course.exercises.verify import faults, policies

SHEET = """\
# %% [markdown]
# # Exercises to 97: Whom to write to

# %% [markdown] lang="zh"
# # 练习 97：给谁写信

# %% data
import pandas as pd

gain = pd.Series(
    {"Gold": 900, "Silver": 100 + int(rng.integers(90)), "Iron": -50 - int(rng.integers(40))}
)
gain["Lead"] = -2000

# %%
gain = sheet["gain"]

# %% [markdown] points=4
# ## Whom do you write to?
#
# Which tiers do you write to? A set of names from `gain`.

# %% [markdown] lang="zh"
# ## 给谁写信？
#
# 给哪些层级写信？从 `gain` 里取名称，组成一个集合。

# %% solution
# A tier pays by itself, so write to each that gains.
# zh: 每个层级单独算账，凡是有利可图的都写。
options, nothing = set(gain.index), set()


def worth(tiers):
    if len(tiers) > 3:
        raise ValueError("there is stationery for three tiers")
    return gain[list(tiers)].sum()


q1 = set(gain.index[gain > 0])

# %% wrong
# You wrote to the best alone. Silver pays, too.
# zh: 你只写给了最好的层级。白银层级也值得写。
q1 = {"Gold"}
# You wrote to the three largest, though one of them costs.
# zh: 你写给了最大的三个层级，其中一个是亏的。
q1 = {"Gold", "Silver", "Iron"}

# %% hints
# Which tiers gain?
# zh: 哪些层级有利可图？

# What does a tier that loses do to the sum?
# zh: 亏损的层级会怎样影响总和？
"""


@pytest.fixture
def make(tmp_path):
    def _make(text=SHEET, language="en"):
        path = tmp_path / "97_whom.py"
        path.write_text(text, "utf-8")
        return read(path, language)

    return _make


def judge(source, answer, language=None):
    return Key(source, "Li Wei").judge("q1", encode(answer), language=language)


def test_the_sheet_is_sound(make):
    assert list(faults(make())) == []
    assert list(faults(make(language="zh"))) == []


def test_marks_are_in_proportion_to_what_the_decision_is_worth(make):
    key = Key(make(), "Li Wei")
    silver, iron = int(key.data["gain"]["Silver"]), int(key.data["gain"]["Iron"])
    best = 900 + silver
    expected = {
        ("Gold", "Silver"): 1,
        ("Gold",): 900 / best,
        ("Silver",): silver / best,
        ("Gold", "Silver", "Iron"): (best + iron) / best,
        (): 0,
        ("Lead",): 0,  # worth less than nothing: no points, and none taken
        ("Gold", "Lead"): 0,
    }
    for tiers, share in expected.items():
        verdict = judge(make(), set(tiers))
        assert verdict.share == pytest.approx(share), tiers
        assert verdict.outcome == ("right" if share == 1 else "wrong")


def test_it_says_what_the_decision_earns_and_what_the_best_does(make):
    best = 900 + int(Key(make(), "Li Wei").data["gain"]["Silver"])
    policy = judge(make(), {"Gold"}).sentence
    assert policy.startswith("You wrote to the best alone. Silver pays, too.")
    assert f"is worth 900, the best one {best:,}; doing nothing is worth 0." in policy
    assert judge(make(), {"Silver"}).sentence.startswith("Your decision is worth")
    assert f"worth {best:,}; doing nothing" in judge(make(), ["silver", "GOLD"]).sentence
    chinese = judge(make(language="zh"), {"Gold"}).sentence
    assert chinese.startswith("你只写给了最好的层级。白银层级也值得写。")
    assert f"你的决策带来 900，最优决策带来 {best:,}" in chinese


def test_what_is_no_decision_earns_nothing_and_is_told_why(make):
    unknown = judge(make(), {"Gold", "Tin"})
    assert (unknown.outcome, unknown.share) == ("no answer", 0)
    assert "Not among the options: Tin. They are Gold, Iron, Lead, Silver." in unknown.sentence
    too_many = judge(make(), {"Gold", "Silver", "Iron", "Lead"})
    assert (too_many.outcome, too_many.share) == ("no answer", 0)
    assert "cannot be carried out: there is stationery for three tiers" in too_many.sentence
    assert judge(make(), "Gold").outcome == "no answer"
    assert judge(make(), ...).outcome == "not attempted"


def test_the_learner_sees_the_points(make, tmp_path):
    make()
    sheet = Sheet("97", student="Li Wei", folder=tmp_path)
    share = judge(make(), {"Gold"}).share
    assert f"This earns {round(4 * share, 2)} of 4 points." in repr(sheet.check("q1", {"Gold"}))
    assert "earns" not in repr(sheet.check("q1", {"Gold", "Silver"}))
    assert "1 of 1 done" in repr(sheet.progress())


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('{"Gold", "Silver", "Iron"}', '{"Silver", "Gold"}', "is right"),
        ("set(gain.index), set()", 'set(gain.index), {"Gold", "Silver"}', "no decision earns"),
        ("options, nothing = set(gain.index), set()", "options = ()", "not `nothing`"),
        ("gain[list(tiers)].sum()", "0.0", "no decision earns anything"),
        ("gain > 0]", "gain < 0]", "no decision earns anything"),
    ],
)
def test_an_unfair_scale_is_a_fault(make, old, new, fault):
    assert old in SHEET
    found = list(faults(make(SHEET.replace(old, new)), ("Li Wei",)))
    assert any(fault in one for one in found), found


def test_policies_as_good_as_the_best_or_all_worthless_are_faults(make):
    near = SHEET.replace("-50 - int(rng.integers(40))", "-1")
    assert any("as good as the best" in one for one in faults(make(near), ("Li Wei",)))
    worthless = SHEET.replace('q1 = {"Gold"}', 'q1 = {"Lead"}')
    worthless = worthless.replace('{"Gold", "Silver", "Iron"}', '{"Gold", "Lead"}')
    assert any("no policy earns a part" in one for one in faults(make(worthless), ("Li Wei",)))


def test_decisions_may_be_numbers_texts_and_budgets():
    def worth(budget):
        return min(budget["mail"], 5) + 2 * min(budget["call"], 3)

    names = {"q1": {"mail": 5, "call": 3}, "nothing": {"mail": 0, "call": 0}, "worth": worth}
    scale = Scale("q1", names | {"options": ["mail", "call"]})
    assert scale.share(scale.worth(encode({"Mail": 2, "CALL": 3}))) == pytest.approx(8 / 11)
    plans = {"none": 0, "half": 40, "all": 30}
    scale = Scale(
        "q1", {"q1": "half", "nothing": "none", "worth": plans.__getitem__, "options": plans}
    )
    assert scale.share(scale.worth(encode("All"))) == 0.75
    scale = Scale("q1", {"q1": 10, "nothing": 0, "worth": lambda n: n * (20 - n)})
    assert scale.share(scale.worth(encode(5))) == 0.75
    assert scale.share(scale.worth(encode(float("nan")))) == 0
    assert scale.share(scale.worth(encode(float("inf")))) == 0


def test_a_starter_that_hides_an_entry_is_a_fault(make):
    parts = 'q1 = {"best": gain.idxmax(), "gain": int(gain["Silver"])}'
    text = SHEET.replace("q1 = set(gain.index[gain > 0])", f"x = 1\n{parts}")
    text = text[: text.index("# %% wrong")].replace("options, nothing", "some, none")
    text = text.replace(text[text.index("def worth") : text.index("x = 1")], "") + (
        "# %% wrong\n# The other.\n# zh: 另一个。\nq1['best'] = 'Iron'\n# No gain.\n# zh: 没有。\n"
        "q1['gain'] = 0\n\n# %% hints\n# One.\n# zh: 一。\n\n# Two.\n# zh: 二。\n"
    )
    assert not any("starter" in one for one in faults(make(text)))
    hidden = text.replace(parts, 'q1 = dict(best=gain.idxmax(), gain=int(gain["Silver"]))')
    assert any("entries ['best', 'gain'] are asked for" in one for one in faults(make(hidden)))


POLICIES = """

# %% policies
policies = {"all": options, "the best": {"Gold"}, "gains": set(gain.index[gain > 0]), "none": set()}
"""


def test_policies_of_a_sheet_show_what_they_earn_on_its_scale(make):
    earned = policies(make(SHEET + POLICIES), ("Li Wei", "Zoë")).loc["q1"]
    assert earned.loc["gains", "earned"] == 1 and earned.loc["none", "earned"] == 0
    assert 0.8 < earned.loc["the best", "least"] <= earned.loc["the best", "most"] < 1
    assert earned.loc["all", "earned"] == 0  # it cannot be carried out
    assert policies(make()).empty


def test_a_policy_that_is_worth_more_than_the_best_is_a_fault(make):
    modest = SHEET.replace("set(gain.index[gain > 0])", '{"Gold"}')
    found = list(faults(make(modest + POLICIES.replace("gain > 0", "gain > 9")), ("Li Wei",)))
    assert any("the policy 'gains' is worth" in fault for fault in found), found


def test_policies_are_no_part_of_what_a_student_gets(make):
    from crmkit.course.exercises import copies

    assert "the best" not in copies.as_text(copies.student_copy(make(SHEET + POLICIES)))


def test_a_decision_within_half_a_per_cent_of_the_best_is_right_and_told_the_best(make):
    # With gains of 900 and about 100, lead that costs 1 is next to nothing.
    near = SHEET.replace('gain["Lead"] = -2000', 'gain["Lead"] = -1')
    key = Key(make(near), "Li Wei")
    verdict = key.judge("q1", encode({"Gold", "Silver", "Lead"}))
    assert (verdict.outcome, verdict.share) == ("right", 1.0)
    assert "the best one" in verdict.sentence
    assert key.judge("q1", encode({"Gold"})).outcome == "wrong"
