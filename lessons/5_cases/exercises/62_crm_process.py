# %% [markdown]
# # Exercises to 62: The whole CRM process
#
# **Your pipeline** You head the sales of a machine builder. Its deals are simulated and drawn by your name: nobody else has them. Money is in yuan; today is 2026-06-30.
#
# - `deals`: one row per deal (index `deal_id`): `manager`, `source` ("referral", "fair" for a trade fair, "cold call"), `size` ("small" or "large"), `amount` (yuan if won), `opened`.
# - `steps`: the export, one row for each stage that a deal came into: `deal_id`, `stage` (lead, meeting, offer, negotiation, won, lost), `entered`. Some rows appear twice.
# - `assumed`: the chance of being won that your CRM system assumes for each stage.
# - `pilot`: for each stage a measure that a pilot has tried: `rise` (by how much the share that goes on rises; 0.05 is five points), `cost` (yuan a quarter), and `boost` (by how much one sales day on a deal raises its chance of going on to the next stage).
#
# **Before this** [62 The whole CRM process](../../notebooks/5_cases/62_crm_process.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 62：CRM 全流程
#
# **你的销售漏斗** 你主管一家机械设备公司的销售。商机是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元；今天是 2026-06-30。
#
# - `deals`：每个商机一行（索引 `deal_id`）。`manager` 是销售经理，`source` 是来源（referral：老客户介绍；fair：展会；cold call：陌生拜访），`size` 是大小（small：小单；large：大单），`amount` 是赢单后的金额，`opened` 是开始日期。
# - `steps`：系统导出的记录，商机每进入一个阶段就有一行。`deal_id` 是编号，`stage` 是阶段（lead：线索；meeting：拜访；offer：报价；negotiation：谈判；won：赢单；lost：丢单），`entered` 是进入日期。有些行重复出现。
# - `assumed`：CRM 系统为每个阶段假定的赢单概率。
# - `pilot`：每个阶段各有一项试点过的措施。`rise` 是进入下一阶段的比例提高多少（0.05 即 5 个百分点），`cost` 是每季度的费用（元），`boost` 是在一个商机上花一个销售日，它进入下一阶段的概率提高多少。
#
# **先修** [62 CRM 全流程](../../../notebooks/zh/5_cases/62_crm_process.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import pandas as _pd

from crmkit import companies as _companies

_card = _companies.Selling.from_card()
_level = float(rng.uniform(0.9, 1.1))
_firm = _replace(
    _card,
    deals_a_week=float(rng.uniform(17, 21)),
    amount={"small": 70_000, "large": float(rng.integers(300, 361) * 1000)},
    forward_rate={name: _level * rate for name, rate in _card.forward_rate.items()},
    manager_effect=_card.manager_effect | {"Chen": -0.2, "Lin": float(rng.uniform(0.25, 0.35))},
    double_share=0.02,
)



def _told(ends, many=40):
    """Of so many last deals, the ones won; None if the order within a day decides."""
    cut = ends["entered"].iloc[-many]
    tied = ends.loc[ends["entered"] == cut, "stage"]
    if tied.nunique() > 1 and ends["entered"].iloc[-many - 1] == cut:
        return None
    return int((ends["stage"].tail(many) == "won").sum())


while True:  # until Chen has won more of the last 40, as in most sales meetings
    _made = _companies.sales_pipeline(seed=int(rng.integers(1, 10**6)), parameters=_firm)
    _ends = _made.steps.drop_duplicates()
    _ends = _ends[_ends["stage"].isin(["won", "lost"])].sort_values(["entered", "deal_id"])
    _ends = _ends.assign(manager=_ends["deal_id"].map(_made.deals["manager"]))
    _won = {name: _told(_ends[_ends["manager"] == name]) for name in ("Chen", "Lin")}
    if None not in _won.values() and _won["Chen"] > _won["Lin"] > 0:
        break
deals, steps = _made.deals, _made.steps
assumed = _pd.Series({"lead": 0.15, "meeting": 0.35, "offer": 0.6, "negotiation": 0.9})
pilot = _pd.DataFrame(
    {
        "rise": [0.05, 0.05, 0.07, 0.04],
        "cost": [int(one) * 1000 for one in rng.integers([190, 70, 60, 20], [221, 91, 81, 31])],
        "boost": [0.04, 0.06, 0.1, 0.04],
    },
    index=_pd.Index(["lead", "meeting", "offer", "negotiation"], name="stage"),
)

# %%
import numpy as np

from crmkit import rates
from crmkit.campaigns import leaks, like_for_like, pipeline_forecast, stages

# %%
deals, steps = sheet["deals"], sheet["steps"]
assumed, pilot = sheet["assumed"], sheet["pilot"]
today = "2026-06-30"
steps.head()

# %% [markdown] points=2 decimals=3
# ## The chance of an offer
#
# Drop the rows that appear twice and make the ledger of weeks. How likely is a deal in the stage "offer" to be won: in the end (`"end"`), and within 13 weeks (`"quarter"`)? All sizes together. Shares between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 一份报价的赢单率
#
# 去掉重复的行，做成每周的台账（ledger）。处在报价阶段（offer）的商机，最终赢单（`"end"`）和 13 周内赢单（`"quarter"`）的可能各是多少？大单小单一起算。用 0 到 1 之间的比例表示，保留 3 位小数。

# %% starter
q1 = {"end": ..., "quarter": ...}

# %% solution
# Open deals take part with the weeks that are known of them, and a quarter is shorter than the end.
# zh: 尚未结束的商机按已知的周数计入；而一个季度比“最终”要短。
clean = steps.drop_duplicates()
weeks = stages.ledger(clean, as_of=today)
asked = {"rng": np.random.default_rng(1), "draws": 40}
end = stages.chances(weeks, **asked)["estimate"]
quarter = stages.chances(weeks, weeks=13, **asked)["estimate"]
q1 = {"end": end["offer"], "quarter": quarter["offer"]}

# %% wrong
# You exchanged the two: less is won in a quarter than in the end.
# zh: 你把两者对调了：一个季度内赢的比最终的少。
q1 = {"end": quarter["offer"], "quarter": end["offer"]}
# Those are the leads. The question is about offers.
# zh: 这是线索阶段的。题目问的是报价阶段。
q1 = {"end": end["lead"], "quarter": quarter["lead"]}
# That is the share of offers that go on to the negotiation. Some of them are lost there.
# zh: 这是报价进入谈判的比例。其中有些在谈判中丢单。
q1["end"] = stages.passed(weeks).loc["offer", "rate"]
# That is what the CRM system assumes. Nobody has measured it.
# zh: 这是 CRM 系统的假定，没有人测量过。
q1 = {"end": assumed["offer"], "quarter": assumed["offer"]}
# Those are the negotiations. The question is about offers.
# zh: 这是谈判阶段的。题目问的是报价阶段。
q1 = {"end": end["negotiation"], "quarter": quarter["negotiation"]}
# You counted closed deals. Those that are still open count too, with the weeks they have lasted.
# zh: 你只数了已结束的商机。还没结束的也要按已经历的周数计入。
now = stages.stage_now(clean, as_of=today)
offered = now.index.isin(clean.loc[clean["stage"] == "offer", "deal_id"])
closed = now.loc[now["stage"].isin(["won", "lost"]) & offered, "stage"]
q1["end"] = (closed == "won").mean()
# You counted won among all closed deals. Most of them never reached an offer.
# zh: 你数的是全部已结束商机的赢单比例。其中大多数没有走到报价。
now = stages.stage_now(clean, as_of=today)
q1["end"] = (now.loc[now["stage"].isin(["won", "lost"]), "stage"] == "won").mean()
# Those are the large deals alone. All sizes together?
# zh: 这只是大单的。大单小单一起算是多少？
weeks["size"] = weeks["deal"].map(deals["size"])
q1 = {
    "end": stages.chances(weeks, by="size", **asked)["estimate"][("large", "offer")],
    "quarter": stages.chances(weeks, weeks=13, by="size", **asked)["estimate"][("large", "offer")],
}
# Those are the small deals alone. All sizes together?
# zh: 这只是小单的。大单小单一起算是多少？
weeks["size"] = weeks["deal"].map(deals["size"])
q1 = {
    "end": stages.chances(weeks, by="size", **asked)["estimate"][("small", "offer")],
    "quarter": stages.chances(weeks, weeks=13, by="size", **asked)["estimate"][("small", "offer")],
}
# You asked for 3 weeks. A quarter has 3 months, that is 13 weeks.
# zh: 你算了 3 周。一个季度是 3 个月，即 13 周。
q1["quarter"] = stages.chances(weeks, weeks=3, **asked)["estimate"]["offer"]
# You asked for 13 months. A quarter has 13 weeks.
# zh: 你算了 13 个月。一个季度是 13 周。
q1["quarter"] = stages.chances(weeks, weeks=56, **asked)["estimate"]["offer"]
# Those are shares of deals lost.
# zh: 这是丢单的比例。
q1 = {
    "end": stages.chances(weeks, won="lost", **asked)["estimate"]["offer"],
    "quarter": stages.chances(weeks, won="lost", weeks=13, **asked)["estimate"]["offer"],
}

# %% hints
# The lesson has a call for chances; it takes the number of weeks, or none.
# zh: 课上有一个求赢单率的函数，可以给它周数，也可以不给。

# `stages.ledger(steps.drop_duplicates(), as_of=today)` makes the weeks; `stages.chances(weeks, weeks=13, rng=np.random.default_rng(1))["estimate"]` has a row a stage.
# zh: `stages.ledger(steps.drop_duplicates(), as_of=today)` 得到台账；`stages.chances(weeks, weeks=13, rng=np.random.default_rng(1))["estimate"]` 每个阶段一行。

# %% [markdown] points=3 decimals=0
# ## What the quarter will bring
#
# Take the deals that are open today. What is the weighted pipeline with the chances of `assumed` (`"weighted"`)? With chances of winning within 13 weeks that are estimated for each size by itself, what is the expected sum (`"expected"`), and what its standard deviation (`"spread"`), if the deals are independent? Deals that have not begun yet do not count. Whole yuan.

# %% [markdown] lang="zh"
# ## 下个季度能带来多少
#
# 取今天在谈的商机。用 `assumed` 的概率，加权管道是多少（`"weighted"`）？再按大单、小单分别估计 13 周内赢单的概率，期望金额是多少（`"expected"`）？如果各商机相互独立，标准差是多少（`"spread"`）？尚未开始的商机不算。单位为元，填整数。

# %% starter
q2 = {"weighted": ..., "expected": ..., "spread": ...}

# %% solution
# Large deals hold most of the money and are won less often: one chance for all would promise too much.
# zh: 大单占了大部分金额，却更难赢：用同一个概率会承诺过多。
clean = steps.drop_duplicates()
now = stages.stage_now(clean, as_of=today).join(deals)
open_deals = now[~now["stage"].isin(["won", "lost"])].copy()
weeks = stages.ledger(clean, as_of=today)
weeks["size"] = weeks["deal"].map(deals["size"])
asked = {"rng": np.random.default_rng(1), "draws": 40}
by_size = stages.chances(weeks, weeks=13, by="size", **asked)["estimate"]
keys = open_deals.set_index(["size", "stage"]).index
open_deals["chance"] = by_size.reindex(keys).to_numpy()
brings = pipeline_forecast.sum_of_deals(open_deals, amount="amount", chance="chance")
weighted = (open_deals["amount"] * open_deals["stage"].map(assumed)).sum()
q2 = {
    "weighted": weighted,
    "expected": brings["estimate"],
    "spread": brings["standard_error"],
}

# %% wrong
# You used one chance for small and large deals.
# zh: 你对大单和小单用了同一个概率。
all_sizes = stages.chances(weeks, weeks=13, **asked)["estimate"]
open_deals["chance"] = open_deals["stage"].map(all_sizes)
brings = pipeline_forecast.sum_of_deals(open_deals, amount="amount", chance="chance")
q2 = {"weighted": weighted, "expected": brings["estimate"], "spread": brings["standard_error"]}
# That is what they bring in the end. The quarter has 13 weeks.
# zh: 这是最终能带来的。一个季度只有 13 周。
in_the_end = stages.chances(weeks, by="size", **asked)["estimate"]
open_deals["chance"] = in_the_end.reindex(keys).to_numpy()
brings = pipeline_forecast.sum_of_deals(open_deals, amount="amount", chance="chance")
q2 = {"weighted": weighted, "expected": brings["estimate"], "spread": brings["standard_error"]}
# You used one chance for small and large deals, and that of winning in the end, not within 13 weeks.
# zh: 你对大单和小单用了同一个概率，而且是最终赢单的概率，不是 13 周内的。
all_sizes = stages.chances(weeks, **asked)["estimate"]
open_deals["chance"] = open_deals["stage"].map(all_sizes)
brings = pipeline_forecast.sum_of_deals(open_deals, amount="amount", chance="chance")
q2 = {"weighted": weighted, "expected": brings["estimate"], "spread": brings["standard_error"]}
# Those are million yuan. In yuan?
# zh: 这是以百万元为单位的。换成元是多少？
q2 = {name: one / 1e6 for name, one in q2.items()}
# You counted the deals that have not begun yet, too. The question is about the open deals alone.
# zh: 你把尚未开始的商机也算进去了。题目只问在谈商机。
coming = deals[deals["opened"] > "2025-07-01"]
brings = pipeline_forecast.forecast(
    open_deals, weeks, amount="amount", stage="stage", by="size", weeks=13, coming=coming,
    rng=np.random.default_rng(1), draws=40,
)["estimate"]  # fmt: skip
q2["expected"] = brings["together"]
# The deals won are in your sum. Only open deals count.
# zh: 你把已经赢的商机也算进去了。只算在谈的商机。
q2["weighted"] = (now["amount"] * now["stage"].map({**assumed, "won": 1, "lost": 0})).sum()
# You took the spread at the chances that the system assumes. It is asked at the estimated ones.
# zh: 你用系统假定的概率算了标准差。题目要的是用估计的概率。
said = open_deals["stage"].map(assumed)
q2["spread"] = np.sqrt((open_deals["amount"] ** 2 * said * (1 - said)).sum())
# You added up the amounts as if every deal were won.
# zh: 你把金额直接相加，好像每一单都会赢。
q2["weighted"] = open_deals["amount"].sum()
# You gave the variance. The standard deviation is its root.
# zh: 你给出的是方差。标准差是它的平方根。
q2["spread"] = brings["standard_error"] ** 2
# You added the standard deviations of the deals. For independent deals it is the variances that add up.
# zh: 你把各单的标准差相加了。独立商机可以相加的是方差。
q2["spread"] = (
    open_deals["amount"] * np.sqrt(open_deals["chance"] * (1 - open_deals["chance"]))
).sum()
# You gave the upper end of the interval. The question is about the expected sum.
# zh: 你给出的是区间上限。题目问的是期望金额。
q2["expected"] = brings["high"]
# You exchanged the weighted pipeline and the expected sum.
# zh: 你把加权管道和期望金额对调了。
q2["weighted"], q2["expected"] = q2["expected"], q2["weighted"]

# %% hints
# `stages.stage_now(...)` says in which stage each deal stands; won and lost are not open.
# zh: `stages.stage_now(...)` 给出每个商机所处的阶段；won 和 lost 不算在谈。

# Give the ledger a column `size`, ask `stages.chances(..., weeks=13, by="size")`, bring the chances to the open deals, and call `pipeline_forecast.sum_of_deals`.
# zh: 给台账加上 `size` 一列，用 `stages.chances(..., weeks=13, by="size")` 求概率，对应到在谈商机，再调用 `pipeline_forecast.sum_of_deals`。

# %% [markdown] points=2 decimals=1
# ## Forty deals each
#
# Take the last 40 deals of each that have ended, by the day on which they ended. By how many percentage points is Lin's win rate above Chen's (`"estimate"`; negative if below), and what are the ends of the 95 % interval of `rates.rate_difference` (`"low"`, `"high"`)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 各 40 单
#
# 按结束日期取林经理（Lin）和陈经理（Chen）最近已结束的各 40 单。林经理的赢单率比陈经理高多少（`"estimate"`；低则为负）？用 `rates.rate_difference` 得到的 95% 区间，两端是多少（`"low"`、`"high"`）？单位为百分点，保留 1 位小数。

# %% starter
q3 = {"estimate": ..., "low": ..., "high": ...}

# %% solution
# An interval that holds zero leaves open whose win rate is higher, and forty deals each make it wide.
# zh: 区间含零，就说明不了谁的赢单率更高；各 40 单，区间必然很宽。
now = stages.stage_now(steps.drop_duplicates(), as_of=today).join(deals)
ended = now[now["stage"].isin(["won", "lost"])].reset_index()
ended = ended.sort_values(["entered", "deal_id"])
last = ended.groupby("manager").tail(40)
won = (last["stage"] == "won").groupby(last["manager"]).sum()
few = rates.rate_difference([int(won["Chen"]), int(won["Lin"])], [40, 40])
q3 = {name: 100 * few[name] for name in ("estimate", "low", "high")}

# %% wrong
# You subtracted Lin from Chen. What does Lin win more than Chen?
# zh: 你用陈减去了林。题目问的是林比陈高多少。
q3 = {"estimate": -q3["estimate"], "low": -q3["high"], "high": -q3["low"]}
# Those are shares. In percentage points?
# zh: 这是用比例表示的。换成百分点是多少？
q3 = {name: one / 100 for name, one in q3.items()}
# You counted deals. Of 40, how many per cent?
# zh: 你数的是单数。占 40 单的百分之几？
q3 = {name: one * 0.4 for name, one in q3.items()}
# Those are not the last 40 of each that have ended. Leave out the open deals, sort by `entered`, and take the last ones.
# zh: 这不是各自最近结束的 40 单。去掉在谈商机，按 `entered` 排序，取最后 40 单。
last = ended.groupby("manager").head(40)
# Those are not the last 40 of each that have ended. Leave out the open deals, sort by `entered`, and take the last ones.
# zh: 这不是各自最近结束的 40 单。去掉在谈商机，按 `entered` 排序，取最后 40 单。
last = ended.sort_values(["opened", "deal_id"]).groupby("manager").tail(40)
# Those are not the last 40 of each that have ended. Leave out the open deals, sort by `entered`, and take the last ones.
# zh: 这不是各自最近结束的 40 单。去掉在谈商机，按 `entered` 排序，取最后 40 单。
last = now.reset_index().sort_values(["entered", "deal_id"]).groupby("manager").tail(40)
# That is the simple interval, estimate ± 1.96 standard errors. The one asked for is that of `rates.rate_difference`.
# zh: 这是简单区间，即估计值 ± 1.96 倍标准误。题目要的是 `rates.rate_difference` 的区间。
parts = won[["Chen", "Lin"]] / 40
reach = 1.96 * np.sqrt((parts * (1 - parts) / 40).sum())
q3 = q3 | {"low": q3["estimate"] - 100 * reach, "high": q3["estimate"] + 100 * reach}
# You gave the difference as a share of Chen's win rate. In percentage points?
# zh: 你给出的是相对于陈经理赢单率的百分比。题目要的是百分点之差。
q3["estimate"] = 100 * (won["Lin"] / won["Chen"] - 1)
# You took the interval of 80 deals each. They have 40.
# zh: 你按各 80 单算了区间。只有各 40 单。
few = rates.rate_difference([2 * int(won["Chen"]), 2 * int(won["Lin"])], [80, 80])
# You took all deals that have ended. The question is about the last 40 of each.
# zh: 你取了全部已结束的商机。题目问的是各自最近的 40 单。
groups = (ended["stage"] == "won").groupby(ended["manager"]).agg(["sum", "size"])
few = rates.rate_difference(
    groups.loc[["Chen", "Lin"], "sum"].tolist(), groups.loc[["Chen", "Lin"], "size"].tolist()
)

# %% hints
# Sort the deals that have ended by `entered` (the day of winning or losing), and take the last 40 of each manager.
# zh: 把已结束的商机按 `entered`（赢单或丢单的日期）排序，取每位经理最后 40 单。

# `rates.rate_difference([of Chen, of Lin], [40, 40])` has `estimate`, `low` and `high`.
# zh: 把两人赢的单数交给 `rates.rate_difference([陈, 林], [40, 40])`，它给出差值 `estimate` 和区间两端 `low`、`high`。

# %% [markdown] points=2 decimals=1
# ## At equal deals
#
# Take all deals of Lin and Chen that were opened before 2025-07-01 and have ended. By how many percentage points is Lin's win rate above Chen's: as it is (`"raw"`), and within the same source and size, weighted as Lin's deals (`"fair"`)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 商机相同的时候
#
# 取 Lin 和 Chen 在 2025-07-01 之前开始、已经结束的全部商机。直接比较，林经理的赢单率比陈经理高多少个百分点（`"raw"`）？来源和大小都相同、按林经理的商机结构加权时，又高多少（`"fair"`）？保留 1 位小数。

# %% starter
q4 = {"raw": ..., "fair": ...}

# %% solution
# Chen gets the referrals and the small deals, and they are won more easily, whoever sells.
# zh: 陈拿到的多是老客户介绍和小单，这些商机谁去谈都更容易赢。
now = stages.stage_now(steps.drop_duplicates(), as_of=today).join(deals)
ended = now[now["stage"].isin(["won", "lost"]) & (now["opened"] < "2025-07-01")]
two = ended[ended["manager"].isin(["Chen", "Lin"])]
two = two.assign(
    won=100.0 * (two["stage"] == "won"), lin=(two["manager"] == "Lin").astype(int)
)
gap = like_for_like.gap(two, value="won", group="lin", held=["source", "size"])["estimate"]
q4 = {"raw": gap["as it is"], "fair": gap["same strata"]}

# %% wrong
# Weight the kinds of deals as Lin's: a regression, or the plain mean over the kinds, weights them otherwise.
# zh: 各类商机应当按林经理的商机结构加权：回归系数和各类的简单平均，权重都不同。
table = like_for_like.gap(two, value="won", group="lin", held=["source", "size"])["estimate"]
q4["fair"] = table["regression"]
# Weight the kinds of deals as Lin's: a regression, or the plain mean over the kinds, weights them otherwise.
# zh: 各类商机应当按林经理的商机结构加权：回归系数和各类的简单平均，权重都不同。
kinds = like_for_like.by_stratum(two, value="won", group="lin", held=["source", "size"])
q4["fair"] = (kinds["mean_in_group"] - kinds["mean_of_others"]).mean()
# You took the deals of all dates. Those opened before 2025-07-01 are asked for.
# zh: 你取了所有日期的商机。题目要的是 2025-07-01 之前开始的。
ended = now[now["stage"].isin(["won", "lost"])]
# You took the deals that had ended before 2025-07-01. It is the day of opening that counts.
# zh: 你取的是 2025-07-01 之前结束的商机。应当看开始日期。
ended = now[now["stage"].isin(["won", "lost"]) & (now["entered"] < "2025-07-01")]
# You compared Lin with all other managers. Only Chen is asked for.
# zh: 你把林经理和其他所有经理比了。题目只比陈经理。
two = ended.assign(
    won=100.0 * (ended["stage"] == "won"), lin=(ended["manager"] == "Lin").astype(int)
)
# You exchanged the two.
# zh: 你把两者对调了。
q4 = {"raw": q4["fair"], "fair": q4["raw"]}
# You held the source equal alone. Large deals are won less often, too.
# zh: 你只让来源相同。大单也更难赢。
q4["fair"] = like_for_like.gap(two, value="won", group="lin", held="source").loc[
    "same strata", "estimate"
]
# You held the size equal alone. Referrals are won more easily, too.
# zh: 你只让大小相同。老客户介绍的也更容易赢。
q4["fair"] = like_for_like.gap(two, value="won", group="lin", held="size").loc[
    "same strata", "estimate"
]
# You subtracted Lin from Chen.
# zh: 你用陈减去了林。
q4 = {name: -one for name, one in q4.items()}
# Those are shares. In percentage points?
# zh: 这是用比例表示的。换成百分点是多少？
q4 = {name: one / 100 for name, one in q4.items()}

# %% hints
# The lesson held source and size equal; lesson 54 explains how.
# zh: 课上让来源和大小相同；第 54 课讲了做法。

# `like_for_like.gap(two, value="won", group="lin", held=["source", "size"])` has a row "as it is" and a row "same strata"; let `won` be 0 or 100.
# zh: `like_for_like.gap(two, value="won", group="lin", held=["source", "size"])` 的结果里，`as it is` 一行是直接比较，`same strata` 一行是同类商机内的比较；先让 `won` 取 0 或 100。

# %% [markdown] points=2 decimals=1
# ## The largest leak, mended
#
# In a quarter 240 deals come in as leads; a deal won leaves a margin of 30,000 yuan. With the measures of `pilot`: how many deals are lost as leads in a quarter now, without any measure (`"lost"`), and what profit does the measure for leads make (`"profit"`, thousand yuan, its cost taken off)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 修补最大的漏洞
#
# 每季度有 240 个商机作为线索进来；赢一单留下 30,000 元毛利。按 `pilot` 的措施：现在（不做任何措施）每季度有多少商机在线索阶段丢掉（`"lost"`）？线索阶段的那项措施，利润是多少（`"profit"`，单位千元，已扣除费用）？保留 1 位小数。

# %% starter
q5 = {"lost": ..., "profit": ...}

# %% solution
# Most deals are lost as leads, but a lead that is held is still far from being won.
# zh: 丢得最多的是线索，但留住一条线索，离赢单还差得远。
weeks = stages.ledger(steps.drop_duplicates(), as_of=today)
many, value = 240, 30_000
mends = leaks.mending(
    weeks, rises=pilot["rise"].to_dict(), costs=pilot["cost"].to_dict(), deals=many, value=value,
    rng=np.random.default_rng(1), draws=40,
)  # fmt: skip
q5 = {"lost": mends.loc["lead", "lost"], "profit": mends.loc["lead", "profit"] / 1000}

# %% wrong
# You forgot the cost of the measure.
# zh: 你忘了扣除措施的费用。
q5["profit"] = (mends.loc["lead", "profit"] + pilot.loc["lead", "cost"]) / 1000
# Those are the leads that go on.
# zh: 这是进入下一阶段的线索。
q5["lost"] = many - mends.loc["lead", "lost"]
# Those are the deals lost in all stages. How many are lost as leads?
# zh: 这是各阶段丢掉的总数。在线索阶段丢掉多少？
q5["lost"] = mends["lost"].sum()
# That is a share. Of 240 leads, how many?
# zh: 这是比例。240 条线索中是多少条？
q5["lost"] = mends.loc["lead", "lost"] / many
# That is what would be lost with the measure. How many are lost now?
# zh: 这是采取措施之后丢掉的。现在丢掉多少？
q5["lost"] = mends.loc["lead", "lost"] - pilot.loc["lead", "rise"] * many
# A lead that is held becomes a meeting: its chance is that of a meeting, not of a lead.
# zh: 留住的线索就进入了拜访阶段：应当用拜访阶段的赢单率，而不是线索阶段的。
chance = stages.chances(weeks, rng=np.random.default_rng(1), draws=40)["estimate"]
q5["profit"] = (
    pilot.loc["lead", "rise"] * many * chance["lead"] * value - pilot.loc["lead", "cost"]
) / 1000
# The 30,000 yuan are the margin already: take no 30 % of them.
# zh: 30,000 元已经是毛利，不必再乘 30%。
value = 9_000
# You counted the deals of your own records. 240 come in, says the question.
# zh: 你用了自己记录里的商机数。题目说进来 240 个。
many = (deals["opened"] > "2025-07-01").sum() / 4
# You took the margin of your own records. The question gives 30,000 yuan a deal.
# zh: 你用了自己记录里的毛利。题目给的是每单 30,000 元。
now = stages.stage_now(steps.drop_duplicates(), as_of=today).join(deals)
value = 0.3 * now.loc[now["stage"] == "won", "amount"].mean()
# You counted every lead that is held as won. Most of them are lost later.
# zh: 你把留住的线索都当作赢单了。其中大多数后来还是丢了。
q5["profit"] = (pilot.loc["lead", "rise"] * many * value - pilot.loc["lead", "cost"]) / 1000
# That is in yuan. In thousand yuan?
# zh: 这是以元为单位的。换成千元是多少？
q5["profit"] = mends.loc["lead", "profit"]
# That is the measure for offers.
# zh: 这是针对报价阶段的措施。
q5 = {"lost": mends.loc["offer", "lost"], "profit": mends.loc["offer", "profit"] / 1000}
# You took 100 deals. In a quarter 240 come in.
# zh: 你按 100 个商机算了。每季度进来 240 个。
many = 100

# %% hints
# The lesson asks the same of four measures with one call.
# zh: 课上用一次调用算了四项措施。

# `leaks.mending(weeks, rises=pilot["rise"].to_dict(), costs=pilot["cost"].to_dict(), deals=240, value=30_000, rng=np.random.default_rng(1))` has `lost` and `profit`.
# zh: `leaks.mending(weeks, rises=pilot["rise"].to_dict(), costs=pilot["cost"].to_dict(), deals=240, value=30_000, rng=np.random.default_rng(1))` 有 `lost` 和 `profit`。

# %% [markdown] points=4
# ## Your page for the board
#
# Decide twice for each stage. Do you carry out its measure (`True` or `False`; 240 deals come in, a deal won leaves 30,000 yuan, as above)? And how many of your 60 sales days of this quarter go to its open deals (whole numbers; at most 60 in all, and at most one day per deal)?
#
# A sales day costs 2,500 yuan and raises the chance that the deal goes on by `boost`. It is then worth: `boost`, times the chance of being won in the end from the *next* stage (for the deal's size; 1 after the negotiation), times 30 % of the amount, less 2,500. Within a stage the days go to the deals where they are worth most. You need not use all of them. What counts is the profit of measures and days together.

# %% [markdown] lang="zh"
# ## 你给董事会的一页纸
#
# 对每个阶段做两个决定。一是做不做它的措施（如 `"mend lead"`，填 `True` 或 `False`；与上一题相同，进来 240 个商机，赢一单留下 30,000 元）。二是本季度的 60 个销售日，分给该阶段在谈商机几天（如 `"days lead"`，填整数；合计不超过 60，每个商机最多一天）。键名保持英文。
#
# 一个销售日花 2,500 元，让商机进入下一阶段的概率提高 `boost`。它的价值是：`boost`，乘以从*下一*阶段最终赢单的概率（按该商机的大小分别估计；谈判之后为 1），乘以金额的 30%，再减 2,500 元。在同一阶段内，销售日先给价值最高的商机。不必用完。评分看措施和销售日的利润之和。

# %% starter
q6 = {
    "mend lead": ..., "mend meeting": ..., "mend offer": ..., "mend negotiation": ...,
    "days lead": ..., "days meeting": ..., "days offer": ..., "days negotiation": ...,
}  # fmt: skip

# %% solution
# Carry out what pays, and put each day where it adds most money, not where most deals lie or where they are nearly won.
# zh: 做划算的措施；每一天都花在增加金额最多的地方，而不是商机最多的地方，也不是快要赢单的地方。
names = list(pilot.index)
clean = steps.drop_duplicates()
weeks = stages.ledger(clean, as_of=today)
mends = leaks.mending(
    weeks, rises=pilot["rise"].to_dict(), costs=pilot["cost"].to_dict(), deals=240, value=30_000,
    rng=np.random.default_rng(1), draws=40,
)  # fmt: skip
weeks["size"] = weeks["deal"].map(deals["size"])
chance = stages.chances(weeks, by="size", rng=np.random.default_rng(1), draws=40)["estimate"]
now = stages.stage_now(clean, as_of=today).join(deals)
open_deals = now[~now["stage"].isin(["won", "lost"])].copy()
follows = dict(zip(names, [*names[1:], "won"], strict=True))
after = [
    1.0 if follows[stage] == "won" else chance[(size, follows[stage])]
    for size, stage in zip(open_deals["size"], open_deals["stage"], strict=True)
]
boost = open_deals["stage"].map(pilot["boost"])
open_deals["a_day"] = boost * after * 0.3 * open_deals["amount"] - 2_500
ranked = open_deals.sort_values("a_day", ascending=False)
options = [*(f"mend {name}" for name in names), *(f"days {name}" for name in names)]
nothing = {one: False if one.startswith("mend") else 0 for one in options}


def worth(plan):
    earned, spent = 0.0, 0.0
    for name in names:
        if bool(plan[f"mend {name}"]):
            earned += mends.loc[name, "profit"]
        days = float(plan[f"days {name}"])
        here = ranked.loc[ranked["stage"] == name, "a_day"]
        if days % 1 or not 0 <= days <= len(here):
            raise ValueError(
                f"days {name} = {days:g}; 0, 1, ... {len(here)} open deals (在谈商机)"
            )
        earned += here.iloc[: int(days)].sum()
        spent += days
    if spent > 60:
        raise ValueError(f"{spent:g} days (天) > 60")
    return earned


chosen = ranked[ranked["a_day"] > 0].head(60)["stage"].value_counts()
best_days = {f"days {name}": int(chosen.get(name, 0)) for name in names}
best_mends = {f"mend {name}": bool(mends.loc[name, "profit"] > 0) for name in names}
there = open_deals["stage"].value_counts()


def shared(parts):
    """So many days to each stage, as far as it has open deals."""
    return {f"days {name}": min(int(parts.get(name, 0)), int(there[name])) for name in names}


q6 = best_mends | best_days

# %% wrong
# You share the days evenly. On most leads a day is worth less than it costs.
# zh: 你把天数平均分了。对大多数线索，花一天得到的抵不过它的成本。
q6 = best_mends | shared(dict.fromkeys(names, 15))
# You use all 60 days. On the last of these deals a day is worth less than it costs.
# zh: 你把 60 天都用完了。排在最后的那些商机，花一天得到的抵不过它的成本。
q6 = best_mends | shared(ranked.head(60)["stage"].value_counts())
# You put all days into offers. On a small offer a day brings less than on a large deal in another stage.
# zh: 你把天数都投在报价上。小单报价上的一天，不如花在其他阶段的大单上。
q6 = best_mends | shared({"offer": 60})
# You share the days as the open deals lie, so that most go to leads. On most of these a day is worth less than it costs.
# zh: 你按在谈商机的数目分配天数，大部分就给了线索。对其中大多数，花一天得到的抵不过它的成本。
q6 = best_mends | shared((60 * there / there.sum()).astype(int))
# You carry out the measure for offers alone. Those for meetings and negotiations pay, too.
# zh: 你只做报价阶段的措施。拜访和谈判阶段的措施也划算。
q6 = {f"mend {name}": name == "offer" for name in names} | best_days
# You put all days into negotiations. Most of these deals are won without you.
# zh: 你把天数都投在谈判上。这些商机大多不用你也能赢。
q6 = best_mends | shared({"negotiation": 60})
# You put all days where most deals are lost, into leads. What is held there is far from being won.
# zh: 你把天数都投在丢得最多的线索上。在那里留住的商机离赢单还远。
q6 = best_mends | shared({"lead": 60})
# You use no sales days, although a day on a large offer brings far more than it costs.
# zh: 你一个销售日也没用，而花在大单报价上的一天，赚回的比成本多得多。
q6 = best_mends | shared({})
# You carry out all four measures. That for leads costs more than it brings.
# zh: 你四项措施都做。针对线索的那项，费用比收益高。
q6 = q6 | {"mend lead": True}
# You mend the largest leak and none of the others.
# zh: 你只修补最大的漏洞，其他一概不做。
q6 = {f"mend {name}": name == "lead" for name in names} | best_days
# You carry out no measure. Faster offers pay at once.
# zh: 你一项措施也不做。加快报价立刻就划算。
q6 = {f"mend {name}": False for name in names} | best_days
# You forget the measure for the negotiation: few are lost there, but each of them was nearly won.
# zh: 你漏了谈判阶段的措施：那里丢得少，但每一单都快要赢了。
q6 = q6 | {"mend negotiation": False}
# You put everything into leads: the training of the letter, and all days. It loses money.
# zh: 你把一切都投在线索上：来信里的培训，加上全部销售日。这样会亏钱。
q6 = {f"mend {name}": name == "lead" for name in names} | shared({"lead": 60})

# %% hints
# The fifth question gives the profit of each measure. For the days, sort the open deals by what a day on them is worth.
# zh: 第五题给出了每项措施的利润。至于销售日，把在谈商机按花一天的价值排序。

# Take the 60 deals for which a day is worth most, as far as this is above 0, and count them by stage: `.head(60)["stage"].value_counts()`.
# zh: 取花一天价值最高的 60 个商机（价值要大于 0），按阶段数出来：`.head(60)["stage"].value_counts()`。

# %% policies
measures = {
    "no measure": set(), "leads": {"lead"}, "all": set(names), "offers": {"offer"},
    "those that pay": {name for name in names if best_mends[f"mend {name}"]},
}  # fmt: skip
shares = {
    "no days": {}, "evenly": dict.fromkeys(names, 15), "leads": {"lead": 60},
    "offers, then negotiations": {"offer": 40, "negotiation": 20}, "best": None,
    "negotiations, then meetings": {"negotiation": 30, "meeting": 30},
}  # fmt: skip
policies = {
    f"{one}; {other}": {f"mend {name}": name in measures[one] for name in names}
    | (best_days if shares[other] is None else shared(shares[other]))
    for one in measures
    for other in shares
}
