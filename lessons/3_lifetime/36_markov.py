# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["45", "200", "33", "14", "30", "20", "15", "40", "36", "70", "1.20", "5.50", "2357", "0.05"]
# ---

# %% [markdown]
# # 36 Markov value: when to stop mailing
#
# **Question** A catalogue costs 4 to send. After how many silent seasons should we stop sending it?
#
# **Who asks** A mail-order firm; today, anybody who pays for each contact.
#
# **Time** 45 minutes. **Before this** [30 What a customer is worth](30_worth.ipynb).
#
# **You will be able to**
# 1. describe customers as states and moves, and write the matrix down;
# 2. compute the value of each state by hand and at once;
# 3. find the best stopping rule, and say what it gains;
# 4. forecast how many customers will be in each state, and test what the chain forgets.
#
# **Data** the example of Pfeifer and Carraway (2000); CDNOW, the sample of 2,357 customers.

# %% [markdown] lang="zh"
# # 36 马尔可夫价值：什么时候停止寄目录
#
# **问题** 寄一份商品目录要 4 元。客户连续几季没有下单，就该停止寄送？
#
# **谁会这样问** 邮购公司；在今天，凡是每次联系客户都要花钱的企业。
#
# **用时** 45 分钟。**先修** [30 一位客户值多少钱](30_worth.ipynb)。
#
# **学完你能够**
# 1. 用状态和转移来描述客户，并写出转移矩阵；
# 2. 先动手、再一次性地算出每个状态的价值；
# 3. 找出最优的停止规则，并说明它带来多少收益；
# 4. 预测每个状态会有多少客户，并检验这条链忘掉了什么。
#
# **数据** Pfeifer 和 Carraway（2000）的例子；CDNOW 抽样数据。

# %%
import pandas as pd

from crmkit import datasets, plots, summary
from crmkit.lifetime import markov

plots.course_style()

# %% [markdown]
# ## States and moves
#
# A season here is a year, and every customer on the list gets one catalogue a season. Of those who ordered last season 30 %
# order again. After one silent season it is 20 %, after two 15 %, after three 5 %; then the firm gives up. Write down your
# guess: after how many silent seasons would you stop?

# %% [markdown] lang="zh"
# ## 状态与转移
#
# 这里一季就是一年，名单上的每位客户每季收到一份目录。上一季下过单的客户，有 30% 会再次下单；沉默一季之后是 20%，两季之后是 15%，三季之后是 5%；此后公司就放弃了。请写下你的猜测：连续沉默几季之后，你会停止寄送？

# %%
again = [0.30, 0.20, 0.15, 0.05]
chain = markov.recency_chain(again)
ax = plots.markov.chain_diagram(chain)

# %% [markdown]
# A customer's **state** (状态) says how many seasons ago they last ordered: state 1 is last season. When only the present state
# decides what comes next, the customer moves along a **Markov chain** (马尔可夫链). The same picture can be written as a
# **transition matrix** (转移矩阵). Write down the row of state 2 before you look.

# %% [markdown] lang="zh"
# 客户的**状态**（state）表示最近一次下单是几季之前：状态 1 就是上一季。如果下一步只取决于当前状态，客户就是沿着一条**马尔可夫链**（Markov chain）移动。这幅图可以写成一个**转移矩阵**（transition matrix）。先自己写出状态 2 的那一行，再往下看。

# %%
chain

# %% [markdown]
# A row is where a customer is now, a column where they will be: from state 3, {{100 * chain.loc[3, 1]:.0f}} % go back to 1 and
# {{100 * chain.loc[3, 4]:.0f}} % on to 4. Each row adds up to 1. *Former* customers stay former, because nobody writes to them.

# %% [markdown] lang="zh"
# 行是客户现在所处的状态，列是下一季的状态：从状态 3 出发，{{chain.loc[3, 1]:.0%}} 回到状态 1，{{chain.loc[3, 4]:.0%}} 进入状态 4。每一行之和为 1。former（前客户）永远是前客户，因为没有人再给他们寄目录。

# %% [markdown]
# ## By hand: one step
#
# An order brings 40 and a catalogue costs 4. A customer in state 1 has just brought 40, and 4 are spent on the next catalogue: 36.
# A season later they are in state 1 with 30 % (36 again) or in state 2 with 70 % (4 spent). Money a year later is divided by
# 1.20, a discount rate of 20 %.

# %% [markdown] lang="zh"
# ## 动手算：走一步
#
# 一次订单带来 40 元，一份目录花 4 元。状态 1 的客户刚刚带来 40 元，又要花 4 元寄下一份目录，合计 36 元。一季之后，以 30% 的概率在状态 1（又是 36 元），以 70% 的概率在状态 2（花 4 元）。一年后的钱要除以 1.20，即折现率 20%。

# %%
one_step = 36 + (0.3 * 36 + 0.7 * -4) / 1.2
print(f"{one_step:.2f}")

# %% [markdown]
# The matrix does this for all states at once: what they bring now, plus the discounted average of where they go. Repeat the
# line for the second season, the third and the fourth.

# %% [markdown] lang="zh"
# 矩阵可以同时为所有状态算出来：现在的收益，加上下一季各状态价值的折现平均。把同一行重复下去，就得到第二季、第三季和第四季。

# %%
rewards = markov.recency_rewards(chain, contribution=40, mailing_cost=4)
steps = {0: rewards}
for season in range(1, 5):
    steps[season] = rewards + chain @ steps[season - 1] / 1.2
pd.DataFrame(steps).rename_axis("state").rename_axis("seasons ahead", axis="columns").round(2)

# %% [markdown]
# One season ahead, state 1 is worth the {{steps[1][1]:.2f}} that we computed by hand, and each further season adds less to it. What does it come
# to for ever? `state_values` solves one linear equation for it. Guess: is every state worth something?

# %% [markdown] lang="zh"
# 往后看一季，状态 1 的价值正是我们动手算出的 {{steps[1][1]:.2f}} 元，往后每一季给它增加的钱越来越少。一直算下去是多少？`state_values` 解一个线性方程组就能得到。猜一猜：每个状态都值钱吗？

# %%
values = pd.DataFrame({
    name: markov.state_values(chain, rewards, annual_discount_rate=0.2, horizon_periods=seasons)
    for name, seasons in {"four seasons": 4, "for ever": None}.items()
})
values.round(2)

# %% [markdown]
# A fresh customer is worth {{values.loc[1, "for ever"]:.2f}}. A customer in state 4 is worth {{values.loc[4, "for ever"]:.2f}}: *less* than
# nothing, since the catalogue costs more than it will bring. Nobody has to send it.

# %% [markdown] lang="zh"
# 刚下过单的客户值 {{values.loc[1, "for ever"]:.2f}} 元。状态 4 的客户值 {{values.loc[4, "for ever"]:.2f}} 元，比零*还少*：目录的成本高于它能带来的钱。而没有人规定必须寄这一份。

# %% [markdown]
# ## What does one letter earn?
#
# The obvious test: a letter pays if the order it may bring is worth more than the letter. In state 3 that is 15 % of 40, a year
# later. Suppose that postage rises and the letter costs 5.50. In which states do you still send it?

# %% [markdown] lang="zh"
# ## 一封信能赚多少？
#
# 显而易见的判断：如果信可能带来的订单比信本身更值钱，就值得寄。在状态 3，这是一年后 40 元的 15%。假设邮费上涨，一封信要 5.50 元。你还会寄给哪些状态的客户？

# %%
cost = 5.5
policy = markov.when_to_stop(again, contribution=40, mailing_cost=cost, annual_discount_rate=0.2)
fresh = policy.table.loc[1, "value"]
gains = pd.DataFrame({"by one order": 40, "with all that follow": fresh}, index=chain.index[:4])
gains = gains.mul(again, axis="index") / 1.2
ax = plots.markov.letter_gains(gains, cost=cost)

# %% [markdown]
# By one order, a letter to state 3 earns {{gains.loc[3, "by one order"]:.2f}} and costs 5.50: a loss, so the firm would stop. But who
# orders is back in state 1 and worth {{fresh:.2f}}, not 40, because more orders follow. Counted so, the letter earns
# {{gains.loc[3, "with all that follow"]:.2f}}. *The letter that seems to lose money should be sent.*

# %% [markdown] lang="zh"
# 只算一次订单，给状态 3 寄一封信能赚 {{gains.loc[3, "by one order"]:.2f}} 元，成本 5.50 元：亏本，公司会停止。但下单的客户回到了状态 1，值 {{fresh:.2f}} 元，而不是 40 元，因为后面还有更多订单。这样算，这封信能赚 {{gains.loc[3, "with all that follow"]:.2f}} 元。*看上去亏本的信，其实应该寄。*

# %% [markdown]
# ## The best rule
#
# There is a circle in this: what state 1 is worth depends on the rule, and the rule on what state 1 is worth. **Policy iteration**
# (策略迭代) goes round it. It values a rule, takes the better action in every state, and repeats until nothing changes. At the
# old cost of 4:

# %% [markdown] lang="zh"
# ## 最优规则
#
# 这里有一个循环：状态 1 值多少取决于规则，而规则又取决于状态 1 值多少。**策略迭代**（policy iteration）沿着这个循环走：先评估一项规则，再在每个状态选更好的行动，如此反复，直到不再变化。在原来 4 元的成本下：

# %%
best = markov.when_to_stop(again, contribution=40, mailing_cost=4, annual_discount_rate=0.2)
best.table.assign(gain=best.table["value"] - values["for ever"]).round(2)

# %%
gain = best.table.loc[1, "value"] - values.loc[1, "for ever"]
share = gain / values.loc[1, "for ever"]
print(f"1,000 fresh customers gain {1000 * gain:.0f}, or {share:.1%}")

# %% [markdown]
# Write in the states 1, 2 and 3, and stop in state 4. Dropping that one letter makes each fresh customer worth {{gain:.2f}} more,
# {{100 * share:.1f}} %, at no cost. How sure must we be of the 4? Compare the rules of both ways of
# counting over many costs.

# %% [markdown] lang="zh"
# 状态 1、2、3 寄，状态 4 停。省下这一封信，每位刚下单的客户就多值 {{gain:.2f}} 元，即 {{100 * share:.1f}}%，没有任何代价。成本 4 元需要估得多准？在多种成本下比较两种算法得到的规则。

# %%
def letters(cost):
    rule = markov.when_to_stop(again, contribution=40, mailing_cost=cost, annual_discount_rate=0.2)
    return sum(p * 40 / 1.2 > cost for p in again), (rule.table["action"] == "mail").sum()


costs = pd.Index([2, 3, 4, 5, 5.5, 6, 7, 8], name="a letter costs")
rules = pd.DataFrame([letters(cost) for cost in costs], costs, ["by one order", "best"])
rules.T

# %% [markdown]
# Each number is how many letters to send after an order. From {{rules.index[rules["best"] == 3].min():g}} to
# {{rules.index[rules["best"] == 3].max():g}} the best rule is three, so nobody needs to know the cost to the cent. The obvious test
# never sends more than the best rule, and at {{(rules["best"] > rules["by one order"]).sum()}} of {{len(rules)}} costs it stops too early.

# %% [markdown] lang="zh"
# 表中数字是一次下单之后该寄几封信。成本从 {{rules.index[rules["best"] == 3].min():g}} 元到 {{rules.index[rules["best"] == 3].max():g}} 元，最优规则都是三封，所以不必把成本精确到分。那个“显而易见”的判断从不比最优规则寄得多，而在 {{len(rules)}} 种成本中有 {{(rules["best"] > rules["by one order"]).sum()}} 种停得太早。

# %% [markdown]
# ## How many where?
#
# Start with 1,000 fresh customers, win 200 more each season, and keep to the rule of three letters. Will the list shrink, grow
# or settle? Guess how many letters a season go out in the long run.

# %% [markdown] lang="zh"
# ## 各个状态有多少客户？
#
# 从 1,000 位刚下单的客户开始，每季再赢得 200 位新客户，坚持只寄三封的规则。名单会缩小、增长，还是稳定下来？猜一猜，长期来看每季要寄多少封信。

# %%
rule = markov.recency_chain(again[:3])
start, new = pd.Series({1: 1000.0}), pd.Series({1: 200.0})
many = markov.project(rule, start, periods=200, new_customers=new).drop(columns="former")
settled = many.iloc[-1].sum()
ax = plots.markov.state_areas(many.loc[:12], mark=settled)

# %% [markdown]
# The list settles at {{settled:,.0f}} customers, so {{settled:,.0f}} letters a season, however many one starts with. Only the
# new customers and the chain decide it: with twice as many new customers it would settle at twice the number.

# %% [markdown] lang="zh"
# 名单稳定在 {{settled:,.0f}} 位客户，也就是每季 {{settled:,.0f}} 封信，与一开始有多少人无关。决定它的只有新客户数和这条链：新客户增加一倍，稳定的人数也增加一倍。

# %% [markdown]
# ## What the chain forgets
#
# The chain believes that all customers in state 1 are equal. Test it on CDNOW with quarters as seasons: everybody who bought in
# the last 91 days of 1997 is in state 1. Some of them had bought twice so far, some more than five times. Guess both chances of
# buying in the next quarter.

# %% [markdown] lang="zh"
# ## 这条链忘掉了什么
#
# 这条链认为状态 1 的客户都一样。用 CDNOW 来检验，以季度为一季：凡是 1997 年最后 91 天买过的客户都在状态 1。他们有的至今买过两次，有的买过五次以上。猜一猜，这两类客户下一季度购买的概率各是多少。

# %%
log = datasets.load("cdnow_sample")
parts = summary.split(log, calibration_end="1997-12-31", holdout_end="1998-04-01")
state = parts.calibration["days_since_last"] // 91 + 1
buys = parts.holdout["purchases"] > 0
buys.groupby(state.rename("state")).agg(["mean", "size"]).loc[:4].round(2)

# %%
ever = parts.calibration["purchases"].rename("purchases so far")
groups = pd.cut(ever, [1, 2, 3, 5, 99], labels=["twice", "three times", "4 or 5", "more than 5"])
table = buys[state == 1].groupby(groups, observed=True).agg(["mean", "size"])
table = table.set_axis(["chance", "customers"], axis="columns")
ax = plots.markov.chances_by_history(table)

# %% [markdown]
# In the same state, {{100 * table["chance"].iloc[0]:.0f}} % of those who had bought twice buy again, and {{100 * table["chance"].iloc[-1]:.0f}} % of
# those with more than five purchases. The chain gives all of them one number. A rule made of it stops too early for the best customers and too
# late for the rest. So make the number of purchases part of the state, or use the models of lesson 33, which keep it.

# %% [markdown] lang="zh"
# 在同一个状态里，买过两次的客户有 {{table["chance"].iloc[0]:.0%}} 再次购买，买过五次以上的有 {{table["chance"].iloc[-1]:.0%}}。这条链却给他们同一个数字。于是对最好的客户停得太早，对其余客户停得太晚。可以把购买次数也放进状态，或者使用第 33 课的模型，它们会记住购买次数。

# %% [markdown]
# ## The answer
#
# Stop after three silent seasons: three letters after every order, and no fourth. It makes 1,000 fresh customers worth
# {{1000 * gain:,.0f}} more than writing a fourth time. With 200 new customers a season, {{settled:,.0f}} letters go out. If postage
# rises to 5.50, keep to three, although the third letter does not earn its cost with one order.

# %% [markdown] lang="zh"
# ## 回答
#
# 连续沉默三季之后停止：每次下单之后寄三封，不寄第四封。与寄第四封相比，1,000 位刚下单的客户一共多值 {{1000 * gain:,.0f}} 元。每季有 200 位新客户时，每季要寄 {{settled:,.0f}} 封。如果邮费涨到 5.50 元，仍然寄三封，尽管只算一次订单时第三封信收不回成本。

# %% [markdown]
# ## Published and ours
#
# Pfeifer and Carraway (2000), "Modeling customer relationships as Markov chains", *Journal of Interactive Marketing* 14(2), print
# the values over four seasons.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Pfeifer 和 Carraway（2000），“Modeling customer relationships as Markov chains”，*Journal of Interactive Marketing* 14(2)，给出了四季的价值。

# %%
published = pd.Series([50.115, 4.220, 0.592, -1.980, 0.0], index=values.index)
pd.DataFrame({"published": published, "ours": values["four seasons"].round(3)})

# %% [markdown]
# ## Limits
#
# The chances are estimates, and a firm that has always written cannot know who would have ordered without a letter. That nobody
# returns who gets no letter is the paper's assumption, not a law. Every order brings the same 40 here; and a chain forgets all
# but the state.

# %% [markdown] lang="zh"
# ## 局限
#
# 这些概率都是估计值；一家一直在寄目录的公司，无从知道谁不收目录也会下单。“不收目录的客户绝不会回来”是论文的假设，不是定律。这里每次订单都带来同样的 40 元；而且，除了状态之外，链什么都不记得。

# %% [markdown]
# **Terms** state 状态 · Markov chain 马尔可夫链 · transition matrix 转移矩阵 · policy iteration 策略迭代
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/36_markov.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. An e-mail costs 0.05. For how many seasons do you send it, and what else does it cost?
# 2. Estimate a chain from CDNOW, quarter by quarter (`markov.transition_matrix`). Which states are too thin?
# 3. Add a state: "ordered twice in a row". What must its chance be to change the rule?

# %% [markdown] lang="zh"
# **术语** 状态 state · 马尔可夫链 Markov chain · 转移矩阵 transition matrix · 策略迭代 policy iteration
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/3_lifetime/36_markov.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 一封电子邮件花 0.05 元。你会发几季？它还有什么别的代价？
# 2. 用 CDNOW 按季度估计一条链（`markov.transition_matrix`）。哪些状态的客户太少？
# 3. 增加一个状态：“连续两次下单”。它的概率要达到多少才会改变规则？
