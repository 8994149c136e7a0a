# %% [markdown]
# # Exercises to 31: Acquire or retain?
#
# **Your company** A firm sends coffee by post. It spends money on winning prospects (潜在客户) and on keeping
# customers. Its figures are drawn by your name: nobody else has them. Money is in yuan.
#
# - `firm`: ceiling (上限) and speed (per yuan) of the two curves, under the names that `acquire_or_retain` wants.
# - `today`: what it spends now, `acquisition_spend` once for each prospect, and `retention_spend` at each year's
#   end for each customer, also for those who then leave.
# - `margin`: what a customer leaves in a year, the first time at once, before the spend on keeping. `discount`: the
#   discount rate (折现率) a year, 0.10 for 10 %.
#
# **Before this** [31 Acquire or retain?](../../notebooks/3_lifetime/31_acquire_or_retain.ipynb).
# **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 31：获客还是留客？
#
# **你的公司** 一家公司邮寄咖啡，既花钱争取潜在客户，也花钱留住现有客户。数据由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `firm`：两条曲线各自的上限（ceiling）和速度（speed，按每元计），名称就是 `acquire_or_retain` 的参数名。
# - `today`：目前的花费。`acquisition_spend` 是每位潜在客户一次性的获客支出；`retention_spend` 是每年年末为每位客户支出的留客费用，随后离开的客户也算在内。
# - `margin`：一位客户一年带来的毛利，第一年的马上到手，未扣除留客费用。`discount`：年折现率，0.10 即 10%。
#
# **先修** [31 获客还是留客？](../../../notebooks/zh/3_lifetime/31_acquire_or_retain.ipynb)。**用时** 45 分钟。

# %% data
from crmkit.lifetime import valuation as _valuation

margin = int(rng.integers(300, 501))
lower_margin = round(0.8 * margin)
discount = int(rng.integers(8, 13)) / 100
# Winning is slow and its ceiling low; keeping is quick. So the slow curve answers more to the margin.
firm = {
    "acquisition_ceiling": int(rng.integers(34, 43)) / 100,
    "acquisition_speed": round(float(rng.uniform(2.6, 3.0)) / margin, 4),
    "retention_ceiling": int(rng.integers(80, 87)) / 100,
    "retention_speed": round(float(rng.uniform(6, 7)) / margin, 4),
}
_plan = _valuation.acquire_or_retain(annual_margin=margin, annual_discount_rate=discount, **firm)
# Too little on winning, too much on keeping: the averages hide it.
today = {
    "acquisition_spend": round(0.4 * _plan.acquisition_spend),
    "retention_spend": round(1.4 * _plan.retention_spend),
}
_prospects = int(rng.integers(80, 121)) * 100
_customers = _prospects * _plan.acquisition_spend / _plan.retention_spend * rng.uniform(0.38, 0.46)
campaign = {"prospects": _prospects, "customers": round(_customers, -2)}
campaign["customers"] = int(campaign["customers"])
campaign["budget"] = (
    _prospects * today["acquisition_spend"] + campaign["customers"] * today["retention_spend"]
)
campaign["worth_of_one"] = round(_plan.customer_value)

# %%
import numpy as np
import pandas as pd

from crmkit.lifetime import valuation


def share(spend, ceiling, speed):
    return ceiling * (1 - np.exp(-speed * spend))


# %%
firm, today = sheet["firm"], sheet["today"]
margin, discount = sheet["margin"], sheet["discount"]
A, R = today["acquisition_spend"], today["retention_spend"]
pd.Series({**firm, **today, "margin": margin, "discount": discount})

# %% [markdown] points=1 decimals=2
# ## The cost of one, on average
#
# At the spends of `today`: what does one customer won cost on average, and what does one customer kept for
# another year? Two amounts in yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 平均每位的成本
#
# 按 `today` 的花费，赢得一位客户平均要花多少钱（`"won"`）？把一位客户再留住一年平均要花多少钱（`"kept"`）？单位为元，保留 2 位小数。

# %% solution
# All prospects are spent on, but only a share is won: one won costs the spend divided by that share. Keeping
# is counted alike.
# zh: 钱花在所有潜在客户身上，而赢得的只是其中一部分：赢得一位的成本等于人均支出除以赢得的比例。留客也这样算。
won = share(A, firm["acquisition_ceiling"], firm["acquisition_speed"])
kept = share(R, firm["retention_ceiling"], firm["retention_speed"])
q1 = {"won": A / won, "kept": R / kept}

# %% wrong
# You left out the ceilings, as if endless spending won and kept everybody.
# zh: 你漏掉了上限，好像只要花钱够多，就能赢得和留住所有人。
won, kept = share(A, 1, firm["acquisition_speed"]), share(R, 1, firm["retention_speed"])
# You multiplied by the share. Money is spent on those who do not come, too: one won must cost more than `A`.
# zh: 你乘以了比例。没有来的人也花了钱，所以赢得一位的成本必定高于 `A`。
q1 = {"won": A * won, "kept": R * kept}
# You divided by the ceilings. Only endless spending reaches them; take the shares at today's spends.
# zh: 你除以了上限。只有无限投入才能达到上限，应当用目前花费所对应的比例。
q1 = {"won": A / firm["acquisition_ceiling"], "kept": R / firm["retention_ceiling"]}
# That is what the *last* one costs, from the slopes. The average counts all money and all customers.
# zh: 这是用斜率算出的*最后一位*的成本。平均成本要用全部的钱除以全部的人。
a, b = firm["acquisition_speed"], firm["retention_speed"]
q1 = {"won": np.exp(a * A) / firm["acquisition_ceiling"] / a,
      "kept": np.exp(b * R) / firm["retention_ceiling"] / b}
# These are the shares won and kept. What does one customer cost?
# zh: 这是赢得和留住的比例。一位客户的成本是多少？
q1 = {"won": won, "kept": kept}

# %% hints
# Think of 100 prospects: how much is spent on them, and how many are won?
# zh: 设想有 100 位潜在客户：一共花了多少钱，赢得了几位？

# `share` gives the share won or kept, from a spend and the ceiling and speed of the same curve.
# zh: `share` 由一项支出以及同一条曲线的上限和速度算出赢得或留住的比例。

# %% [markdown] points=2 decimals=2
# ## The value of a customer and of a prospect
#
# At the spends of `today`, counted as in the lesson: what is one customer worth? And what is one prospect
# worth, the spend on winning deducted? Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 一位客户和一位潜在客户的价值
#
# 按 `today` 的花费，用课上的算法：一位客户值多少（`"customer"`）？一位潜在客户扣除获客支出后值多少（`"prospect"`）？单位为元，保留 2 位小数。

# %% solution
# The first margin comes at once; then, year after year, r times (margin less what keeping one costs, R / r).
# A prospect becomes such a customer with the share won, and costs A in any case.
# zh: 第一年的毛利马上到手；以后每年是 r 乘以（毛利减去留住一位的成本 R / r）。潜在客户以“赢得的比例”成为这样的客户，而 A 无论如何都要花。
r = share(R, firm["retention_ceiling"], firm["retention_speed"])
won = share(A, firm["acquisition_ceiling"], firm["acquisition_speed"])
customer = margin + (margin - R / r) * r / (1 + discount - r)
q2 = {"customer": customer, "prospect": won * customer - A}

# %% wrong
# You left out the margin of the first year. It comes at once.
# zh: 你漏掉了第一年的毛利，它马上到手。
customer = (margin - R / r) * r / (1 + discount - r)
# You left out what keeping costs. From the second year on it is deducted.
# zh: 你没有扣除留客费用。从第二年起要扣除。
customer = margin * (1 + discount) / (1 + discount - r)
# You deducted the spend on keeping from the first margin, too. When is it spent first?
# zh: 你从第一年的毛利里也扣了留客费用。这笔钱最早什么时候支出？
customer = (margin - R) * (1 + discount) / (1 + discount - r)
# You charged keeping only for those who stay. It is spent on the others, too, so keeping one costs R / r.
# zh: 你只为留下的客户计算了留客费用。离开的人也花了这笔钱，所以留住一位的成本是 R / r。
customer = margin + (margin - R) * r / (1 + discount - r)
# The customer is right. From the prospect deduct what is spent on winning.
# zh: 客户的价值算对了。潜在客户的价值还要扣除获客支出。
q2["prospect"] = won * customer
# The customer is right. But the spend on winning falls on every prospect, not only on those who are won.
# zh: 客户的价值算对了。但获客支出花在每位潜在客户身上，不只是被赢得的那些。
q2["prospect"] = won * (customer - A)
# That is the best plan of the firm. The question is about the spends of today.
# zh: 这是最佳方案下的价值。题目问的是目前的花费。
plan = valuation.acquire_or_retain(annual_margin=margin, annual_discount_rate=discount, **firm)
q2 = {"customer": plan.customer_value, "prospect": plan.prospect_value}

# %% hints
# The lesson tries every spend on keeping. Here there is one spend only: today's.
# zh: 课上试遍了各种留客支出。这里只有一种：目前的支出。

# First the share kept, then the customer. A prospect is worth the share won times the customer, less `A`.
# zh: 先算留住的比例，再算客户的价值。潜在客户的价值是赢得的比例乘以客户的价值，再减去 `A`。

# %% [markdown] points=2 decimals=2
# ## A lower margin
#
# Coffee gets dearer: the margin falls to `sheet["lower_margin"]`, all else stays. By how much does the best
# spend on winning a prospect fall, and by how much the best spend on keeping a customer? Compare the best plan
# at `margin` with the best plan at the lower margin: two positive amounts in yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 毛利下降
#
# 咖啡涨价，毛利降到 `sheet["lower_margin"]`，其他不变。每位潜在客户的最佳获客支出下降多少（`"acquisition"`）？每位客户的最佳留客支出下降多少（`"retention"`）？比较 `margin` 下的最佳方案与较低毛利下的最佳方案：两个正数，单位为元，保留 2 位小数。

# %% solution
# A customer is worth less now, so the last one won and the last one kept may cost less. Both spends go back,
# and on the slower curve, winning, the way back is longer.
# zh: 客户的价值降低了，所以最后赢得的一位和最后留住的一位也只能花得更少。两项支出都要收缩，而在较慢的那条曲线（获客）上收缩得更多。
known = {"annual_discount_rate": discount, **firm}
old = valuation.acquire_or_retain(annual_margin=margin, **known)
new = valuation.acquire_or_retain(annual_margin=sheet["lower_margin"], **known)
q3 = {"acquisition": old.acquisition_spend - new.acquisition_spend,
      "retention": old.retention_spend - new.retention_spend}

# %% wrong
# Those are the new spends. By how much are they less than before?
# zh: 这是新的支出。它们比原来少了多少？
q3 = {"acquisition": new.acquisition_spend, "retention": new.retention_spend}
# The sizes are right; the question asks for positive numbers.
# zh: 大小对了；题目要的是正数。
q3 = {part: -fall for part, fall in q3.items()}
# You began with the spends of today. They are not the best ones; compare one best plan with another.
# zh: 你是从目前的花费算起的，但那不是最佳的。请拿两个最佳方案相比。
q3 = {"acquisition": A - new.acquisition_spend, "retention": R - new.retention_spend}
# You gave shares of the old spends. The question asks for yuan a person.
# zh: 你给出的是占原支出的比例。题目问的是每人多少元。
q3 = {"acquisition": 1 - new.acquisition_spend / old.acquisition_spend,
      "retention": 1 - new.retention_spend / old.retention_spend}

# %% hints
# You need two plans, one for each margin. The lesson makes one in a single call.
# zh: 你需要两个方案，每种毛利一个。课上用一次调用就得到一个方案。

# `valuation.acquire_or_retain(annual_margin=..., annual_discount_rate=..., **firm)` gives a plan; its parts are
# `acquisition_spend`, `retention_spend` and others.
# zh: 把毛利、折现率和 `**firm` 交给 `valuation.acquire_or_retain`，就得到一个方案，其中的 `acquisition_spend` 和 `retention_spend` 是两项最佳支出。

# %% [markdown] points=2 decimals=2
# ## A colleague and the averages
#
# A colleague has the two averages of exercise 1 right, and concludes: "A customer won costs more than a
# customer kept, so the next yuan should go into keeping." But averages do not tell where the next yuan goes.
#
# At the spends of `today`: what does the *last* customer won cost, and what the *last* one kept, as in the
# lesson's equity test? And where does the next yuan win or keep more customers? Two amounts in yuan with
# 2 decimals; `next_yuan` is `"winning"` or `"keeping"`.

# %% [markdown] lang="zh"
# ## 同事与平均数
#
# 同事把第 1 题的两个平均数算对了，于是下结论：“赢得一位客户比留住一位客户贵，所以下一元钱应该花在留客上。”可是平均数回答不了下一元钱该花在哪里。
#
# 按 `today` 的花费，仿照课上的客户资产检验：*最后*赢得的一位花了多少（`"last_won"`），*最后*留住的一位花了多少（`"last_kept"`）？下一元钱花在哪里，赢得或留住的客户更多？两个金额单位为元，保留 2 位小数；`next_yuan` 填 `"winning"`（获客）或 `"keeping"`（留客）。

# %% solution
# The slope says how many customers the next yuan brings; one over it is the cost of the last one. The firm is
# far out on the flat part of keeping, where the average still looks good.
# zh: 斜率是下一元钱带来的客户数，它的倒数就是最后一位的成本。这家公司在留客曲线上已走到平缓的一段，而平均数看上去还不错。
a, b = firm["acquisition_speed"], firm["retention_speed"]
last_won = np.exp(a * A) / (firm["acquisition_ceiling"] * a)
last_kept = np.exp(b * R) / (firm["retention_ceiling"] * b)
choice = "winning" if last_won < last_kept else "keeping"
q4 = {"next_yuan": choice, "last_won": last_won, "last_kept": last_kept}

# %% wrong
# Those are your colleague's averages. Early customers are cheap and pull them down; what does the last one cost?
# zh: 这是同事的平均数。先来的客户便宜，把平均数拉低了；最后一位花了多少？
last_won = A / share(A, firm["acquisition_ceiling"], firm["acquisition_speed"])
last_kept = R / share(R, firm["retention_ceiling"], firm["retention_speed"])
# The two costs are right. The next yuan does more where the last customer was cheaper.
# zh: 两个成本算对了。最后一位更便宜的地方，下一元钱的作用更大。
choice = "keeping"
# You took the slopes at a spend of 0: that is what the *first* one costs.
# zh: 你用了支出为 0 处的斜率，那是*第一位*的成本。
last_won, last_kept = 1 / (firm["acquisition_ceiling"] * a), 1 / (firm["retention_ceiling"] * b)
# You left out the ceilings. Under a lower ceiling the curve is flatter, so its last customer costs more.
# zh: 你漏掉了上限。上限越低曲线越平，最后一位也就越贵。
last_won, last_kept = np.exp(a * A) / a, np.exp(b * R) / b
# Those are the slopes themselves, customers a yuan. Turn them round: yuan a customer.
# zh: 这是斜率本身，即每元带来多少客户。取倒数才是每位客户多少元。
q4 = {"next_yuan": choice, "last_won": 1 / last_won, "last_kept": 1 / last_kept}
# You took the best plan, where both cost the same. The question is about the spends of today.
# zh: 你用了最佳方案，那里两者成本相同。题目问的是目前的花费。
plan = valuation.acquire_or_retain(annual_margin=margin, annual_discount_rate=discount, **firm)
last_won = last_kept = plan.customer_value
q4 = {"next_yuan": "winning", "last_won": last_won, "last_kept": last_kept}

# %% hints
# How much does one more yuan bring on the steep part of a curve, and how much on the flat part?
# zh: 在曲线陡的一段，多花一元能带来多少？在平的一段呢？

# The lesson computes both costs at the best plan, as one over a slope. Put in this firm's figures, `A` and `R`.
# zh: 课上在最佳方案处用“1 除以斜率”算出两个成本。换成这家公司的数字以及 `A` 和 `R` 即可。

# %% [markdown] points=4
# ## Split the budget
#
# This year's budget is what the firm would spend at `today`: `campaign["budget"]` yuan, for
# `campaign["prospects"]` prospects and `campaign["customers"]` customers. How will you split it? `winning` is
# spent evenly on all prospects, `keeping` evenly on all customers: two sums in yuan, in steps of 100, together at
# most the budget.
#
# Each customer won or kept is worth `campaign["worth_of_one"]` yuan. What counts is their worth, less what you
# spend. Doing nothing means to go on as today. A split that is better earns points, the best one all of them.

# %% [markdown] lang="zh"
# ## 分配预算
#
# 今年的预算就是按 `today` 花费的总额：`campaign["budget"]` 元，对象是 `campaign["prospects"]` 位潜在客户和 `campaign["customers"]` 位现有客户。你怎样分配？`winning` 平均花在所有潜在客户身上，`keeping` 平均花在所有现有客户身上，都填总金额（元，100 的整数倍），合计不超过预算。
#
# 每赢得或留住一位客户，价值 `campaign["worth_of_one"]` 元。看的是这些客户的总价值减去支出。“什么都不做”就是照目前的办法继续。比目前更好的分配才得分，最好的得满分。

# %% starter
campaign = sheet["campaign"]
q5 = {"winning": ..., "keeping": ...}

# %% solution
# Move money to where the last customer is cheaper, until both cost the same. That one still costs less than it
# is worth, so the whole budget is spent: today's split keeps too many dear customers and wins too few cheap ones.
# zh: 把钱移到最后一位更便宜的那一边，直到两边的最后一位成本相同。这个成本仍低于客户的价值，所以预算要花完：目前的分配花高价留住客户，却没有去赢得便宜的客户。
campaign = sheet["campaign"]
prospects, customers, budget = (campaign[name] for name in ("prospects", "customers", "budget"))


def brings(winning, keeping):
    won = share(winning / prospects, firm["acquisition_ceiling"], firm["acquisition_speed"])
    kept = share(keeping / customers, firm["retention_ceiling"], firm["retention_speed"])
    return campaign["worth_of_one"] * (prospects * won + customers * kept) - winning - keeping


def worth(split):
    if min(split["winning"], split["keeping"]) < 0 or sum(split.values()) > budget + 1:
        raise ValueError(f"0 ≤ winning, 0 ≤ keeping, winning + keeping ≤ {budget:,}")
    return brings(split["winning"], split["keeping"])


nothing = {"winning": prospects * A, "keeping": customers * R}
winning = np.arange(0, budget + 1, 100)
winning = int(winning[brings(winning, budget - winning).argmax()])
q5 = {"winning": winning, "keeping": budget - winning}

# %% wrong
# All for keeping, because one kept is cheaper on average. The last ones kept are the dearest of all, and nobody
# is won.
# zh: 全部用于留客，因为平均来看留客更便宜。可是最后留住的那些客户最贵，而且一位新客户也没有赢得。
q5 = {"winning": 0, "keeping": budget}
# All for winning. But nobody is kept then, and the first customers kept are the cheapest of all.
# zh: 全部用于获客。这样一位客户也没有留住，而最先留住的那些客户是最便宜的。
q5 = {"winning": budget, "keeping": 0}
# Half and half is fair to two departments, not to the money. Compare the last one won with the last one kept.
# zh: 一半对一半，对两个部门公平，对钱却不公平。比较最后赢得的一位和最后留住的一位各花了多少。
q5 = {"winning": budget / 2, "keeping": budget / 2}
# Those are yuan a person. Multiply by the prospects and by the customers: the question asks for sums.
# zh: 这是人均金额。题目问的是总金额，请乘以潜在客户数和客户数。
q5 = {"winning": winning / prospects, "keeping": (budget - winning) / customers}
# That is the split of today. Exercise 4 says in which direction it should move.
# zh: 这是目前的分配。第 4 题已经告诉你该往哪个方向调整。
q5 = dict(nothing)
# The same amount a head: but the two curves differ, and so do the costs of the last customers.
# zh: 人均金额相同。但两条曲线不同，最后一位客户的成本也就不同。
q5["winning"] = budget * prospects / (prospects + customers)
q5["keeping"] = budget - q5["winning"]
# You kept at the amount of the best plan and won with what was left. The budget is too small for that plan: both
# sides have to give something up.
# zh: 你按最佳方案的金额留住客户，剩下的用于获客。预算不够实行最佳方案，两边都要让出一些。
plan = valuation.acquire_or_retain(annual_margin=margin, annual_discount_rate=discount, **firm)
q5["keeping"] = customers * plan.retention_spend
q5["winning"] = budget - q5["keeping"]
# You shrank both amounts of the best plan alike. The curves differ: giving up a yuan costs more on one of them.
# zh: 你把最佳方案的两项金额按同一比例缩小。两条曲线不同：少花一元，在其中一条上损失更大。
plan = valuation.acquire_or_retain(annual_margin=margin, annual_discount_rate=discount, **firm)
full = prospects * plan.acquisition_spend
q5["winning"] = budget * full / (full + customers * plan.retention_spend)
q5["keeping"] = budget - q5["winning"]

# %% hints
# Write down what a split brings: customers won, plus customers kept, times their worth, less the money.
# zh: 先写出一种分配带来多少：赢得的客户数加上留住的客户数，乘以每位的价值，再减去花的钱。

# Try many splits, as the lesson tries every spend: `np.arange(0, campaign["budget"] + 1, 100)` for winning,
# the rest for keeping. Which one brings most?
# zh: 像课上那样试遍各种分配：获客取 `np.arange(0, campaign["budget"] + 1, 100)`，其余用于留客。哪一种最多？
