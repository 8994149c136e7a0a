# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["35", "1.3", "0.26", "95", "76", "72", "30", "20", "715", "80", "5000", "50", "10000"]
# ---

# %% [markdown]
# # 28 Internal customers
#
# **Question** "Look after your employees, they will look after the customers, and that will pay." Should a bank of 30 branches
# spend one more per cent of its payroll on training?
#
# **Who asks** A head of personnel who must defend a training budget before the finance director.
#
# **Time** 45 minutes. **Before this** [25 Service quality](25_service_quality.ipynb).
#
# **You will be able to**
# 1. tell which of several opinions goes with an overall rating once the others are held still;
# 2. test in a table of counts whether two things go together once a third is known;
# 3. multiply the slopes of a service-profit chain and give the product its interval;
# 4. find how many branches, and how many answers from each, such a chain needs.
#
# **Data** 30 departments of a financial firm (Chatterjee and Hadi), 715 Danish workers (Andersen), and a simulated bank whose
# truth we know.

# %% [markdown] lang="zh"
# # 28 内部客户
#
# **问题** “善待员工，员工就会善待客户，利润自然会来。”一家有 30 个网点的银行，该不该把工资总额再拿出 1% 用于培训？
#
# **谁会这样问** 要在财务总监面前为培训预算辩护的人力资源负责人。
#
# **用时** 45 分钟。**先修** [25 服务质量](25_service_quality.ipynb)。
#
# **学完你能够**
# 1. 在控制其他评价之后，看出哪一项评价与总体评分有关；
# 2. 在一张频数表里检验：已知第三个因素时，两件事是否仍然有关；
# 3. 把服务利润链的各段斜率相乘，并给出乘积的置信区间；
# 4. 算出这样一条链需要多少个网点、每个网点需要多少份答卷。
#
# **数据** 一家金融企业的 30 个部门（Chatterjee 和 Hadi）、715 名丹麦工人（Andersen），以及一家真相已知的模拟银行。

# %%
import numpy as np
import pandas as pd

from crmkit import datasets, plots
from crmkit.companies import branches
from crmkit.loyalty import branch_means, branch_power, loglinear, service_profit, slopes

# %%
plots.course_style()
departments = datasets.load("department_attitudes")
departments.head(3)

# %% [markdown]
# ## Employees are customers, too
#
# Employees who depend on what others in the firm do for them are its **internal customers** (内部客户). Here the clerks of 30
# departments judge their supervisor. Each number is the per cent of about 35 clerks in a department who answered favourably:
# overall (`rating`), and to six single questions: `complaints` handled well, *no* special `privileges`, chances of `learning`,
# `raises` by performance, too `critical`, chances to `advance`. Which of the six go with the rating? Write down your choice.

# %% [markdown] lang="zh"
# ## 员工也是客户
#
# 在企业里，员工的工作有赖于别人为他们提供的服务，所以员工是企业的**内部客户**（internal customer）。这里是 30 个部门的文职人员对主管的评价。每个数字是该部门约 35 人中给出好评的百分比：总体评分（`rating`）和六个单项，依次是处理投诉、*不*给特殊待遇、学习机会、按绩效加薪、过于挑剔、晋升机会。六项中哪几项与总体评分有关？请写下你的选择。

# %%
def slope(x, y):
    return np.polyfit(x, y, 1)[0]


alone_by_hand = slope(departments["privileges"], departments["rating"])
print(f"{alone_by_hand:.2f}")

# %% [markdown]
# A **slope** (斜率) says how far one number moves with another: with each point of `privileges` the rating is
# {{alone_by_hand:.2f}} points higher. But supervisors who handle complaints well may also be those who play no favourites. So
# let us hold complaints still: take out of both columns what `complaints` foretells, and see what slope is left. Guess: larger
# or smaller?

# %% [markdown] lang="zh"
# **斜率**（slope）说的是一个数随另一个数变动多少：`privileges` 每高一个百分点，总体评分高 {{alone_by_hand:.2f}} 个百分点。但是，善于处理投诉的主管，也许正是不偏心的主管。所以要把投诉这一项控制住：从两列中都减去由 `complaints` 可以预测的部分，再看剩下的斜率。猜一猜：变大还是变小？

# %%
def left_over(y, x):
    return y - np.polyval(np.polyfit(x, y, 1), x)


rest = departments.apply(left_over, x=departments["complaints"])
held_by_hand = slope(rest["privileges"], rest["rating"])
print(f"{held_by_hand:.2f}")

# %% [markdown]
# Nothing is left of it. What looked like the merit of equal treatment was the handling of complaints all along. A
# **regression** (回归分析) does this for all six at once: each slope is taken with the other five held still.

# %% [markdown] lang="zh"
# 什么也没剩下。看上去是“一视同仁”的功劳，其实一直是处理投诉在起作用。**回归分析**（regression）一次对六项都这样做：每个斜率都是在控制另外五项之后得到的。

# %%
six = departments.columns.drop("rating")
fit = slopes.regression(departments, outcome="rating", predictors=six)
alone = slopes.alone(departments, outcome="rating", predictors=six)
ax = plots.internal_customers.slopes(fit.slopes, alone, outcome="rating")

# %% [markdown]
# The bar is an **interval** (置信区间), the range of slopes that agree with these departments. Only the bar of `complaints` stays
# clear of zero: {{fit.slopes.loc["complaints", "estimate"]:.2f}}, from {{fit.slopes.loc["complaints", "low"]:.2f}} to
# {{fit.slopes.loc["complaints", "high"]:.2f}}. `privileges` even turns negative
# ({{fit.slopes.loc["privileges", "estimate"]:.2f}}), but its bar reaches from {{fit.slopes.loc["privileges", "low"]:.2f}} to
# {{fit.slopes.loc["privileges", "high"]:.2f}}: not the wrong sign, just no sign. `learning` misses by a hair: its
# bar begins at {{fit.slopes.loc["learning", "low"]:.2f}}, which does not show that it counts for nothing.

# %% [markdown] lang="zh"
# 图中的横条是**置信区间**（interval），即与这些部门的数据相容的斜率范围；灰色是单独看，蓝色是控制其他各项之后。图题的意思是：控制其他各项之后，只有 `complaints`（处理投诉）不含零：{{fit.slopes.loc["complaints", "estimate"]:.2f}}，从 {{fit.slopes.loc["complaints", "low"]:.2f}} 到 {{fit.slopes.loc["complaints", "high"]:.2f}}。`privileges` 甚至变成负数（{{fit.slopes.loc["privileges", "estimate"]:.2f}}），但区间从 {{fit.slopes.loc["privileges", "low"]:.2f}} 到 {{fit.slopes.loc["privileges", "high"]:.2f}}：不是符号反了，而是看不出符号。`learning`（学习机会）只差一点（下端 {{fit.slopes.loc["learning", "low"]:.2f}}），差一点并不等于没有作用。

# %% [markdown]
# ## Management or the supervisor?
#
# Some surveys give counts instead of percentages. Of 715 workers we know whether they are content, whether their supervisor is,
# and whether the factory is well managed. Which goes further with a worker's contentment, a content supervisor or good
# management?

# %% [markdown] lang="zh"
# ## 是管理，还是主管？
#
# 有些调查给出的是人数。这里有 715 名工人：本人是否满意（`own`），主管本人是否满意（`supervisor`），工厂管理得好不好（`management`）。哪一个与工人的满意关系更大：主管满意，还是管理良好？

# %%
workers = datasets.load("job_satisfaction")
roles = {"count": "people", "outcome": "own", "factors": ["management", "supervisor"]}
content = loglinear.rates(workers, level="high", **roles)
ax = plots.internal_customers.rates(content, label="content workers")

# %% [markdown]
# Management, clearly: about twice as many points. Is what the supervisor adds more than chance? Suppose it is chance: once
# management is known, the supervisor tells nothing. Then under each management the content workers are spread over the
# supervisors just as all workers are, and we can say how many people each of the eight cells should hold. **G²** (似然比统计量)
# measures how far the counts are from that: twice the sum of actual · log(actual / expected).

# %% [markdown] lang="zh"
# 图题的意思是：管理良好时，满意的比例高 {{100 * (content.loc[("good", "high"), "estimate"] - content.loc[("bad", "high"), "estimate"]):.0f}} 到 {{100 * (content.loc[("good", "low"), "estimate"] - content.loc[("bad", "low"), "estimate"]):.0f}} 个百分点；主管满意时，高 {{100 * (content.loc[("good", "high"), "estimate"] - content.loc[("good", "low"), "estimate"]):.0f}} 到 {{100 * (content.loc[("bad", "high"), "estimate"] - content.loc[("bad", "low"), "estimate"]):.0f}} 个百分点。显然管理更重要，差距大约是主管的两倍。那么，主管的作用是否超出了偶然？假设只是偶然：已知管理状况之后，主管不再提供任何信息。那么在每一种管理之下，满意的工人在两种主管之间的分布应当与全体工人相同，八个格子各该有多少人也就可以算出来。**G²**（似然比统计量，likelihood ratio statistic）衡量实际人数与此相差多远：实际 · log(实际 / 期望) 之和的两倍。

# %%
cells = workers.set_index(["management", "supervisor", "own"])["people"]
by_own, by_supervisor, by_management = (
    cells.groupby(level=keys, observed=True).transform("sum")
    for keys in (["management", "own"], ["management", "supervisor"], ["management"]))
expected = by_own * by_supervisor / by_management
g_squared = 2 * (cells * np.log(cells / expected)).sum()
print(f"{g_squared:.2f}")

# %%
claims = loglinear.associations(workers, **roles)
claims.round({"g_squared": 2, "p_value": 3})

# %% [markdown]
# The third row is ours. These are **log-linear models** (对数线性模型), one a row, each a claim that may be wrong. The **p-value** (p
# 值) says how often chance alone would give so large a G² if the claim were true; the **degrees of freedom** (自由度) say how large
# G² is then on average. "Not management": all but impossible. "Not supervisor": {{claims["g_squared"].iloc[2]:.1f}}, and chance
# gives as much or more in {{100 * claims["p_value"].iloc[2]:.0f}} of 100 surveys. Many would stop here and drop the supervisor.

# %% [markdown] lang="zh"
# 第三行就是我们手算的。这些是**对数线性模型**（log-linear model），一行一个，每一个都是可能出错的说法：依次是“两者都无关”“已知主管后管理无关”“已知管理后主管无关”“无论主管如何，管理的作用都一样”，最后两行在“作用一样”的前提下再检验一次。**p 值**（p-value）是：假如说法属实，单凭偶然得到这么大的 G² 的频率；**自由度**（degrees of freedom）是那时 G² 的平均大小。“管理无关”：几乎不可能。“主管无关”：{{claims["g_squared"].iloc[2]:.1f}}，单凭偶然，每 100 次调查有 {{100 * claims["p_value"].iloc[2]:.0f}} 次会达到或超过这个数。许多人到此为止，把主管排除在外。

# %% [markdown]
# Look at the picture again: the two lines are nearly parallel, and the fourth row (G² {{claims["g_squared"].iloc[3]:.2f}}) has
# nothing against that. If the supervisor works alike under both managements, one number is tested instead of two, and the last
# row says p {{claims["p_value"].iloc[5]:.2f}}: the supervisor counts for less than management, but seems to count. "Not
# significant" was a matter of the test. The test should be chosen before the result is seen; we chose the last one after.

# %% [markdown] lang="zh"
# 再看一眼图：两条线几乎平行，第四行（G² 为 {{claims["g_squared"].iloc[3]:.2f}}）也没有理由反对。如果主管的作用在两种管理之下相同，要检验的就是一个数而不是两个，最后一行的 p 值是 {{claims["p_value"].iloc[5]:.2f}}。主管的作用小于管理，但看来并非没有。“不显著”是检验方法造成的。用哪种检验，应当在看到结果之前就定下来；最后这一种，我们是看过图之后才选的。

# %% [markdown]
# ## From employees to profit
#
# So much for what employees feel. Does it pay? The **service-profit chain** (服务利润链) says: training makes satisfied employees,
# they make satisfied customers, and these make profit. The famous case is Sears: 5 units more of employee attitude went with
# 1.3 units more of customer impression, and these with 0.5 % more revenue growth. Divide, then multiply.

# %% [markdown] lang="zh"
# ## 从员工到利润
#
# 员工的感受就谈到这里。它能带来利润吗？**服务利润链**（service-profit chain）说：培训使员工满意，满意的员工使客户满意，满意的客户带来利润。最有名的案例是西尔斯（Sears）：员工态度高 5 个单位，客户印象高 1.3 个单位，收入增长率随之高 0.5%。先除，再乘。

# %%
print(f"{1.3 / 5:.2f} x {0.5 / 1.3:.3f} = {1.3 / 5 * 0.5 / 1.3:.2f} % of growth for one unit")

# %% [markdown]
# A fine sentence for a board meeting, printed without an interval. To see what one would be, take a *simulated* bank. Each of
# its 30 branches spends its own share of payroll on training. 8 employees and 20 customers of each branch answer a survey from
# 0 to 100; profit is in thousand yuan a year. One per cent of payroll costs a branch 20 thousand yuan. Will it come back?

# %% [markdown] lang="zh"
# 这句话在董事会上很动听，可惜没有附上置信区间。区间会是什么样？来看一家*模拟的*银行。它有 30 个网点，各自把工资总额的一部分用于培训；每个网点有 8 名员工和 20 位客户回答 0 到 100 分的问卷；利润以千元/年计。工资总额的 1% 对一个网点来说是 20 千元。这笔钱赚得回来吗？

# %%
bank = branches(n_branches=30, employees_asked=8, customers_asked=20, seed=7)
network = bank.branches
cost = network["payroll"].iloc[0] / 100
network.head(3).round(1)

# %%
stages = ["training", "employees", "customers", "profit"]
units = {"training": "% of payroll", "employees": "points", "customers": "points",
         "profit": "thousand yuan"}
ax = plots.service_profit.links(network, stages=stages, units=units)

# %% [markdown]
# Three rising lines, each with the earlier stages held still, as was done with `privileges`. By hand, the same three slopes:

# %% [markdown] lang="zh"
# 三条线都向上，每一条都像前面的 `privileges` 那样控制了更早的各个阶段；图题是三个斜率的乘积。动手算出这三个斜率：

# %%
def product(table):
    fits = [slopes.regression(table, outcome=stages[n], predictors=stages[:n]) for n in (1, 2, 3)]
    return np.prod([fit.slopes["estimate"].iloc[-1] for fit in fits])


seen = product(network)
print(f"{seen:.1f} thousand yuan for a cost of {cost:.0f}")

# %% [markdown]
# {{seen:.0f}} thousand yuan come back for {{cost:.0f}}: each yuan earns {{seen / cost:.1f}}. The head of personnel has the
# slide ready. The finance director asks one question: "Give or take how much?" Write down an interval for the {{seen:.0f}}
# before you go on.

# %% [markdown] lang="zh"
# 花 {{cost:.0f}} 千元，回来 {{seen:.0f}} 千元：一元赚回 {{seen / cost:.1f}} 元。人力资源负责人的幻灯片已经做好了。财务总监只问一句：“上下浮动多少？”继续之前，请为这个 {{seen:.0f}} 写下一个区间。

# %% [markdown]
# The **bootstrap** (自助法) answers without a formula: draw 30 branches from the 30, some twice and some not at all, multiply the
# three slopes anew, and repeat. The middle 95 of 100 results are the interval.

# %% [markdown] lang="zh"
# **自助法**（bootstrap）不用公式就能回答：从 30 个网点中有放回地抽 30 个，有的抽到两次，有的一次也没抽到，重新把三个斜率相乘，如此反复。居中的 95% 就是区间。

# %%
again = [product(network.sample(frac=1, replace=True, random_state=n).reset_index(drop=True))
         for n in range(500)]
print(np.quantile(again, [0.025, 0.975]).round())

# %%
rng = np.random.default_rng(1)
found = service_profit.chain(network, stages=stages, rng=rng)
found.round(2)

# %%
draws = service_profit.chain_draws(network, stages=stages, rng=np.random.default_rng(1))
ax = plots.service_profit.chain_spread(
    draws, estimate=seen, cost=cost, n_branches=len(network),
    unit="thousand yuan a branch, for one more per cent of payroll")

# %% [markdown]
# By hand and by call the ends differ somewhat, since few of 500 draws fall so far out; the call takes 5,000. The chain of 30 branches says: from
# {{found.loc["chain", "low"]:.0f}} to {{found.loc["chain", "high"]:.0f}} thousand yuan. Zero is inside, the cost is inside, and
# so is {{found.loc["chain", "high"] / cost:.0f}} times the cost. Of the three links only the middle one is clear of zero, from
# {{found["low"].iloc[1]:.2f}} to {{found["high"].iloc[1]:.2f}}, and the product inherits the doubts of all. Did your interval
# reach that far?

# %% [markdown] lang="zh"
# 图题的意思是：30 个网点得到的区间既包含零，也包含成本。手算与调用的两端略有出入，因为 500 次抽样中落在这么远的很少；调用抽了 5,000 次。30 个网点的这条链说：从 {{found.loc["chain", "low"]:.0f}} 到 {{found.loc["chain", "high"]:.0f}} 千元。零在区间内，成本在区间内，成本的 {{found.loc["chain", "high"] / cost:.0f}} 倍也在区间内。三段之中只有中间一段不含零（{{found["low"].iloc[1]:.2f}} 到 {{found["high"].iloc[1]:.2f}}），而乘积继承了每一段的不确定。你写的区间有这么宽吗？

# %% [markdown]
# And yet the chain is real. We have drawn this bank, so we know what is true: one per cent of payroll brings 3 points of
# employees, each of them 0.26 points of customers (as at Sears), each of them 40 thousand yuan.

# %% [markdown] lang="zh"
# 可是这条链是真的。这家银行是我们模拟的，真相我们知道：工资总额的 1% 使员工满意度高 3 分，员工的每一分使客户满意度高 0.26 分（与西尔斯相同），客户的每一分带来 40 千元。

# %%
truth = np.prod([3, 0.26, 40])
print(f"true: {truth:.1f}, seen: {seen:.1f}")

# %% [markdown]
# ## Through the customers, or past them?
#
# Perhaps employees earn money in another way, say by staying longer. **Mediation** (中介效应) splits the slope of profit on
# employees in two: the *indirect* part is the product through customers, the *direct* part what is left when customers are held
# still.

# %% [markdown] lang="zh"
# ## 通过客户，还是绕过客户？
#
# 也许员工还以别的方式创造利润，例如更少离职。**中介效应**（mediation）分析把利润对员工的斜率一分为二：*间接*（indirect）部分是通过客户的乘积，*直接*（direct）部分是控制客户之后剩下的，两者之和是总效应（total）。

# %%
ways = service_profit.mediation(
    network, cause="employees", mediator="customers", outcome="profit", rng=rng)
ways.round(1)

# %% [markdown]
# Both parts add up to the total, and all three intervals hold zero. In truth everything runs through the customers,
# {{0.26 * 40:.1f}} a point, and the direct part is nothing. With 30 branches the data could be read either way, and a speaker
# will pick the one that suits.

# %% [markdown] lang="zh"
# 两部分之和等于总效应，三个区间都包含零。真相是：全部通过客户，每分 {{0.26 * 40:.1f}} 千元，直接部分为零。只有 30 个网点时，这些数据怎么解读都行，演讲者会挑对自己有利的那一种。

# %% [markdown]
# ## How many branches?
#
# Let a thousand banks exist in which the chain is true, and count those whose interval excludes zero. This share is the
# **power** (检验功效) of the study; 80 % is the custom. Do it for banks of 30 branches and of more, once with everybody asked and
# once with 8 employees and 20 customers. (`noise` is what other causes add at each step, `first_spread` how far
# branches differ in training; `few` is the standard deviation of answers in a branch, 12 and 14, over the root of how many
# were asked.) How many branches are needed? Write down a number.

# %% [markdown] lang="zh"
# ## 需要多少个网点？
#
# 设想一千家银行，链条在每一家都是真的，数一数有多少家的区间不含零。这个比例叫**检验功效**（power），习惯上要求 80%。从 30 个网点试起，逐步增加；一次假定问遍所有人，一次只问 8 名员工和 20 位客户。（`noise` 是每一步中其他原因造成的波动，`first_spread` 是各网点培训的标准差；`few` 是网点内答案的标准差 12 和 14 除以答卷数的平方根。）需要多少个网点？请写下一个数。

# %%
path = {"slopes": [3, 0.26, 40], "noise": [5.5, 3.7, 420], "first_spread": 0.8}
few = [0, 12 / np.sqrt(8), 14 / np.sqrt(20), 0]
tried = [30, 60, 80, 100, 150, 200, 300, 1000]
power = {"everybody asked": branch_power.chain_power(tried, **path, rng=rng),
         "few answers": branch_power.chain_power(tried, **path, error_sd=few, rng=rng)}

# %%
needed = {name: branch_power.branches_needed(table) for name, table in power.items()}
ax = plots.service_profit.power(power, {name: n["estimate"] for name, n in needed.items()})

# %% [markdown]
# The shaded bands are what a thousand banks leave open. With 30 branches and few answers the true chain shows in
# {{100 * power["few answers"].loc[30, "power"]:.1f}} % of the banks. Half of the thousand banks see a product below
# {{power["few answers"].loc[30, "median_estimate"]:.0f}} (why so little, we shall see), so the {{seen:.0f}} of ours was luck. It
# takes about {{needed["few answers"]["estimate"]:.0f}} branches (by these simulations {{needed["few answers"]["low"]:.0f}} to {{needed["few answers"]["high"]:.0f}}), or
# {{needed["everybody asked"]["estimate"]:.0f}} if everybody is asked. And that is only to exclude *zero*. To exclude the cost
# as well?

# %% [markdown] lang="zh"
# 图题说的是两种问法各需要多少个网点（阴影是一千家银行的模拟留下的误差）。只有 30 个网点和少量答卷时，真实的链条只在 {{100 * power["few answers"].loc[30, "power"]:.1f}}% 的银行里看得出来。这一千家银行中，有一半看到的乘积不到 {{power["few answers"].loc[30, "median_estimate"]:.0f}}（为什么这么小，下面就会明白），我们的 {{seen:.0f}} 只是运气。要达到 80%，大约需要 {{needed["few answers"]["estimate"]:.0f}} 个网点（按这些模拟为 {{needed["few answers"]["low"]:.0f}} 到 {{needed["few answers"]["high"]:.0f}}）；如果问遍所有人，需要 {{needed["everybody asked"]["estimate"]:.0f}} 个。这还只是排除*零*。如果连成本也要排除呢？

# %%
above_cost = branch_power.chain_power([300, 600, 1000, 1500], **path, beyond=cost, rng=rng)
to_pay = branch_power.branches_needed(above_cost)
to_pay.round(-1).astype(int).to_frame("branches")

# %% [markdown]
# About {{round(to_pay["estimate"], -1):,.0f}} branches, with everybody asked. To show that training works is one question; to
# show that it pays is a far dearer one.

# %% [markdown] lang="zh"
# 大约 {{round(to_pay["estimate"], -1):,.0f}} 个网点，而且要问遍所有人：证明“有效”是一回事，证明“划算”要昂贵得多。

# %% [markdown]
# ## Few answers
#
# The lower curve needs more branches because the answers are few. Is that all? Suppose our bank had 1,000 branches, each with 8
# and 20 answers as before. Would its interval close in on the true {{truth:.0f}}? Guess where it ends.

# %% [markdown] lang="zh"
# ## 答卷太少
#
# 答卷少，需要的网点就多。仅此而已吗？假设这家银行有 1,000 个网点，每个网点仍是 8 份和 20 份答卷。区间会收拢到真值 {{truth:.0f}} 吗？猜一猜它停在哪里。

# %%
ax = plots.service_profit.settling(power, truth=truth, cost=cost, unit="thousand yuan a branch")

# %% [markdown]
# It closes in on the wrong number: {{power["few answers"].loc[1000, "median_low"]:.0f}} to
# {{power["few answers"].loc[1000, "median_high"]:.0f}}, wholly below the cost of {{cost:.0f}}. A thousand branches would prove,
# with great confidence, that training does not pay, although it does. More branches cure noise, but this is not noise. What is
# it?

# %% [markdown] lang="zh"
# 图题的意思是：答卷太少时，1,000 个网点会对错误的答案深信不疑。区间收拢到 {{power["few answers"].loc[1000, "median_low"]:.0f}} 至 {{power["few answers"].loc[1000, "median_high"]:.0f}}，完全低于成本 {{cost:.0f}}。一千个网点会信心十足地“证明”培训不划算，而事实上划算。网点增多能消除噪声，但这不是噪声。那是什么？

# %% [markdown]
# The mean of 8 answers is the mood of the branch *plus* the luck of whom we asked. Luck spreads the branches along the axis and
# moves no customer, so the slope comes out too flat: **attenuation** (衰减). The part of the spread that is real is the
# **reliability** (信度) of the means. By hand, on a bank of 1,000 branches:

# %% [markdown] lang="zh"
# 8 份答卷的平均是网点的真实情绪*加上*碰巧问到谁的运气。运气把网点沿横轴拉开，却不会影响任何客户，于是斜率偏平，这叫**衰减**（attenuation）。均值的差异中真实的那一部分叫**信度**（reliability）。在一家有 1,000 个网点的银行里动手算：

# %%
large = branches(n_branches=1000, employees_asked=8, customers_asked=20, seed=7)
luck = large.employee_answers.groupby("branch")["answer"].var().mean() / 8
real = 1 - luck / large.branches["employees"].var()
employees = branch_means.reliability(large.employee_answers)
customers = branch_means.reliability(large.customer_answers)
print(f"by hand {real:.2f}; by call {employees.estimate:.2f}, customers {customers.estimate:.2f}")
print(f"if 50 employees were asked: {employees.with_answers(50):.2f}")

# %% [markdown]
# A slope on such means is {{employees.estimate:.2f}} or {{customers.estimate:.2f}} of the true one, and even less where earlier
# stages are held still. Of the three slopes two suffer (training is known exactly). The luck can be taken out again: subtract
# its variance before dividing.

# %% [markdown] lang="zh"
# 用这样的均值求出的斜率，只有真值的 {{employees.estimate:.2f}} 或 {{customers.estimate:.2f}}，控制更早的阶段时还要更小。三段斜率中有两段打了折扣（培训费用是准确的）。运气可以扣除：先减去它的方差，再做除法。

# %%
luck = {"employees": employees.error_variance, "customers": customers.error_variance}
ask = {"stages": stages, "rng": rng}
kinds = {"1,000, as seen": service_profit.chain(large.branches, **ask).loc["chain"]}
for name, seen_by in {"1,000, corrected": large.branches, "30, corrected": network}.items():
    kinds[name] = service_profit.chain(seen_by, **ask, error_variances=luck).loc["chain"]
pd.DataFrame(kinds).T.round()

# %% [markdown]
# With 1,000 branches the corrected interval holds the true {{truth:.0f}}. With our 30 it has no end on either side (`inf` is
# infinite): in too many of the draws nothing is left to divide by. The correction mends the bias and blows up the noise. Asking
# more people is the better cure: with 50 employees a branch the reliability would be {{employees.with_answers(50):.2f}} instead
# of {{employees.estimate:.2f}}.

# %% [markdown] lang="zh"
# 有 1,000 个网点时，修正后的区间包含真值 {{truth:.0f}}。而我们那 30 个网点，区间两头都没有尽头（`inf` 表示无穷大）：许多次抽样中，减去方差之后已经没有什么可以作除数。修正消除了偏差，却放大了噪声。多问一些人才是更好的办法：每个网点问 50 名员工，信度就从 {{employees.estimate:.2f}} 升到 {{employees.with_answers(50):.2f}}。

# %% [markdown]
# ## The answer
#
# In this bank, yes: one per cent of payroll costs {{cost:.0f}} thousand yuan a branch and brings {{truth:.0f}}, all of it
# through customers. But its 30 branches cannot show it. At the estimate the bank gains {{seen - cost:.0f}} thousand a branch;
# at the lower end of the interval it loses {{cost - found.loc["chain", "low"]:.0f}}, at the upper it gains
# {{found.loc["chain", "high"] - cost:.0f}}. The head of personnel should call the training a bet, begin with half of the
# branches, drawn by lot, and ask more employees in each branch before the next round.

# %% [markdown] lang="zh"
# ## 回答
#
# 在这家银行，该：工资总额的 1% 让每个网点多花 {{cost:.0f}} 千元，带来 {{truth:.0f}} 千元，全部通过客户。但是 30 个网点证明不了这一点。按估计值，每个网点赚 {{seen - cost:.0f}} 千元；按区间下端，亏 {{cost - found.loc["chain", "low"]:.0f}} 千元；按上端，赚 {{found.loc["chain", "high"] - cost:.0f}} 千元。人力资源负责人应当坦言这是一次下注，先抽签选一半网点试行，并在下一轮调查中让每个网点有更多员工作答。

# %% [markdown]
# ## Published and ours
#
# Supervisors: Chatterjee and Hadi, *Regression Analysis by Example*, Wiley (data of Chatterjee and Price, 1977), as commonly
# quoted. Workers: counts of Andersen, *The Statistical Analysis of Categorical Data*, Springer 1991; the figures beside them
# are this kit's own, kept as a reference. Sears: Rucci, Kirn and Quinn (1998), "The Employee-Customer-Profit Chain at Sears",
# *Harvard Business Review* 76(1); told above and not recomputed, since its data are not public. The chain: Heskett and others
# (1994), "Putting the Service-Profit Chain to Work", *Harvard Business Review* 72(2).

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 主管：Chatterjee 和 Hadi，*Regression Analysis by Example*，Wiley（数据出自 Chatterjee 和 Price，1977），取通行的引用值。工人：频数出自 Andersen，*The Statistical Analysis of Categorical Data*，Springer 1991，旁边的数字是本工具包自己的参照值。西尔斯：Rucci、Kirn 和 Quinn，“The Employee-Customer-Profit Chain at Sears”，*Harvard Business Review* 76(1)，1998；只在上文讲述，因数据未公开，没有重算。服务利润链：Heskett 等，“Putting the Service-Profit Chain to Work”，*Harvard Business Review* 72(2)，1994。

# %%
b = fit.slopes["estimate"].drop(["advance"]).round(3)
printed = pd.Series([10.787, 0.613, -0.073, 0.320, 0.082, 0.038], b.index)
rows = {f"supervisors, {name}": (printed[name], b[name]) for name in b.index}
rows["supervisors, R² (share explained)"] = 0.7326, round(fit.r_squared, 4)
pd.DataFrame(rows, index=["published", "ours"]).T.astype(str)

# %%
g = claims["g_squared"].iloc[:4].round(3)
groups = [f"content: management {m}, supervisor {s}" for m, s in content.index]
here = [*g, *content["estimate"].round(3)]
reference = [35.60, 19.7, 5.39, 0.065, 0.458, 0.568, 0.649, 0.724]
pd.DataFrame({"reference": reference, "here": here}, index=[*g.index, *groups])

# %% [markdown]
# ## Limits
#
# Our bank is the friendliest case: nothing else moves training, employees and profit at once. In a real bank a good location or
# a good manager does, and then even 1,000 branches measure the location. Training given out by lot cures that for the first
# link; the later links stay what goes together. Opinions collected in one questionnaire agree too well, since one mood colours
# all answers. And the correction takes for granted that answers in a branch are independent; colleagues who talk are not.

# %% [markdown] lang="zh"
# ## 局限
#
# 我们这家银行是最理想的情形：没有别的因素同时影响培训、员工和利润。现实中，好地段或好经理就会同时影响它们，那时即使有 1,000 个网点，量到的也是地段。抽签决定谁接受培训，能解决第一段的问题；后面几段仍然只是相关。同一份问卷里的各项评价往往过于一致，因为一种情绪会影响所有回答。此外，修正的前提是同一网点的回答相互独立，而同事之间是会交谈的。

# %% [markdown]
# **Terms** internal customer 内部客户 · service-profit chain 服务利润链 · slope 斜率 · regression 回归分析 · interval 置信区间 · G² 似然比统计量 ·
# log-linear model 对数线性模型 · p-value p 值 · degrees of freedom 自由度 · mediation 中介效应 · bootstrap 自助法 · power 检验功效 · attenuation 衰减
# · reliability 信度
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/2_loyalty/28_internal_customers.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Draw the bank anew with another `seed`. How often does the product of 30 branches exceed the cost?
# 2. A speaker shows 12 shops and a chain. Which two questions do you ask?
# 3. Your bank can pay for 10,000 answers. More branches, or more answers in each?

# %% [markdown] lang="zh"
# **术语** 内部客户 internal customer · 服务利润链 service-profit chain · 斜率 slope · 回归分析 regression · 置信区间 interval · 似然比统计量 G² · 对数线性模型 log-linear model · p 值 p-value · 自由度 degrees of freedom · 中介效应 mediation · 自助法 bootstrap · 检验功效 power · 衰减 attenuation · 信度 reliability
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/2_loyalty/28_internal_customers.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 换一个 `seed` 重新生成这家银行。30 个网点得到的乘积有多少次超过成本？
# 2. 一位演讲者展示了 12 家门店和一条链。你会问哪两个问题？
# 3. 你的银行付得起 10,000 份答卷。该增加网点，还是增加每个网点的答卷？
