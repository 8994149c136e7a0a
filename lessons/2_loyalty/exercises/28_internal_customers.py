# %% [markdown]
# # Exercises to 28: Internal customers
#
# **Your company** A chain of teahouses wants to know whether training pays. Its figures are drawn by your name:
# nobody else has them.
#
# - `shops`: one row a shop. `training` is the per cent of payroll spent on it, `employees` and `customers` are mean answers
#   from 0 to 100, `profit` and `payroll` are thousand yuan a year.
# - `answers`: one row an answer of an employee, with the `branch` (the shop) it comes from. All shops gave equally many.
# - `workers`: the packers in the chain's warehouse, counted in eight cells: quality of `management`, satisfaction of the
#   `supervisor`, and the worker's `own`.
# - `programmes`: six trainings that other firms have tried. See exercises 5 and 6.
#
# **Before this** [28 Internal customers](../../notebooks/2_loyalty/28_internal_customers.ipynb).
# **Time** 50 minutes.

# %% [markdown] lang="zh"
# # 练习 28：内部客户
#
# **你的公司** 一家连锁茶馆想知道培训是否划算。数据由你的姓名生成，别人的数字和你的不一样。
#
# - `shops`：一行一家门店。`training` 是培训占工资总额的百分比，`employees` 和 `customers` 是员工和客户回答的平均分（0 到 100），`profit`（利润）和 `payroll`（工资总额）以千元/年计。
# - `answers`：一行一份员工答卷，`branch` 是所属门店。各店的答卷数相同。
# - `workers`：公司仓库的包装工人，分八格计数：管理质量 `management`、主管的满意 `supervisor`、本人的满意 `own`。
# - `programmes`：其他企业试过的六种培训，用于第 5 题和第 6 题。
#
# **先修** [28 内部客户](../../../notebooks/zh/2_loyalty/28_internal_customers.ipynb)。**用时** 50 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as np
import pandas as pd

from crmkit.companies import Network as _Network
from crmkit.companies import branches as _branches

_asked = int(rng.integers(6, 10))
_payroll = int(rng.integers(36, 49)) * 50
_network = _replace(
    _Network.from_card(),
    payroll=float(_payroll),
    employees_slope=float(rng.uniform(3.4, 4.2)),
    customers_slope=float(rng.uniform(0.38, 0.48)),
    profit_slope=float(rng.uniform(34, 44)),
    profit_noise=260.0,
    direct_slope=float(rng.uniform(9, 13)),
)
_company = _branches(
    n_branches=int(rng.integers(110, 151)), employees_asked=_asked, customers_asked=25,
    seed=int(seed) % 2**31, parameters=_network,
)
shops, answers = _company.branches, _company.employee_answers
_people = rng.integers(500, 801)
_groups = np.array([0.16, 0.24, 0.22, 0.38]) + rng.uniform(-0.02, 0.02, 4)
_groups /= _groups.sum()
_content = np.array([0.38, 0.50, 0.58, 0.70]) + rng.uniform(-0.03, 0.03, 4)
_share = np.column_stack([_groups * (1 - _content), _groups * _content]).ravel()
_index = pd.MultiIndex.from_product(
    [["bad", "good"], ["low", "high"], ["low", "high"]], names=["management", "supervisor", "own"]
)
workers = pd.Series(np.rint(_people * _share).astype(int), _index, name="people").reset_index()
_c = _payroll / 100
_table = {
    "coaching": (2, 2.6, 1.5, 3.7, 400),
    "service school": (1, 2.5, 1.9, 3.1, 900),
    "retreat": (2, 4.5, -1.0, 10.0, 12),
    "languages": (2, 2.0, 1.35, 2.7, 350),
    "e-learning": (1, 1.5, 0.6, 2.4, 150),
    "newsletter": (1, 0.6, 0.2, 1.0, 600),
}
programmes = pd.DataFrame(
    {
        name: [part, *(round(times * _c * float(rng.uniform(0.97, 1.03)), 1) for times in ends), seen]
        for name, (part, *ends, seen) in _table.items()
    },
    index=["payroll_percent", "estimate", "low", "high", "branches"],
).T
programmes = programmes.astype({"payroll_percent": int, "branches": int})

# %%
import numpy as np
import pandas as pd

from crmkit.loyalty import branch_means, loglinear, service_profit, slopes

# %%
shops, answers, workers = sheet["shops"], sheet["answers"], sheet["workers"]
programmes = sheet["programmes"]
payroll = shops["payroll"].iloc[0]
shops.head(3).round(2)

# %% [markdown] points=2 decimals=3
# ## Three slopes
#
# The chain runs training, employees, customers, profit. Give the slope of each link with all earlier stages held
# still, as in the lesson, under the name of the stage that it leads to (`employees` is what a per cent of training does
# to employees), and their product as `chain`: four numbers with 3 decimals. Multiply before you round.

# %% [markdown] lang="zh"
# ## 三段斜率
#
# 这条链是：培训、员工、客户、利润。仿照课上，控制所有更早的阶段，求每一段的斜率（`"employees"` 是培训到员工，`"customers"` 是员工到客户，`"profit"` 是客户到利润）以及三者的乘积（`"chain"`）。共四个数，保留 3 位小数；先相乘，再四舍五入。

# %% starter
q1 = {"employees": ..., "customers": ..., "profit": ..., "chain": ...}

# %% solution
# Each stage is described by all stages before it, and the slope of the one just before it is the link. The chain is
# their product.
# zh: 用所有更早的阶段来描述每一个阶段，紧挨着的前一个阶段的斜率就是这一段。链是它们的乘积。
stages = ["training", "employees", "customers", "profit"]


def link(last, first=0):
    fit = slopes.regression(shops, outcome=stages[last], predictors=stages[first:last])
    return fit.slopes["estimate"].iloc[-1]


q1 = {"employees": link(1), "customers": link(2), "profit": link(3)}
q1["chain"] = q1["employees"] * q1["customers"] * q1["profit"]

# %% wrong
# You took each slope alone. Then the slope of a later link also carries what the earlier stages do on their own.
# zh: 你是单独求每个斜率的。这样一来，后面各段的斜率里混进了更早阶段自己的作用。
q1 = {"employees": link(1), "customers": link(2, 1), "profit": link(3, 2)}
q1["chain"] = q1["employees"] * q1["customers"] * q1["profit"]
# Each slope is right. But a chain is passed on from link to link: multiply, do not add.
# zh: 每个斜率都对。但是作用沿着链条一段一段传下去，应当相乘，而不是相加。
q1["chain"] = q1["employees"] + q1["customers"] + q1["profit"]
# You turned the slopes round: how much more training goes with a point of employees. Which stage is the outcome?
# zh: 你把斜率的方向弄反了，求的是员工每高一分、培训多多少。哪个阶段是结果？
turned = {now: slopes.regression(shops, outcome=before, predictors=[now]).slopes["estimate"].iloc[-1]
          for before, now in [stages[:2], stages[1:3], stages[2:]]}
q1 = turned | {"chain": turned["employees"] * turned["customers"] * turned["profit"]}
# The three slopes are right. What you give as the chain is the slope of profit on training alone, which also takes every
# way past the customers.
# zh: 三个斜率都对。但你给出的链是利润对培训的单独斜率，它把绕过客户的途径也算进去了。
q1["chain"] = slopes.regression(shops, outcome="profit", predictors=["training"]).slopes["estimate"].iloc[-1]
# You gave the intercepts. The slope is in the last row of the table.
# zh: 你给出的是截距。斜率在表的最后一行。
q1 = {now: slopes.regression(shops, outcome=now, predictors=stages[:n]).slopes["estimate"].iloc[0]
      for n, now in enumerate(stages) if n}
q1["chain"] = q1["employees"] * q1["customers"] * q1["profit"]
# You left training out of the later links. *All* earlier stages are held still, not only the stage before.
# zh: 你在后面两段里漏掉了培训。更早的阶段*全部*都要控制，而不只是前一个。
q1 = {"employees": link(1), "customers": link(2, 1), "profit": link(3, 1)}
q1["chain"] = q1["employees"] * q1["customers"] * q1["profit"]
# You took the first row after the intercept each time: what training does. The link is the stage just before.
# zh: 你每次都取了截距后面的第一行，那是培训的斜率。每一段要的是紧挨着的前一个阶段的斜率。
q1 = {now: slopes.regression(shops, outcome=now, predictors=stages[:n]).slopes["estimate"].iloc[1]
      for n, now in enumerate(stages) if n}
q1["chain"] = q1["employees"] * q1["customers"] * q1["profit"]
# You took all three from one regression of profit. Each stage is an outcome once: three regressions.
# zh: 三个斜率你都取自同一个对利润的回归。每个阶段都要当一次结果，共三个回归。
all_three = slopes.regression(shops, outcome="profit", predictors=stages[:3]).slopes["estimate"]
q1 = dict(zip(stages[1:], all_three.iloc[1:], strict=True)) | {"chain": all_three.iloc[1:].prod()}
# You gave correlations. They have no unit; a slope says how many points or thousand yuan.
# zh: 你给出的是相关系数，它没有单位；斜率说的是多少分、多少千元。
q1 = {now: shops[before].corr(shops[now]) for before, now in [stages[:2], stages[1:3], stages[2:]]}
q1["chain"] = q1["employees"] * q1["customers"] * q1["profit"]

# %% hints
# The lesson does this by hand in a function called `product`. What does it multiply?
# zh: 课上用一个名为 `product` 的函数动手算过。它把哪些数相乘？

# `slopes.regression(shops, outcome="customers", predictors=["training", "employees"]).slopes` is the second link's table.
# zh: `slopes.regression(shops, outcome="customers", predictors=["training", "employees"]).slopes` 是第二段的表。

# %% [markdown] points=2 decimals=2
# ## A colleague and the middle
#
# A colleague wants the part of the employees' effect that runs through customers, and multiplies two slopes:
# customers on employees, and profit on customers, each alone. "That is the indirect effect." It is too large: where
# employees also earn profit past the customers, the second slope credits the customers with it.
#
# Leave training aside. What are the indirect and the direct effect of one point of employees on profit? Thousand
# yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 同事与中间环节
#
# 同事想知道员工的作用有多少是通过客户的，于是把两个斜率相乘：客户对员工的、利润对客户的，都是单独求的。“这就是间接效应。”这个数太大了：如果员工还绕过客户创造利润，第二个斜率就把这部分也算在了客户头上。
#
# 不考虑培训。员工每高一分，对利润的间接效应（`"indirect"`）和直接效应（`"direct"`）各是多少？单位为千元，保留 2 位小数。

# %% solution
# The second slope is taken with employees held still; what employees have in that same regression is the direct part. Together
# they make the slope of profit on employees alone.
# zh: 第二个斜率要在控制员工之后求；同一个回归里员工的斜率就是直接效应。两者之和等于利润对员工的单独斜率。
def alone(outcome, predictor):
    return slopes.regression(shops, outcome=outcome, predictors=[predictor]).slopes["estimate"].iloc[-1]


both = slopes.regression(shops, outcome="profit", predictors=["employees", "customers"]).slopes["estimate"]
first, second, direct = alone("customers", "employees"), both["customers"], both["employees"]
q2 = {"indirect": first * second, "direct": direct}

# %% wrong
# That is your colleague's product, and the rest of the total. Hold employees still in the second slope.
# zh: 这是同事的乘积，以及总效应减去它的余数。第二个斜率应当控制员工。
second = alone("profit", "customers")
direct = alone("profit", "employees") - first * second
# The indirect part is right. You gave the total as the direct part, so the way through the customers counts twice.
# zh: 间接效应对了。你把总效应当成了直接效应，通过客户的那部分就算了两次。
direct = alone("profit", "employees")
# You swapped the two.
# zh: 你把两者弄反了。
found = service_profit.mediation(shops, cause="employees", mediator="customers", outcome="profit",
                                 rng=np.random.default_rng(1), draws=100)["estimate"]
q2 = {"indirect": found["direct"], "direct": found["indirect"]}
# You held training still, too. The question leaves training aside.
# zh: 你把培训也控制住了。题目说不考虑培训。
three = slopes.regression(shops, outcome="profit", predictors=["training", "employees", "customers"]).slopes["estimate"]
two = slopes.regression(shops, outcome="customers", predictors=["training", "employees"]).slopes["estimate"]
q2 = {"indirect": two["employees"] * three["customers"], "direct": three["employees"]}
# The direct part is right. The indirect one needs two slopes; you gave only that of profit on customers.
# zh: 直接效应对了。间接效应需要两个斜率，你只给出了利润对客户的那一个。
first = 1
# You put customers before employees. The cause is employees; customers stand in the middle.
# zh: 你把客户放在了员工前面。原因是员工，客户是中间环节。
q2 = {"indirect": alone("employees", "customers") * both["employees"], "direct": both["customers"]}
# You began with training, employees in the middle. Here employees are the cause, customers the middle.
# zh: 你是从培训开始、以员工为中间环节的。这里的原因是员工，中间环节是客户。
found = service_profit.mediation(shops, cause="training", mediator="employees", outcome="profit",
                                 rng=np.random.default_rng(1), draws=100)["estimate"]
q2 = {"indirect": found["indirect"], "direct": found["direct"]}
# You began with training, customers in the middle. Here employees are the cause.
# zh: 你是从培训开始、以客户为中间环节的。这里的原因是员工。
found = service_profit.mediation(shops, cause="training", mediator="customers", outcome="profit",
                                 rng=np.random.default_rng(1), draws=100)["estimate"]
q2 = {"indirect": found["indirect"], "direct": found["direct"]}

# %% hints
# One regression with two predictors gives two of the three slopes that you need.
# zh: 一个含两个自变量的回归，就能给出所需三个斜率中的两个。

# `service_profit.mediation` gives both effects in its column `estimate` (its intervals need `rng=np.random.default_rng(1)`).
# zh: `service_profit.mediation` 的 `estimate` 列就是这两个效应（它的区间需要 `rng=np.random.default_rng(1)`）。

# %% [markdown] points=2 decimals=3
# ## Few answers
#
# How reliable are the employees' means, from `answers`? And what is the slope of customers on employees *alone*, once
# it is corrected for that: the slope as seen over the reliability? Two numbers with 3 decimals.

# %% [markdown] lang="zh"
# ## 答卷太少
#
# 由 `answers` 计算，员工平均分的信度是多少（`"reliability"`）？客户对员工的*单独*斜率，按信度修正之后（所见的斜率除以信度）是多少（`"slope"`）？两个数，保留 3 位小数。

# %% solution
# The mean of a few answers holds luck. Its variance is that of answers within shops over how many there are; the rest of
# the spread is real. The slope as seen is that part of the true one, so divide.
# zh: 少数答卷的平均里含有运气，运气的方差等于店内答案的方差除以答卷数，其余的差异才是真实的。所见的斜率只是真实斜率的这一部分，所以要除以信度。
seen = slopes.regression(shops, outcome="customers", predictors=["employees"]).slopes["estimate"].iloc[-1]
part = branch_means.reliability(answers).estimate
q3 = {"reliability": part, "slope": seen / part}

# %% wrong
# The reliability is right. You multiplied by it; but few answers make a slope too flat, so the true one is steeper.
# zh: 信度对了。你乘以了信度；可是答卷太少会使斜率偏平，真实的斜率应当更陡。
q3["slope"] = seen * part
# That is how reliable a *single* answer is. The shops are known by the mean of several.
# zh: 这是*单独一份*答卷的信度。门店的分数是好几份答卷的平均。
n = branch_means.reliability(answers).answers
part = branch_means.reliability(answers).with_answers(1)
# You gave the part that is luck. Reliability is the part that is real.
# zh: 你给出的是运气所占的部分。信度是真实的部分。
part = 1 - branch_means.reliability(answers).estimate
# The reliability is right. The slope is as seen, not yet corrected.
# zh: 信度对了。斜率还是所见的那个，没有修正。
q3["slope"] = seen
# The reliability is right. The whole of it divides the slope, not its root (that is for correlations).
# zh: 信度对了。斜率要除以信度本身，而不是它的平方根（平方根用于相关系数）。
q3["slope"] = seen / np.sqrt(part)
# The reliability is right. The slope is that of exercise 1, with training held still; here it is taken *alone*.
# zh: 信度对了。斜率用的是第 1 题控制了培训的那个；这里要用*单独*的斜率。
seen = slopes.regression(shops, outcome="customers", predictors=["training", "employees"]).slopes["estimate"].iloc[-1]
# The reliability is right. The slope is profit on customers; it should be customers on employees.
# zh: 信度对了。斜率用的是利润对客户的，应当是客户对员工的。
seen = slopes.regression(shops, outcome="profit", predictors=["customers"]).slopes["estimate"].iloc[-1]
# You took the variance of all answers together. Luck is the variance *within* shops, over the answers of a shop.
# zh: 你用的是全部答卷合在一起的方差。运气是*店内*的方差，再除以每店的答卷数。
part = 1 - answers["answer"].var() / branch_means.reliability(answers).answers / shops["employees"].var()
# You did not divide by the answers of a shop: the luck of a mean of several is smaller than that of one answer.
# zh: 你没有除以每店的答卷数：几份答卷的平均，运气比单独一份要小。
part = 1 - branch_means.reliability(answers).within_variance / shops["employees"].var()
# You compared the spread of the shops' means with that of single answers. The luck of the means is to be taken out.
# zh: 你是拿各店均值的方差与单份答卷的方差相比。应当从均值的方差中扣除运气。
part = shops["employees"].var() / answers["answer"].var()

# %% hints
# The lesson finds the reliability by hand and by call. Which part of a slope is left when few are asked?
# zh: 课上用动手和调用两种方法求过信度。问的人少时，斜率只剩下几成？

# `branch_means.reliability(answers).estimate` is the first number.
# zh: 第一个数是 `branch_means.reliability(answers).estimate`。

# %% [markdown] points=2 decimals=3
# ## The warehouse
#
# Suppose the supervisor tells nothing of a packer's own satisfaction once management is known. How many packers would
# then be expected in the cell management `bad`, supervisor `high`, own `high`? And how large is G² over all eight
# cells? Two numbers with 3 decimals.

# %% [markdown] lang="zh"
# ## 仓库
#
# 假设已知管理状况之后，主管不再提供关于工人满意的任何信息。那么管理 `bad`、主管 `high`、本人 `high` 这一格预期有多少人（`"expected"`）？八个格子的 G² 是多少（`"g_squared"`）？两个数，保留 3 位小数。

# %% solution
# Under bad management each kind of supervisor would have the same share of content packers. So spread the content ones over
# the supervisors as all packers are spread, and compare all eight cells.
# zh: 在管理差的那部分里，两种主管之下满意工人的比例应当相同。所以把满意的工人按全体工人在两种主管之间的比例分配，再比较八个格子。
def over(keys):
    return workers.groupby(keys)["people"].transform("sum")


actual = workers["people"]
expected = over(["management", "own"]) * over(["management", "supervisor"]) / over("management")
g_squared = 2 * (actual * np.log(actual / expected)).sum()
place = workers.query("management == 'bad' and supervisor == 'high' and own == 'high'").index[0]
q4 = {"expected": expected[place], "g_squared": g_squared}

# %% wrong
# You forgot to take the sum twice.
# zh: 你忘了把总和乘以 2。
g_squared = (actual * np.log(actual / expected)).sum()
# You left management out: that compares the supervisors over the whole warehouse, good and bad management mixed.
# zh: 你漏掉了管理：这样是把管理好坏混在一起，在整个仓库里比较主管。
expected = over("own") * over(["management", "supervisor"]) / actual.sum()
# You took it the other way round, management telling nothing once the supervisor is known.
# zh: 你弄反了，算的是已知主管之后管理不提供信息。
expected = over(["supervisor", "own"]) * over(["management", "supervisor"]) / over("supervisor")
claims = loglinear.associations(workers, count="people", outcome="own",
                                factors=["management", "supervisor"])
g_squared = claims["g_squared"].iloc[1]
# The expected count is right. You summed squared differences over expected counts: that is Pearson's chi-squared, close to G² but not the same.
# zh: 期望人数对了。你把差的平方除以期望人数再求和，那是皮尔逊卡方，与 G² 接近但不相同。
g_squared = ((actual - expected) ** 2 / expected).sum()
# G² is right. In the first place you gave how many packers there are, not how many would be expected.
# zh: G² 对了。第一个数你给出的是实际人数，而不是期望人数。
q4["expected"] = actual[place]
# G² is right. The number expected is that of the cell beside it: own `low` instead of `high`.
# zh: G² 对了。期望人数是旁边一格的：本人是 `low`，而不是 `high`。
q4["expected"] = expected[place - 1]
# The expected count is right. You gave the part of G² of this one cell; it is the sum over all eight.
# zh: 期望人数对了。你给出的只是这一格在 G² 中的部分；G² 要把八个格子加起来。
q4["g_squared"] = 2 * actual[place] * np.log(actual[place] / expected[place])
# The expected count is right. G² takes the natural logarithm, `np.log`.
# zh: 期望人数对了。G² 用自然对数 `np.log`。
g_squared = 2 * (actual * np.log10(actual / expected)).sum()
# You supposed that all three have nothing to do with one another. Management may go with both; only the supervisor tells nothing more.
# zh: 你假设三者互不相关。管理可以与另外两者都有关；只是主管不再提供更多信息。
expected = over("management") * over("supervisor") * over("own") / actual.sum() ** 2

# %% hints
# How many of the packers under bad management are content, and what part of those packers has a content supervisor?
# zh: 管理差的工人中有多少人满意？这些工人中有几成的主管是满意的？

# `loglinear.associations(workers, count="people", outcome="own", factors=["management", "supervisor"])` has G² in one of its
# rows; `loglinear.log_linear` has the expected counts.
# zh: `loglinear.associations(workers, count="people", outcome="own", factors=["management", "supervisor"])` 的某一行就是这个 G²；期望人数见 `loglinear.log_linear`。

# %% [markdown] points=2 decimals=1
# ## Does it pay at the lower end?
#
# In `programmes`, `estimate`, `low` and `high` say what *one per cent* of payroll spent on a training brings a shop a
# year, in thousand yuan, with the interval; `branches` is how many branches that was learned from. The training
# `coaching` would take 2 % of payroll; the payroll of a shop is `payroll` thousand yuan.
#
# What would a shop gain in a year from coaching, its cost deducted, at the estimate, and at the lower end of the
# interval? And at which payroll would coaching just break even at the lower end? Three numbers in thousand yuan with
# 1 decimal.

# %% [markdown] lang="zh"
# ## 按区间下端还划算吗？
#
# 在 `programmes` 中，`estimate`、`low`、`high` 是把工资总额的*百分之一*用于某种培训，每店每年带来多少（千元）及其区间；`branches` 是这个结果来自多少个网点。`coaching`（辅导）需要工资总额的 2%；每店的工资总额是 `payroll` 千元。
#
# 扣除费用之后，一家门店每年从辅导中赚多少：按估计值（`"at_estimate"`），按区间下端（`"at_low"`）？工资总额为多少时，按区间下端恰好不赚不亏（`"break_even_payroll"`）？三个数，单位为千元，保留 1 位小数。

# %% starter
q5 = {"at_estimate": ..., "at_low": ..., "break_even_payroll": ...}

# %% solution
# Two per cent bring twice what one per cent brings, and cost two per cent of payroll. It breaks even where one per cent
# of payroll is just what one per cent brings.
# zh: 百分之二带来的是百分之一的两倍，花费是工资总额的 2%。当工资总额的 1% 正好等于百分之一所带来的数额时，不赚不亏。
coaching = programmes.loc["coaching"]
percent, cost = 2, 2 * payroll / 100
q5 = {name: percent * coaching[end] - cost for name, end in {"at_estimate": "estimate", "at_low": "low"}.items()}
q5["break_even_payroll"] = 100 * coaching["low"]

# %% wrong
# You counted what one per cent brings against what two per cent cost.
# zh: 你用百分之一带来的数额去抵百分之二的花费。
percent = 1
# That is what coaching brings before its cost. Two per cent of payroll are to be paid for it.
# zh: 这是扣除费用之前的数。还要支付工资总额的 2%。
cost = 0
# You deducted 2 thousand yuan. The cost is 2 % of payroll.
# zh: 你扣了 2 千元。费用是工资总额的 2%。
cost = 2
# The two gains are right. You broke even at the estimate; the question asks for the lower end.
# zh: 两个收益对了。你算的是按估计值的盈亏平衡点，题目问的是区间下端。
q5["break_even_payroll"] = 100 * coaching["estimate"]
# The two gains are right. At the break-even payroll both sides are for two per cent: divide what they bring by 0.02, not by 0.01.
# zh: 两个收益对了。求盈亏平衡时，两边都是百分之二：带来的数额应当除以 0.02，而不是 0.01。
q5["break_even_payroll"] = 2 * coaching["low"] / 0.01
# The two gains are right. At break-even you set what *one* per cent brings against two per cent of payroll.
# zh: 两个收益对了。求盈亏平衡时，你是拿*百分之一*带来的数额去抵工资总额的 2%。
q5["break_even_payroll"] = coaching["low"] / 0.02
# The two gains are right. The third is the payroll of which 2 % equal what coaching brings; you gave what it brings.
# zh: 两个收益对了。第三个数是这样的工资总额：它的 2% 等于辅导带来的数额。你给出的是带来的数额。
q5["break_even_payroll"] = 2 * coaching["low"]
# You deducted the cost of one per cent. Coaching takes two.
# zh: 你只扣了百分之一的费用。辅导需要百分之二。
cost = payroll / 100
# That is for one per cent of payroll. Coaching takes two: twice as much is brought, and twice as much paid.
# zh: 这是百分之一的结果。辅导需要百分之二：带来的和花费的都加倍。
percent, cost = 1, payroll / 100
# You deducted the whole payroll. Only 2 % of it go to coaching.
# zh: 你扣掉了全部工资总额。用于辅导的只有 2%。
cost = payroll

# %% hints
# How much does two per cent of payroll cost, and how much does it bring at either number?
# zh: 工资总额的百分之二要花多少钱？按两个数字分别带来多少？

# At break-even 2 · `low` equals 0.02 · payroll.
# zh: 不赚不亏时，2 · `low` 等于 0.02 · 工资总额。

# %% [markdown] points=4
# ## Which trainings?
#
# `payroll_percent` says how much of payroll each training would take, all or nothing. Employees have time for
# trainings of *at most 4 %* of payroll together. The finance director believes only the lower end: a training counts
# for what it brings at `low`, less its cost, both for all of its per cents. Trainings do not disturb one another, and
# the budget need not be used up.
#
# Which trainings do you choose? A set of names, such as `{"languages", "newsletter"}`. Doing nothing is the empty
# set, `set()`.

# %% [markdown] lang="zh"
# ## 选哪些培训？
#
# `payroll_percent` 是每种培训占工资总额的百分比，要么全做，要么不做。员工的时间有限，所选培训合计*最多占 4%*。财务总监只相信区间下端：一种培训的价值，是它在 `low` 处带来的数额减去费用，都按它的全部百分点计算。各种培训互不影响，4% 不必用完。六种培训是：辅导（coaching）、服务学校（service school）、团队静修（retreat）、语言课（languages）、网络课程（e-learning）、内部通讯（newsletter）。
#
# 你选哪些培训？填一个名称的集合，例如 `{"languages", "newsletter"}`。什么都不做就是空集。

# %% starter
q6 = {...}

# %% solution
# At the lower end a per cent brings `low` and costs a hundredth of payroll. Try every set that fits: the dear retreat was learned from a
# dozen branches and promises nothing; what pays only at the estimate does not fill up the budget.
# zh: 按区间下端，每个百分点带来 `low`，花费工资总额的百分之一。试遍所有可行的组合：昂贵的团队静修只来自十几个网点，什么也保证不了；只按估计值才划算的培训，不应拿来凑满预算。
from itertools import combinations

percent = programmes["payroll_percent"]
gain = percent * (programmes["low"] - payroll / 100)
options, nothing = set(programmes.index), set()


def worth(chosen):
    used = percent[list(chosen)].sum()
    if used > 4:
        raise ValueError(f"{used} % > 4 %")
    return gain[list(chosen)].sum()


def best_by(values):
    sets = [set(one) for size in range(4) for one in combinations(programmes.index, size)]
    return max((one for one in sets if percent[list(one)].sum() <= 4),
               key=lambda one: values[list(one)].sum())


q6 = best_by(gain)

# %% wrong
# You went by the estimates. The retreat looks best of all, but twelve branches tell nothing: its lower end is a loss.
# zh: 你看的是估计值。团队静修看上去最好，但十二个网点说明不了什么：它的区间下端是亏损。
q6 = best_by(percent * (programmes["estimate"] - payroll / 100))
# You forgot the cost. Two trainings that bring most together need not be those that leave most.
# zh: 你忘了费用。合计带来最多的两种培训，不一定是净剩最多的。
q6 = {"coaching", "languages"}
# You filled up the budget. At its lower end the last training brings less than it costs; leave the rest unspent.
# zh: 你把预算凑满了。最后一种培训按区间下端带来的还不够费用；剩下的不必花掉。
q6 = {"coaching", "service school", "e-learning"}
# You chose the best per cent only. There is room for more that pays.
# zh: 你只选了每个百分点最划算的那一种。还有空间容纳别的划算的培训。
q6 = {"service school"}
# You chose by the number of branches behind each. A well measured training may still be a bad one.
# zh: 你按网点数来选。量得准的培训，不一定是好的培训。
q6 = {"service school", "newsletter", "coaching"}

# %% hints
# For each training: what does a per cent bring at the lower end, and what does it cost?
# zh: 每一种培训：按区间下端，一个百分点带来多少，又花费多少？

# Multiply by `payroll_percent`, drop what loses, and try the pairs and triples that fit into 4 %.
# zh: 乘以 `payroll_percent`，去掉亏损的，再试一试 4% 之内的两两、三三组合。
