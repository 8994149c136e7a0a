# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["11.8", "40", "12", "8", "30", "20", "95", "150,000", "3", "13", "100", "10", "60", "41", "47", "52", "54", "53", "25", "26", "23", "24", "50", "55", "37", "38", "42", "44", "45", "51"]
# ---

# %% [markdown]
# # 62 The whole CRM process
#
# **Question** What will the sales pipeline bring, where does it leak, and who sells better?
#
# **Who asks** The head of sales of a machine builder, who reports to the board on Friday.
#
# **Time** 45 minutes. **Before this** [41 Survival](../4_retention/41_survival.ipynb), [52 A power utility's arrears](52_arrears.ipynb) and [54 A restaurant club's key accounts](54_key_accounts.ipynb)
#
# **You will be able to**
# 1. say how likely a deal in each stage is to be won, next quarter and in the end;
# 2. forecast a quarter with an interval, and say why a weighted pipeline promises too much;
# 3. compare two managers at equal deals;
# 4. tell the largest leak from the one that pays best to mend.
#
# **Data** a simulated machine builder, simulated clicks in a web shop, 244 real clinical trials. Money is in yuan.
#
# > "On Friday I owe the board three answers. First, the next quarter: our CRM system weights the open deals by stage and says 11.8 million, so I shall promise that. Second, who gets the southern region: of their last 40 closed deals Chen won 12 and Lin 8, 30 against 20 per cent. I call that clear. Third, most deals are lost as leads, so I want 150,000 yuan a quarter for training first calls. Do you agree?"

# %% [markdown] lang="zh"
# # 62 CRM 全流程
#
# **问题** 销售漏斗下个季度能带来多少？漏在哪里？谁卖得更好？
#
# **谁会这样问** 一家机械设备公司的销售总监，星期五要向董事会汇报。
#
# **用时** 45 分钟。**先修** [41 生存分析](../4_retention/41_survival.ipynb)、[52 电力公司的欠费](52_arrears.ipynb)、[54 餐饮会所的大客户](54_key_accounts.ipynb)
#
# **学完你能够**
# 1. 说出处在每个阶段的商机下季度赢单、最终赢单的可能各有多大；
# 2. 预测一个季度的金额并给出区间，说明加权管道为什么承诺得太多；
# 3. 在商机相同的条件下比较两位销售经理；
# 4. 区分最大的漏洞和最值得修补的漏洞。
#
# **数据** 一家模拟的机械设备公司、一家网店的模拟点击记录、244 项真实的临床试验。金额单位为元。
#
# > “星期五我要向董事会交代三件事。第一是下个季度：CRM 系统按阶段给在谈商机加权，得出 1,180 万元，我打算就报这个数。第二是华南区交给谁：最近各 40 单已结束的商机里，陈经理赢了 12 单，林经理赢了 8 单，赢单率 30% 对 20%，我看很清楚了。第三，大多数商机在线索阶段就丢了，我想申请每季度 15 万元做首次拜访培训。你同意吗？”

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, plots, rates
from crmkit.campaigns import leaks, like_for_like, pipeline_forecast, roll_rates, stages
from crmkit.retention import LeavingHazard, survival

# %%
plots.course_style()
firm, today = companies.sales_pipeline(seed=15), "2026-06-30"
deals, steps = firm.deals, firm.steps.drop_duplicates()
double = len(firm.steps) - len(steps)
print(f"{len(deals):,} deals, {len(firm.steps):,} rows, {double} of them double and left out")

# %%
steps.head(3)

# %% [markdown]
# ## From stage to stage
#
# A deal passes through **stages** (商机阶段): lead, meeting, offer, negotiation, then won or lost. Together they make the **sales funnel** (销售漏斗). What chance does an offer have? You could take the system's figure, count won among closed deals, or use the chain of [lesson 52](52_arrears.ipynb), in which bills rolled from state to state. Commit to one.
#
# The ledger has one row per deal and week: where the deal stood. From it, of the deals that left a stage, the share that went on:

# %% [markdown] lang="zh"
# ## 从一个阶段到下一个阶段
#
# 商机要经过几个**商机阶段**（stage）：线索（lead）、拜访（meeting）、报价（offer）、谈判（negotiation），最后赢单（won）或丢单（lost），合起来就是**销售漏斗**（sales funnel）。处在报价阶段的商机有多大可能赢单？可以用系统里的百分比，可以数已结束商机的赢单比例，也可以用[第 52 课](52_arrears.ipynb)里账单在状态之间迁徙的马尔可夫链。先选定一种。
#
# 下面的台账（ledger）每个商机每周一行，记下它当时所处的阶段。由它算出：离开某一阶段的商机，有多大比例进入下一阶段。

# %%
weeks = stages.ledger(steps, as_of=today)
passed = stages.passed(weeks)
passed.round(3)

# %% [markdown]
# Of the offers {{passed.loc["offer", "rate"]:.3f}} went on, and of the negotiations {{passed.loc["negotiation", "rate"]:.3f}} were won. So an offer's chance by hand:

# %% [markdown] lang="zh"
# 离开报价阶段的商机有 {{passed.loc["offer", "rate"]:.3f}} 进入谈判，离开谈判的有 {{passed.loc["negotiation", "rate"]:.3f}} 赢单。报价的赢单率，先动手算：

# %%
rng = np.random.default_rng(62)
in_the_end = stages.chances(weeks, rng=rng)
by_hand = passed.loc["offer", "rate"] * passed.loc["negotiation", "rate"]
print(f"by hand {by_hand:.3f}, by call {in_the_end.loc['offer', 'estimate']:.3f}")

# %% [markdown]
# That is the **win rate** (赢单率) in the end. A count of closed deals would leave out those still open; the chain counts them with the weeks they have lasted. And it has a date: the quarter has 13 weeks. Guess: of 100 offers open today, how many are won by its end?

# %% [markdown] lang="zh"
# 这是最终的**赢单率**（win rate）。只数已结束的商机，就漏掉了还没结束的；马尔可夫链把它们也按已经历的周数计入。链还能给出期限：一个季度只有 13 周。猜一猜：今天在谈的 100 份报价，到季度末能赢几份？

# %%
assumed = {"lead": 0.1, "meeting": 0.3, "offer": 0.6, "negotiation": 0.9}
in_time = stages.chances(weeks, weeks=13, rng=rng)
ax = plots.stages.chances(in_time, in_the_end, assumed=assumed, when="next quarter")

# %% [markdown]
# Not {{100 * assumed["offer"]:.0f}}, as the system assumes, but {{100 * in_time.loc["offer", "estimate"]:.0f}} (whiskers: the 95 % interval, the true rates that agree with the data). How long is an offer pending? **Time in stage** (阶段停留时间) is a survival time ([lesson 41](../4_retention/41_survival.ipynb)).

# %% [markdown] lang="zh"
# 不是系统假定的 {{100 * assumed["offer"]:.0f}} 份，而是 {{100 * in_time.loc["offer", "estimate"]:.0f}} 份。图中灰柱是最终赢单，蓝柱是下季度赢单，横线是系统的假定；误差线是 95% 置信区间，即与数据相容的真实比例。一份报价要多久才有结果？**阶段停留时间**（time in stage）就是一种生存时间，见[第 41 课](../4_retention/41_survival.ipynb)。

# %%
now = stages.stage_now(steps, as_of=today).join(deals)
offers = weeks[weeks["state"] == "offer"].groupby("deal").size().to_frame("weeks").join(now)
offers["left"] = offers["stage"] != "offer"
pending = survival.curves(offers, tenure="weeks", left="left", by="size")
late = survival.at(pending, 13)["survival"]
ax = plots.survival.survival_curves(pending, at=13, state="pending", unit="weeks")

# %% [markdown]
# Large offers wait longer: {{100 * late[("large", 13)]:.0f}} in 100 are undecided after 13 weeks, of small ones {{100 * late[("small", 13)]:.0f}}.
#
# ## What the quarter will bring
#
# A **weighted pipeline** (加权管道) adds up amount times chance. With the system's percentages:

# %% [markdown] lang="zh"
# 大单（large）等得更久：13 周后，每 100 份大单报价有 {{100 * late[("large", 13)]:.0f}} 份仍未定，小单（small）是 {{100 * late[("small", 13)]:.0f}} 份。
#
# ## 下个季度能带来多少
#
# **加权管道**（weighted pipeline）就是把“金额乘以赢单概率”加总。用系统的百分比来算：

# %%
open_deals = now[~now["stage"].isin(["won", "lost"])].copy()
weighted = (open_deals["amount"] * open_deals["stage"].map(assumed)).sum()
print(f"{len(open_deals)} open deals, weighted {weighted / 1e6:.1f} million yuan")

# %% [markdown]
# Nobody has measured the percentages, and the sum has no date. Is there a third fault? The chance of being won within 13 weeks, by size:

# %% [markdown] lang="zh"
# 这个数有两处不对：百分比没有任何数据支持，总和也没有期限。还有第三处吗？按大小分别估计 13 周内赢单的概率：

# %%
weeks["size"] = weeks["deal"].map(deals["size"])
by_size = stages.chances(weeks, weeks=13, by="size", rng=rng)["estimate"]
by_size.unstack("stage")[list(assumed)].round(2)

# %% [markdown]
# Large deals hold {{100 * open_deals.loc[open_deals["size"] == "large", "amount"].sum() / open_deals["amount"].sum():.0f}} % of the open money and are won less often from every stage. So each size gets a chain of its own. And a sum of a few large deals is largely luck. For one deal by hand, the standard deviation is amount × √(chance × (1 − chance)):

# %% [markdown] lang="zh"
# 大单占在谈金额的 {{100 * open_deals.loc[open_deals["size"] == "large", "amount"].sum() / open_deals["amount"].sum():.0f}}%，在每个阶段都比小单难赢。所以大单和小单各用一条链。而且总金额主要取决于少数大单，运气成分很重。先对一单动手算，标准差 = 金额 × √(概率 × (1 − 概率))：

# %%
open_deals["chance"] = by_size.reindex(open_deals.set_index(["size", "stage"]).index).to_numpy()
one = open_deals.loc[open_deals["amount"].idxmax()]
swing = one["amount"] * np.sqrt(one["chance"] * (1 - one["chance"]))
print(f"{one['amount']:,.0f} yuan, chance {one['chance']:.2f}: standard deviation {swing:,.0f}")

# %%
money = {"amount": "amount", "chance": "chance"}
known = pipeline_forecast.sum_of_deals(open_deals, **money)
sums = pipeline_forecast.distribution(open_deals, **money)
marks = {"weighted pipeline": weighted, "expected": known["estimate"]}
ax = plots.pipeline_forecast.sums(sums, marks=marks, interval=(known["low"], known["high"]))

# %% [markdown]
# The picture takes the chances as known. They are estimates, and some deals will begin and be won within the quarter. Both belong in the forecast:

# %% [markdown] lang="zh"
# 图中横轴是赢单金额（百万元），深色部分含 95% 的可能；竖线是加权管道和期望值。这里把概率当作已知。其实概率是估计出来的；还有一些商机会在季度内新出现并赢单。两者都要计入预测：

# %%
coming = deals[deals["opened"] > pd.Timestamp(today) - pd.Timedelta(weeks=52)]
quarter = pipeline_forecast.forecast(open_deals, weeks, amount="amount", stage="stage",
                                     by="size", weeks=13, coming=coming, rng=rng)
(quarter / 1e6).round(2)

# %%
brought = 0
for table in (firm.truth.join(open_deals["amount"], how="inner"), firm.later):
    closed = table["ended_on"] <= pd.Timestamp(today) + pd.Timedelta(weeks=13)
    brought += table.loc[closed & (table["outcome"] == "won"), "amount"].sum()
print(f"the simulation went on: {brought / 1e6:.1f} million")

# %% [markdown]
# The forecast is {{quarter.loc["together", "estimate"] / 1e6:.1f}} million, between {{quarter.loc["together", "low"] / 1e6:.1f}} and {{quarter.loc["together", "high"] / 1e6:.1f}}; the simulation then brought {{brought / 1e6:.1f}}. The promise of {{weighted / 1e6:.1f}} was out of reach.
#
# ## Two managers
#
# Is 12 of 40 against 8 of 40 a difference? Guess the interval first.

# %% [markdown] lang="zh"
# 预测是 {{quarter.loc["together", "estimate"] / 1e4:,.0f}} 万元，区间 {{quarter.loc["together", "low"] / 1e4:,.0f}} 到 {{quarter.loc["together", "high"] / 1e4:,.0f}}；后来模拟的实际结果是 {{brought / 1e4:,.0f}} 万元。表中三行依次是在谈商机、将出现的商机、合计，单位为百万元。{{weighted / 1e4:,.0f}} 万元的承诺根本无法兑现。
#
# ## 两位销售经理
#
# 一位 40 单赢 12 单，另一位 40 单赢 8 单，这算有差别吗？先猜一猜差值的区间。

# %%
ended = now[now["stage"].isin(["won", "lost"])].sort_values(["entered", "deal_id"])
last = ended.groupby("manager").tail(40)
won = last[last["stage"] == "won"].groupby("manager").size()[["Chen", "Lin"]]
few = rates.rate_difference(won.tolist(), [40, 40])
needed = rates.sample_size(0.2, 0.1)
few.round(3).to_frame(f"Lin less Chen; deals needed: {needed} each").T

# %% [markdown]
# From {{100 * few["low"]:.0f}} to {{100 * few["high"]:+.0f}} points: 40 deals each cannot tell. To detect a true gap of ten points four times in five takes {{needed}} deals each. The records reach back three years. We take deals begun over a year ago, nearly all of them ended. Is Chen better?

# %% [markdown] lang="zh"
# 从 {{100 * few["low"]:.0f}} 到 {{100 * few["high"]:+.0f}} 个百分点：各 40 单看不出高下。要有八成把握看出 10 个百分点的真实差别，每人需要 {{needed}} 单。好在有三年的记录。取一年以前开始的商机，它们几乎都已结束。陈经理更好吗？

# %%
old = ended[(ended["opened"] < "2025-07-01") & ended["manager"].isin(["Chen", "Lin"])]
two = old.assign(won=100.0 * (old["stage"] == "won"), lin=(old["manager"] == "Lin").astype(int))
asked = {"value": "won", "group": "lin", "held": ["source", "size"]}
gap = like_for_like.gap(two, **asked)
gap.loc[["as it is"], ["estimate", "low", "high"]].round(1)

# %% [markdown]
# Now the interval leaves out zero: Lin wins {{-gap.loc["as it is", "estimate"]:.1f}} points fewer. The head of sales was right, it seems. Before you sign: do both get the same deals? A deal comes from a referral, a trade fair (`fair`) or a cold call. Guess who is ahead among referrals, and who among cold calls.

# %% [markdown] lang="zh"
# 这回区间不含零：林经理的赢单率低 {{-gap.loc["as it is", "estimate"]:.1f}} 个百分点。看来总监说对了。签字之前先想一想：两人拿到的商机一样吗？商机有三种来源：老客户介绍（referral）、展会（fair）、陌生拜访（cold call）。猜一猜，老客户介绍的商机里谁领先？陌生拜访里呢？

# %%
kinds = like_for_like.by_stratum(two, **asked)
ax = plots.stages.by_kind(kinds, groups=("Lin", "Chen"))

# %%
gap[["estimate", "low", "high"]].round(1)

# %% [markdown]
# Chen gets the small referrals, Lin the cold calls. A **fair comparison** (公平比较) holds the deals equal ([lesson 54](54_key_accounts.ipynb)): within the same source and size Lin wins {{gap.loc["same strata", "estimate"]:.1f}} points *more*, weighted as Lin's deals ({{gap.loc["same strata", "low"]:.1f}} to {{gap.loc["same strata", "high"]:.1f}}). A regression agrees. The sign has turned.
#
# Does this happen outside a simulation, and to times as well? The trials are real: is good news published sooner?

# %% [markdown] lang="zh"
# 图中点越大，这类商机在该经理手里占得越多；最上面一行是全部商机。陈经理拿到的多是老客户介绍的小单，林经理多是陌生拜访。**公平比较**（fair comparison）要让商机相同（见[第 54 课](54_key_accounts.ipynb)）：来源和大小都相同、按林经理的商机结构加权时，林经理的赢单率反而*高* {{gap.loc["same strata", "estimate"]:.1f}} 个百分点（{{gap.loc["same strata", "low"]:.1f}} 到 {{gap.loc["same strata", "high"]:.1f}}）。回归也支持这一点：正负号反过来了。
#
# 换成真实数据、换成时长，也会这样吗？这里的临床试验是真实的：结果好的发表得更快吗？

# %%
trials = datasets.load("publication_times")
clock = {"tenure": "months", "left": "published"}
test = survival.log_rank(trials, **clock, by="positive")
print(f"{trials['published'].sum()} of {len(trials)} published; log-rank p {test['p_value']:.2f}")

# %%
like = ["many_centres", "clinical_endpoint", "sample_size", "budget", "impact"]
fits = {"alone": LeavingHazard.fit(trials, **clock, traits=["positive"]),
        "equal trials": LeavingHazard.fit(trials, **clock, traits=["positive", *like])}
ratios = pd.DataFrame({n: f.hazard_ratios().loc["positive"] for n, f in fits.items()}).T
ax = plots.leaving_hazard.adjusted_ratios(ratios, trait="Good news", what="are published")

# %% [markdown]
# The log-rank test sees nothing (p {{test["p_value"]:.2f}}: chance alone makes as large a difference that often). The hazard ratio says how many times as fast: alone its interval holds 1, at equal trials it is {{ratios.loc["equal trials", "estimate"]:.2f}}. (This is the published model. Its `impact` counts citations, which come after publication: [lesson 41](../4_retention/41_survival.ipynb).)
#
# ## The largest leak and the one to mend
#
# In a web shop we see each step. Guess where it pays to mend.

# %% [markdown] lang="zh"
# 对数秩检验看不出差别（p 值 {{test["p_value"]:.2f}}，即单凭偶然出现这么大差别的可能）。风险比表示快多少倍：图中上面一行是直接比较（alone），区间含 1；下面一行让试验的条件相同（equal trials），风险比是 {{ratios.loc["equal trials", "estimate"]:.2f}}。（这就是已发表的模型。其中的 `impact` 是引用次数，而引用发生在发表之后，见[第 41 课](../4_retention/41_survival.ipynb)。）
#
# ## 最大的漏洞与最值得修补的漏洞
#
# 网店的每一步都看得见。猜一猜，修补哪里划算？

# %%
clicks = datasets.load("shop_clicks")
path = ["product_view", "add_to_cart", "shipping_details", "payment_details", "purchase"]
people = clicks.groupby("event")["session_id"].nunique()[path]
ax = plots.leaks.funnel_bars(people)

# %%
seen = pd.crosstab(clicks["session_id"], clicks["event"]) > 0
paying = seen[seen["payment_details"]].astype(int)
errors = rates.rate_by(paying, happened="purchase", by="payment_error")
more = errors.loc[1, "customers"] * errors.loc[0, "rate"] - errors.loc[1, "happened"]
errors.rename(columns={"customers": "sessions", "happened": "bought"}).round(3)

# %% [markdown]
# The largest leak is from view to cart. But {{errors.loc[1, "customers"]}} sessions met a payment error: {{errors.loc[1, "rate"]:.3f}} of them bought, of the others {{errors.loc[0, "rate"]:.3f}}. Without the error there would be up to {{more:.0f}} more purchases, for one repair. To gain as many, the share that goes from view to cart would have to rise by {{100 * leaks.rise_needed(people, more=more)["add_to_cart"]:.1f}} points.
#
# And our pipeline? A randomised pilot has tried one measure for each stage: first calls are trained, offers are sent faster. `rises` says by how much the share that goes on rises, `costs` what that costs a quarter. A deal won leaves a margin of 30 %.

# %% [markdown] lang="zh"
# 图中从上到下是浏览商品、加入购物车、填写配送、填写付款、购买。最大的漏洞在浏览到购物车之间。但有 {{errors.loc[1, "customers"]}} 次会话遇到了付款报错（payment error）：其中只有 {{errors.loc[1, "rate"]:.3f}} 完成购买，其余是 {{errors.loc[0, "rate"]:.3f}}。只修好这一处，最多可多 {{more:.0f}} 笔购买。要在浏览到购物车这一步得到同样的效果，转化率得提高 {{100 * leaks.rise_needed(people, more=more)["add_to_cart"]:.1f}} 个百分点。
#
# 我们的销售漏斗呢？一次随机分组的试点为每个阶段试了一项措施，例如线索阶段做首次拜访培训，报价阶段加快报价。`rises` 是进入下一阶段的比例提高多少，`costs` 是每季度的费用。赢单的毛利率是 30%。

# %%
rises = {"lead": 0.04, "meeting": 0.04, "offer": 0.08, "negotiation": 0.03}
costs = {"lead": 150_000, "meeting": 60_000, "offer": 80_000, "negotiation": 20_000}
margin = 0.3 * now.loc[now["stage"] == "won", "amount"].mean()
quarterly = {"deals": len(coming) / 4, "value": margin, "rng": rng}
mends = leaks.mending(weeks, rises=rises, costs=costs, **quarterly)
ax = plots.leaks.mends(mends, unit="thousand yuan a quarter")

# %% [markdown]
# Most deals are lost as leads, {{mends.loc["lead", "lost"]:.0f}} a quarter, yet training first calls would lose {{-mends.loc["lead", "profit"] / 1000:.0f}} thousand yuan. By hand: {{len(coming) / 4:.0f}} leads × {{rises["lead"]}} are {{mends.loc["lead", "more_won"] / in_the_end.loc["meeting", "estimate"]:.1f}} more meetings; {{in_the_end.loc["meeting", "estimate"]:.3f}} of them are won, at {{margin / 1000:.1f}} thousand each: {{(mends.loc["lead", "profit"] + 150_000) / 1000:.0f}} thousand, for a cost of {{costs["lead"] / 1000:.0f}}. Faster offers earn {{mends.loc["offer", "profit"] / 1000:.0f}} thousand. Last, what Lin brings more than Chen in margin, at equal deals:

# %% [markdown] lang="zh"
# 线索阶段丢得最多，每季度 {{mends.loc["lead", "lost"]:.0f}} 单，但首次拜访培训要亏 {{-mends.loc["lead", "profit"] / 1e4:.1f}} 万元。动手算：{{len(coming) / 4:.0f}} 条线索 × {{rises["lead"]}}，多出 {{mends.loc["lead", "more_won"] / in_the_end.loc["meeting", "estimate"]:.1f}} 次拜访；其中 {{in_the_end.loc["meeting", "estimate"]:.3f}} 最终赢单，每单毛利 {{margin / 1e4:.2f}} 万元，共 {{(mends.loc["lead", "profit"] + 150_000) / 1e4:.1f}} 万元，而费用是 {{costs["lead"] / 1e4:.0f}} 万元。加快报价能赚 {{mends.loc["offer", "profit"] / 1e4:.1f}} 万元（图中单位为千元）。最后看商机相同时，林经理比陈经理每 100 单多带来多少毛利（元）：

# %%
margins = two.assign(margin=100 * 0.3 * two["amount"] * (two["stage"] == "won"))
south = like_for_like.gap(margins, **(asked | {"value": "margin"})).loc["same strata"]
south = south[["estimate", "low", "high"]].round(-3).astype("int64")
south.to_frame("margin of 100 deals").T

# %% [markdown]
# ## One page for the board
#
# | decision | thousand yuan | 95 % interval |
# |---|---|---|
# | forecast the quarter at | {{quarter.loc["together", "estimate"] / 1000:,.0f}} | {{quarter.loc["together", "low"] / 1000:,.0f}} to {{quarter.loc["together", "high"] / 1000:,.0f}} |
# | Lin gets the south; extra margin per 100 deals | {{south["estimate"] / 1000:,.0f}} | {{south["low"] / 1000:,.0f}} to {{south["high"] / 1000:,.0f}} |
# | faster offers, profit a quarter | {{mends.loc["offer", "profit"] / 1000:,.0f}} | {{mends.loc["offer", "low"] / 1000:,.0f}} to {{mends.loc["offer", "high"] / 1000:,.0f}} |
# | no training of first calls; it would earn a quarter | {{mends.loc["lead", "profit"] / 1000:,.0f}} | {{mends.loc["lead", "low"] / 1000:,.0f}} to {{mends.loc["lead", "high"] / 1000:,.0f}} |
#
# **What would change it** a slump that hits all deals at once; a south where deals differ from Lin's; a training that costs less than {{(mends.loc["lead", "profit"] + 150_000) / 1000:.0f}} thousand a quarter.

# %% [markdown] lang="zh"
# ## 给董事会的一页纸
#
# | 决定 | 万元 | 95% 区间 |
# |---|---|---|
# | 下季度预测 | {{quarter.loc["together", "estimate"] / 1e4:,.0f}} | {{quarter.loc["together", "low"] / 1e4:,.0f}} 到 {{quarter.loc["together", "high"] / 1e4:,.0f}} |
# | 华南区交给林经理，每 100 单多得毛利 | {{south["estimate"] / 1e4:,.1f}} | {{south["low"] / 1e4:,.1f}} 到 {{south["high"] / 1e4:,.1f}} |
# | 加快报价，每季度利润 | {{mends.loc["offer", "profit"] / 1e4:,.1f}} | {{mends.loc["offer", "low"] / 1e4:,.1f}} 到 {{mends.loc["offer", "high"] / 1e4:,.1f}} |
# | 不做首次拜访培训；若做，每季度利润 | {{mends.loc["lead", "profit"] / 1e4:,.1f}} | {{mends.loc["lead", "low"] / 1e4:,.1f}} 到 {{mends.loc["lead", "high"] / 1e4:,.1f}} |
#
# **什么会改变决定** 市场整体下滑，所有商机同时受影响；华南的商机与林经理手里的不同；培训费用降到每季度 {{(mends.loc["lead", "profit"] + 150_000) / 1e4:.1f}} 万元以下。

# %% [markdown]
# ## The whole process
#
# | step | the question | lesson |
# |---|---|---|
# | know | who brings the money? | [11 Customer-base audit](../1_segmentation/11_audit.ipynb), [13 RFM](../1_segmentation/13_rfm.ipynb) |
# | choose | how close a relationship pays? | [15 Which relationship for whom](../1_segmentation/15_relationship.ipynb) |
# | acquire | how much for a new customer? | [31 Acquire or retain?](../3_lifetime/31_acquire_or_retain.ipynb), [53 An insurer](53_insurer.ipynb) |
# | win | what will the pipeline bring? | this one |
# | serve | what makes customers content? | [25 Service quality](../2_loyalty/25_service_quality.ipynb), [26 Satisfaction, complaints, recovery](../2_loyalty/26_satisfaction.ipynb) |
# | bind | do rewards and bonds hold them? | [23 Frequency rewards and clubs](../2_loyalty/23_rewards.ipynb), [24 Three bonds](../2_loyalty/24_bonds.ipynb) |
# | sell more | what, to whom, at which price? | [50 A shopping festival](50_festival.ipynb), [54 A restaurant club's key accounts](54_key_accounts.ipynb), [55 An online shop](55_online_shop.ipynb) |
# | collect | who pays late? | [52 A power utility's arrears](52_arrears.ipynb) |
# | value | what are they worth? | [37 How sure are we?](../3_lifetime/37_how_sure.ipynb), [38 The base as an asset](../3_lifetime/38_base_as_asset.ipynb) |
# | keep | who leaves, and whom to save? | [42 Who will leave?](../4_retention/42_who_will_leave.ipynb), [44 Who to save?](../4_retention/44_who_to_save.ipynb) |
# | win back | who returns if called? | [45 Win-back](../4_retention/45_win_back.ipynb), [51 A transport company's lost customers](51_lost_customers.ipynb) |

# %% [markdown] lang="zh"
# ## 全流程
#
# | 环节 | 问题 | 课 |
# |---|---|---|
# | 认识 | 钱是谁带来的？ | [11 客户基础审计](../1_segmentation/11_audit.ipynb)、[13 RFM 模型](../1_segmentation/13_rfm.ipynb) |
# | 选择 | 关系多紧密才划算？ | [15 关系层次的选择](../1_segmentation/15_relationship.ipynb) |
# | 获取 | 为新客户花多少？ | [31 获客还是留客？](../3_lifetime/31_acquire_or_retain.ipynb)、[53 一家保险公司](53_insurer.ipynb) |
# | 赢单 | 销售漏斗能带来多少？ | 本课 |
# | 服务 | 什么让客户满意？ | [25 服务质量](../2_loyalty/25_service_quality.ipynb)、[26 满意度、抱怨与服务补救](../2_loyalty/26_satisfaction.ipynb) |
# | 维系 | 奖励和纽带留得住人吗？ | [23 常客奖励计划与会员俱乐部](../2_loyalty/23_rewards.ipynb)、[24 三种联系](../2_loyalty/24_bonds.ipynb) |
# | 增购 | 向谁卖什么，什么价？ | [50 购物节](50_festival.ipynb)、[54 餐饮会所的大客户](54_key_accounts.ipynb)、[55 一家网店](55_online_shop.ipynb) |
# | 回款 | 谁会拖欠？ | [52 电力公司的欠费](52_arrears.ipynb) |
# | 估值 | 客户值多少钱？ | [37 我们有多大把握？](../3_lifetime/37_how_sure.ipynb)、[38 作为资产的客户](../3_lifetime/38_base_as_asset.ipynb) |
# | 挽留 | 谁要走，该救谁？ | [42 谁会流失？](../4_retention/42_who_will_leave.ipynb)、[44 该挽留谁？](../4_retention/44_who_to_save.ipynb) |
# | 赢回 | 谁接到电话会回来？ | [45 客户赢回](../4_retention/45_win_back.ipynb)、[51 一家运输公司流失的客户](51_lost_customers.ipynb) |

# %% [markdown]
# ## Published and ours
#
# The trials: James et al. (2023), *An Introduction to Statistical Learning with Applications in Python*, ch. 11. Two textbook chains (two stores that share customers, an office's receivables): Anderson, Sweeney & Williams, *Quantitative Methods for Business*, chapter on Markov processes. Powers of a chain say what comes in so many weeks, (I − Q)⁻¹ what comes in the end. The clicks are simulated; their counts are ours.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 临床试验：James 等（2023），*An Introduction to Statistical Learning with Applications in Python*，第 11 章。教科书里的两条链（两家商店争夺顾客、一家公司的应收账款）：Anderson、Sweeney 和 Williams，*Quantitative Methods for Business*，马尔可夫过程一章。转移矩阵的幂说明若干周内会怎样，(I − Q)⁻¹ 说明最终会怎样。点击记录是模拟的，其中的计数由我们得出。

# %%
coefficients = [f.coefficients().loc["positive", ["estimate", "standard_error"]].round(3).tolist()
                for f in fits.values()]
p = [test["p_value"], fits["equal trials"].coefficients().loc["positive", "p_value"]]
stores = np.array([[0.9, 0.1], [0.2, 0.8]])
powers = [np.linalg.matrix_power(stores, k)[:, 0].round(3).tolist() for k in (1, 2, 3, 4, 5)]

# %%
office = pd.DataFrame([[0.3, 0.3, 0.4, 0.0], [0.3, 0.1, 0.4, 0.2]], index=["to 30", "31-90"],
                      columns=["to 30", "31-90", "paid", "bad"])
n = roll_rates.months_in_state(office).round(2).to_numpy().ravel().tolist()
fate = (roll_rates.absorbed(office).T @ [1000, 2000]).round(-1).astype(int).to_dict()

# %%
pd.DataFrame({
    "published": [".148 (.162)", ".571 (.176)", ".36, .0012", ".9 .83 .781 .747 .723",
                  ".2 .34 .438 .507 .555", "1.67 .56 .56 1.30", "2,370 and 630"],
    "ours": [*coefficients, [round(p[0], 2), round(p[1], 4)], [a for a, _ in powers],
             [b for _, b in powers], n, fate]},
    index=["positive, alone", "at equal trials", "p: log-rank, Cox", "from store 1", "from store 2",
           "receivables, N", "paid, bad"])

# %% [markdown]
# All agree.
#
# ## The answer
#
# No, three times. Promise {{quarter.loc["together", "estimate"] / 1e6:.1f}} million ({{quarter.loc["together", "low"] / 1e6:.1f}} to {{quarter.loc["together", "high"] / 1e6:.1f}}), not {{weighted / 1e6:.1f}}. Give the south to Lin, who wins {{gap.loc["same strata", "estimate"]:.0f}} in 100 more of the same deals. Spend on faster offers, not on first calls: the largest leak is not the one that pays.
#
# ## Limits
#
# The chain forgets how long a deal has been in its stage. Deals count as independent: a slump lies outside the interval. Source and size are held equal, but nothing outside the records; only assigning regions by lot would settle who sells better ([lesson 47](../4_retention/47_experiments.ipynb)). The rises are taken as measured: the pilot's own error is not in the intervals.

# %% [markdown] lang="zh"
# 全部一致。
#
# ## 回答
#
# 三件事都不同意。下季度报 {{quarter.loc["together", "estimate"] / 1e4:,.0f}} 万元（{{quarter.loc["together", "low"] / 1e4:,.0f}} 到 {{quarter.loc["together", "high"] / 1e4:,.0f}}），而不是 {{weighted / 1e4:,.0f}} 万元。华南区交给林经理：同样的 100 单，林经理多赢 {{gap.loc["same strata", "estimate"]:.0f}} 单。钱花在加快报价上，而不是首次拜访培训：最大的漏洞不是最值得补的漏洞。
#
# ## 局限
#
# 马尔可夫链不记得商机在当前阶段已停留多久。各商机被视为相互独立，市场整体下滑不在区间之内。比较时只让来源和大小相同，记录之外的差别无法控制；要弄清谁卖得更好，得抽签分配区域（见[第 47 课](../4_retention/47_experiments.ipynb)）。各项措施的效果直接采用试点的测得值，没有计入测量本身的误差。

# %% [markdown]
# **Terms** sales funnel 销售漏斗 · stage 商机阶段 · win rate 赢单率 · weighted pipeline 加权管道 · time in stage 阶段停留时间 · fair comparison 公平比较
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/62_crm_process.ipynb) give you a pipeline of your own and check your answers. For this lesson's data:
#
# 1. Forecast half a year in place of a quarter. Does the interval grow twofold?
# 2. Compare Wu and Zhao at equal deals. Is there a difference?

# %% [markdown] lang="zh"
# **术语** 销售漏斗 sales funnel · 商机阶段 stage · 赢单率 win rate · 加权管道 weighted pipeline · 阶段停留时间 time in stage · 公平比较 fair comparison
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/62_crm_process.ipynb)会给你一条专属的模拟销售漏斗，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 把预测期从一个季度改为半年，区间也会宽一倍吗？
# 2. 在商机相同的条件下比较吴经理（Wu）和赵经理（Zhao），有差别吗？
