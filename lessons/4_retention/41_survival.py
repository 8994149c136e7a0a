# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["24", "65", "95", "100", "3.84", "244", "156", "0.36", "70", "75", "11", "52", "346", "1965", "1980", "2002", "2023", "30", "4", "90"]
# ---

# %% [markdown]
# # 41 Survival
#
# **Question** Our older customers leave almost twice as often as the others. When do customers leave, and is a customer's age a cause of it?
#
# **Who asks** A head of customer care who is about to pay for a programme for seniors.
#
# **Time** 45 minutes. **Before this** [24 Three bonds](../2_loyalty/24_bonds.ipynb).
#
# **You will be able to**
# 1. draw a survival curve and read it, also for customers who came under observation late;
# 2. find a cause that is none, and one that is hidden, by comparing like with like;
# 3. predict the curve of a given customer, with an interval;
# 4. count reasons for leaving so that they add up to no more than everybody.
#
# **Data** a telecoms company (7,043 customers, invented by IBM); for the traps, trials and patients from published studies.

# %% [markdown] lang="zh"
# # 41 生存分析
#
# **问题** 年长客户的流失率几乎是其他客户的两倍。客户什么时候离开？年龄是不是离开的原因？
#
# **谁会这样问** 正准备出钱为年长客户做一个项目的客户关系主管。
#
# **用时** 45 分钟。**先修** [24 三种联系](../2_loyalty/24_bonds.ipynb)。
#
# **学完你能够**
# 1. 画出并读懂生存曲线，也能处理中途才开始观察的客户；
# 2. 通过同类相比，识破一个假的原因，找出一个隐藏的原因；
# 3. 预测某一位客户的生存曲线，并给出区间；
# 4. 统计离开的原因，使各原因之和不超过全体。
#
# **数据** 一家电信公司（7,043 位客户，IBM 虚构）；讲陷阱时用已发表研究中的试验和病人数据。

# %%
import pandas as pd

from crmkit import datasets, plots
from crmkit.loyalty import bonds
from crmkit.retention import LeavingHazard, incidence, survival

# %%
plots.course_style()
customers = datasets.load("telecom_churn")
customers["left"] = (customers["churn"] == "Yes").astype(int)
customers[["tenure_months", "left", "senior_citizen", "contract", "internet_service"]].head(4)

# %% [markdown]
# ## When do they leave?
#
# {{100 * customers["left"].mean():.0f}} of 100 left, but after one month or after six years? And those still here have not finished: whoever joined last month cannot have
# left after two years. We know of them only that they stayed *so long*; they are **censored** (删失). By hand, for the first two months: who was there, and who left?

# %% [markdown] lang="zh"
# ## 他们什么时候离开？
#
# 每 100 位客户走了 {{100 * customers["left"].mean():.0f}} 位，可是，是一个月后走的，还是六年后走的？而且还在的人，故事还没有结束：上个月才来的客户，不可能在两年后离开。对这些人，我们只知道*至少*待了这么久，这叫**删失**（censored）。先动手算头两个月：当时有多少人，走了多少人？

# %%
tenure, left = customers["tenure_months"], customers["left"]
there = [int((tenure >= month).sum()) for month in (1, 2)]
gone = [int(((tenure == month) & (left == 1)).sum()) for month in (1, 2)]
by_hand = (1 - gone[0] / there[0]) * (1 - gone[1] / there[1])
print(f"{gone} left of {there}: {by_hand:.4f} stay beyond month 2")

# %% [markdown]
# Another {{there[0] - gone[0] - there[1]}} are missing in month 2: they joined only a month ago, and nobody knows their second month ({{len(customers) - there[0]}} others have not finished even the first). Each month, take the share that stays of those who could
# still leave, and multiply: that is the **Kaplan-Meier** (卡普兰-迈耶) curve. Censored customers count as long as they were seen. Guess: of 100 new customers, how many are left after 24 months?

# %% [markdown] lang="zh"
# 第 2 个月的人数另外还少了 {{there[0] - gone[0] - there[1]}} 位：他们一个月前才来，第二个月会怎样还不知道（另有 {{len(customers) - there[0]}} 位连第一个月也没有满）。每个月都在还可能离开的人当中算出留下的比例，再逐月连乘，就得到**卡普兰-迈耶**（Kaplan-Meier）曲线。删失的客户，看到多久就算多久。猜一猜：100 位新客户，24 个月后还剩多少位？

# %%
time = {"tenure": "tenure_months", "left": "left"}
everybody = survival.curves(customers, **time)
ax = plots.survival.survival_curves(everybody, at=24, state="still customers")

# %%
survival.at(everybody, [2, 12, 24, 48]).round(4)

# %% [markdown]
# Month 2 is what we had by hand. After 24 months {{100 * survival.at(everybody, 24)["survival"].iloc[0]:.0f}} of 100 are there; the interval (95 %), the range of true shares that agree with the data, is narrow with so many
# customers. The curve falls steeply at first, then ever less: the first months are the dangerous ones.

# %% [markdown] lang="zh"
# 第 2 个月与手算一致。24 个月后，100 位中还有 {{100 * survival.at(everybody, 24)["survival"].iloc[0]:.0f}} 位；95% 区间，即与数据相容的真实比例的范围，在客户这么多时很窄。曲线开头陡，后来越来越平：最危险的是头几个月。

# %% [markdown]
# ## The belief: it is their age
#
# Of the seniors (65 or older) {{100 * left[customers["senior_citizen"] == 1].mean():.1f}} % left, of the others {{100 * left[customers["senior_citizen"] == 0].mean():.1f}} %. Perhaps they have
# merely been here longer, so compare curves. The **log-rank test** (对数秩检验) does it with one number: at each month, did more seniors leave than their share of those present?

# %% [markdown] lang="zh"
# ## 一种想法：因为他们年纪大
#
# 年长客户（65 岁及以上）走了 {{100 * left[customers["senior_citizen"] == 1].mean():.1f}}%，其他客户走了 {{100 * left[customers["senior_citizen"] == 0].mean():.1f}}%。也许他们只是来得更久，所以要比较曲线。**对数秩检验**（log-rank test）用一个数来比较：每个月离开的人里，年长客户的占比，是否高于他们在当时还在的客户中的占比？

# %%
by_age = survival.curves(customers, **time, by="senior_citizen")
names = {0: "others", 1: "seniors"}
ax = plots.survival.survival_curves(by_age, at=24, labels=names, state="still customers")

# %%
test = survival.log_rank(customers, **time, by="senior_citizen")
print(f"chi-square {test['chi_square']:.1f}")

# %% [markdown]
# If both groups left alike, chance alone would take this number above 3.84 once in twenty times; {{test["chi_square"]:.1f}} is not chance. "So we need a programme for seniors." But how else do seniors differ? Guess first:
# do they have the same contracts and lines as the others?

# %% [markdown] lang="zh"
# 假如两组走得一样快，单凭偶然，这个数二十次里只有一次超过 3.84；{{test["chi_square"]:.1f}} 绝非偶然。“所以我们需要一个面向年长客户的项目。”可是年长客户还有什么不同？先猜一猜：他们的合约和线路与其他人一样吗？

# %%
loose = customers["contract"] == "Month-to-month"
fibre = customers["internet_service"] == "Fiber optic"
mix = pd.DataFrame({"month-to-month": loose, "fibre": fibre}).groupby(customers["senior_citizen"])
(100 * mix.mean()).round(0).rename(index=names)

# %% [markdown]
# Seniors have looser contracts and more fibre. Perhaps people with such contracts and lines leave at any age; so compare like with like. A **Cox model** (Cox 模型) gives the **hazard ratio** (风险比): the factor
# by which being a senior multiplies the hazard, the rate at which those still there leave. Only customers of the same **stratum** (层) are compared: the same contract, or contract and line. The last row of the picture is a published model with sixteen traits.

# %% [markdown] lang="zh"
# 年长客户的合约更松，用光纤的也更多。也许用这种合约和线路的人，不论年龄都更容易走；所以要同类相比。**Cox 模型**（Cox model）给出**风险比**（hazard ratio）：身为年长客户，风险率（还在的人离开的速度）变为几倍。只在同一**层**（stratum）之内比较客户：合约相同，或合约和线路都相同。图中最后一行是一个已发表的、有十六个特征的模型。

# %%
protective = ["online_security", "online_backup", "device_protection", "tech_support"]
services = [*protective, "multiple_lines", "streaming_tv", "streaming_movies"]
table = customers.assign(male=1 - customers["female"])
table[services] = bonds.has_bonds(customers, services, yes="Yes")
table = table.join(pd.get_dummies(
    customers[["contract", "payment_method"]], prefix="", prefix_sep="", dtype=int))

# %%
others = ["male", "partner", "dependents", "paperless_billing", "One year", "Two year"]
paying = ["Credit card (automatic)", "Electronic check", "Mailed check", "monthly_charges"]
traits = ["senior_citizen", *protective, "multiple_lines", *others, *paying]
layers = ["internet_service", "streaming_movies", "streaming_tv", "phone_service"]
published = LeavingHazard.fit(table, **time, traits=traits, strata=layers)

# %%
steps = {"alone": None, "same contract": ["contract"],
         "same contract and line": ["contract", "internet_service"]}
found = {name: LeavingHazard.fit(table, **time, traits=["senior_citizen"], strata=strata)
         for name, strata in steps.items()} | {"in the published model": published}
ratios = pd.DataFrame({n: one.hazard_ratios().loc["senior_citizen"] for n, one in found.items()}).T
ax = plots.leaving_hazard.adjusted_ratios(ratios, trait="Hazard of seniors")

# %% [markdown]
# Among customers with the same contract, age is nearly gone; with contract and line, it is gone. What is left, {{ratios["estimate"].iloc[-1]:.2f}}, may be chance (p
# {{ratios["p_value"].iloc[-1]:.2f}}: if age did nothing, chance would be at least as far from 1 that often). Seniors leave more because of what they have bought. What looks like the effect of one thing can be that of another: **confounding** (混杂). So where are the leavers?

# %% [markdown] lang="zh"
# 合约相同的客户之间，年龄的作用几乎消失；合约和线路都相同，就完全消失。剩下的 {{ratios["estimate"].iloc[-1]:.2f}} 可能只是偶然（p 值 {{ratios["p_value"].iloc[-1]:.2f}}：假如年龄没有作用，单凭偶然，风险比至少偏离 1 这么远的概率就有这么大）。年长客户走得多，原因在于他们买了什么。看似一个因素的作用，其实可能来自另一个因素，这叫**混杂**（confounding）。那么，离开的人在哪里？

# %%
risky = loose & fibre
pd.DataFrame({"customers": risky.value_counts(), "leavers": left.groupby(risky).sum()}).rename(
    index={True: "fibre, month-to-month", False: "others"})

# %% [markdown]
# ## A cause can also be hidden
#
# The same trap works the other way round. 244 clinical trials ended; 156 were published in the time seen. Is good news published sooner? Here "leaving" is being published. Guess: if the log-rank test says
# p 0.36, is there no effect?

# %% [markdown] lang="zh"
# ## 原因也可能被掩盖
#
# 这个陷阱反过来也成立。244 项临床试验已经结束，其中 156 项在观察期内发表了。好结果（即阳性结果）会更早发表吗？在这里，“离开”就是发表。猜一猜：如果对数秩检验的 p 值是 0.36，是不是就没有作用？

# %%
trials = datasets.load("publication_times")
clock = {"tenure": "months", "left": "published"}
test = survival.log_rank(trials, **clock, by="positive")
print(f"{len(trials)} trials, {trials['published'].sum()} published; p {test['p_value']:.2f}")

# %%
covariates = ["many_centres", "clinical_endpoint", "sample_size", "budget", "impact"]
models = {"alone": ["positive"], "same kind of endpoint": ["positive", "clinical_endpoint"],
          "in the published model": ["positive", *covariates],
          "with all but impact": ["positive", *covariates[:-1]]}
fits = {name: LeavingHazard.fit(trials, **clock, traits=these) for name, these in models.items()}
steps = pd.DataFrame({n: one.hazard_ratios().loc["positive"] for n, one in fits.items()}).T
ax = plots.leaving_hazard.adjusted_ratios(steps, trait="Good news", what="are published")

# %% [markdown]
# Trials that count deaths or illness ("clinical endpoints") are mostly published ({{(100 * trials.groupby("clinical_endpoint")["published"].mean())[1]:.0f}} % against {{(100 * trials.groupby("clinical_endpoint")["published"].mean())[0]:.0f}} %), but seldom positive ({{(100 * trials.groupby("clinical_endpoint")["positive"].mean())[1]:.0f}} % against {{(100 * trials.groupby("clinical_endpoint")["positive"].mean())[0]:.0f}} %): that hid the good news. Among trials of the same kind, it is published at {{steps["estimate"].iloc[1]:.2f}} times the rate; that one trait is enough.
# The published model also holds *impact*: how much the publication is cited. {{int((trials.loc[trials["published"] == 0, "impact"] == 0).sum())}} of {{int((trials["published"] == 0).sum())}} unpublished trials have zero, as there is nothing to cite. So impact is a result of publication, not a cause, and knowing it gives away who was published. Leave it out (last row); here the ratio hardly changes.

# %% [markdown] lang="zh"
# 以死亡或患病为终点的试验（“临床终点”）大多发表了（{{(100 * trials.groupby("clinical_endpoint")["published"].mean())[1]:.0f}}%，其他试验 {{(100 * trials.groupby("clinical_endpoint")["published"].mean())[0]:.0f}}%），却很少是好结果（{{(100 * trials.groupby("clinical_endpoint")["positive"].mean())[1]:.0f}}%，其他试验 {{(100 * trials.groupby("clinical_endpoint")["positive"].mean())[0]:.0f}}%）：好结果的作用就这样被掩盖了。在同类试验之间，好结果的发表速度是其他结果的 {{steps["estimate"].iloc[1]:.2f}} 倍；只固定这一个特征就够了。已发表的模型里还有*影响力*（impact），即论文被引用的程度。{{int((trials["published"] == 0).sum())}} 项未发表的试验中，{{int((trials.loc[trials["published"] == 0, "impact"] == 0).sum())}} 项的影响力为零，因为没有论文可供引用。所以影响力是发表的结果，不是原因；知道了它，也就知道了哪些试验已经发表。应当去掉它（图中最后一行）；这里风险比几乎不变。

# %% [markdown]
# ## The curve of one customer
#
# A fitted model also predicts. Take a new customer under 65 with DSL and no long contract: with none of the four protective services, and with all. How many of 100 such customers stay 24 months? Write both guesses down.

# %% [markdown] lang="zh"
# ## 一位客户的曲线
#
# 拟合好的模型还可以预测。设想一位新客户：DSL 上网、不签长约、不到 65 岁；一种是四项保护服务都没有，一种是四项都有。100 位这样的客户，24 个月后还剩多少？把两个猜测都写下来。

# %%
model = LeavingHazard.fit(table, **time, traits=[*protective, "senior_citizen"],
                          strata=["contract", "internet_service"])
new = pd.DataFrame({name: [0, 1] for name in protective}, index=["none", "all four"])
new = new.assign(senior_citizen=0, contract="Month-to-month", internet_service="DSL")
predicted = model.survival(new, range(37))
ax = plots.survival.survival_curves(predicted, at=24, state="still customers")

# %%
at_24 = predicted.xs(24, level="tenure_months")
like = table.assign(services=table[protective].sum(axis="columns")).query(
    "contract == 'Month-to-month' and internet_service == 'DSL' and senior_citizen == 0")
alike = like["services"].value_counts()

# %%
own = survival.at(survival.curves(like, **time, by="services"), 24).loc[[0, 4]].round(2)
at_24.round(2).assign(customers=alike[[0, 4]].to_list(), own_curve=own["survival"].to_list())

# %% [markdown]
# {{100 * at_24["survival"].iloc[0]:.0f}} against {{100 * at_24["survival"].iloc[1]:.0f}} of 100, with an interval for each. Only {{alike[4]}} such customers have all four; their own Kaplan-Meier curve says {{100 * own["survival"].iloc[1]:.0f}} ({{100 * own["low"].iloc[1]:.0f}} to {{100 * own["high"].iloc[1]:.0f}}). The model's interval is narrower because it borrows from everybody else, and takes it that ratios multiply. And it is a forecast, not what the services would do: who
# buys all four may be of the kind that stays.

# %% [markdown] lang="zh"
# 100 位中分别剩 {{100 * at_24["survival"].iloc[0]:.0f}} 位和 {{100 * at_24["survival"].iloc[1]:.0f}} 位，各有区间。四项都有的这类客户只有 {{alike[4]}} 位，他们自己的卡普兰-迈耶曲线给出 {{100 * own["survival"].iloc[1]:.0f}} 位（{{100 * own["low"].iloc[1]:.0f}} 到 {{100 * own["high"].iloc[1]:.0f}}）。模型的区间更窄，因为它借用了其他所有人的信息，并假定风险比可以相乘。而且这是预测，不是服务本身的作用：四项都买的人，可能本来就是会留下的人。

# %% [markdown]
# ## Two ways out
#
# Customers leave for a rival, or because they move, and who has moved can no longer go to a rival: **competing risks** (竞争风险). Take people with a harmless blood protein, who may get a cancer, or die
# before. Many charts treat the dead as censored and take one minus Kaplan-Meier. Guess how many of 100 get the cancer within 30 years.

# %% [markdown] lang="zh"
# ## 两条出路
#
# 客户可能投奔竞争者，也可能因为搬家而离开，而搬走的人就不可能再投奔竞争者了：这叫**竞争风险**（competing risks）。看一群血液中有一种无害蛋白的人：他们可能患癌，也可能在此之前去世。许多图表把去世的人当作删失，再用 1 减去卡普兰-迈耶曲线。猜一猜：100 人中，30 年内有多少人患癌？

# %%
people = datasets.load("monoclonal_gammopathy")
ill = people["malignancy"] == 1
people["ended"] = (ill | (people["died"] == 1)).astype(int)
people["years"] = people["months"].where(~ill, people["months_to_malignancy"]) / 12
people["reason"] = ill.map({True: "cancer", False: "death"})
reasons = incidence.curves(people, tenure="years", left="ended", reason="reason")
ax = plots.incidence.incidence_and_naive(reasons, "cancer", at=30, unit="years")

# %% [markdown]
# The **cumulative incidence** (累积发生率) adds up, year by year, the cancers among those still alive and well, as a share of all: {{100 * survival.at(reasons, 30).loc["cancer", "incidence"].iloc[0]:.1f}} %. One minus Kaplan-Meier treats
# the dead as if they could still fall ill, and says {{100 * survival.at(reasons, 30).loc["cancer", "one_minus_survival"].iloc[0]:.1f}} %. What happens if every reason is drawn that way?

# %% [markdown] lang="zh"
# **累积发生率**（cumulative incidence）逐年数出仍健在、未患癌的人中新患癌的人，把他们占全体的比例累加起来：{{100 * survival.at(reasons, 30).loc["cancer", "incidence"].iloc[0]:.1f}}%。用 1 减去卡普兰-迈耶曲线的做法，把去世的人当作还可能患病，得出 {{100 * survival.at(reasons, 30).loc["cancer", "one_minus_survival"].iloc[0]:.1f}}%。如果每个原因都这样画，会怎样？

# %%
ax = plots.incidence.naive_sum(reasons, at=30, unit="years")

# %% [markdown]
# More people leave than there are. A chart of reasons for leaving that is made by one minus Kaplan-Meier has the same fault, and nobody sees it as long as each reason has a picture of its own.

# %% [markdown] lang="zh"
# 离开的人比总人数还多。用 1 减去卡普兰-迈耶曲线画成的流失原因图，都有同样的毛病；只要每个原因单独画一张图，谁也看不出来。

# %% [markdown]
# ## Who came late
#
# A file that begins in some year holds only those who had not left before: **late entry** (延迟进入). In a retirement home, whoever died at 70 could not move in at 75. Counting residents as if they had been watched from 68 on
# gives them years in which nobody could have seen them die. Of 100 men of 68, how many reach 80?

# %% [markdown] lang="zh"
# ## 中途才来的人
#
# 从某一年才开始的客户档案里，只有此前没有离开的人：这叫**延迟进入**（late entry，又称左截断）。在养老院里，70 岁去世的人不可能 75 岁入住。把住户当作从 68 岁起就在观察之中，等于白送他们一段即使去世也不会被看到的岁月。100 位 68 岁的男性，有多少能活到 80 岁？

# %%
home = datasets.load("retirement_home").query("age_months > 68 * 12")
home = home.assign(entry=home["entry_months"].clip(lower=68 * 12),
                   who=home["gender"].map({1: "men", 2: "women"}))
ages = {"tenure": "age_months", "left": "died", "by": "who"}
counted = survival.curves(home, **ages, entry="entry")
ignored = survival.curves(home, **ages)

# %%
curves = {"entry counted": counted, "entry ignored": ignored}
reach = pd.DataFrame(
    {name: survival.at(curve, [960, 1020])["survival"] for name, curve in curves.items()})
reach.rename(index={960: "80 years", 1020: "85 years"}).round(3)

# %% [markdown]
# Of 100 men {{100 * reach.loc[("men", 960), "entry counted"]:.0f}}, and not {{100 * reach.loc[("men", 960), "entry ignored"]:.0f}}. A new customer system that took over only the customers of its day makes the old ones look too loyal in the same way.

# %% [markdown] lang="zh"
# 100 位男性中是 {{100 * reach.loc[("men", 960), "entry counted"]:.0f}} 位，而不是 {{100 * reach.loc[("men", 960), "entry ignored"]:.0f}} 位。新上线的客户系统若只接收上线当天还在的客户，老客户也会同样显得过于忠诚。

# %% [markdown]
# ## Published and ours
#
# Leukaemia: Gehan (1965), *Biometrika* 52. Recidivism, churn, reigns: the documentation of lifelines (Davidson-Pilon). Brain cancer, publication: James et al. (2023), *An Introduction to Statistical Learning with Applications in Python*, ch. 11.
# Cancer or death: counts of Kyle et al. (2002), *NEJM* 346; no one published its shares, nor those of the home (Hyde 1980): our own figures. **Concordance** (一致性): of two, how often does the one in more danger go first?

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 白血病：Gehan（1965），*Biometrika* 52。再次犯罪、电信流失、执政时间：lifelines 的文档（Davidson-Pilon）。脑癌和发表：James 等（2023），*An Introduction to Statistical Learning with Applications in Python*，第 11 章。患癌或去世：人数见 Kyle 等（2002），*NEJM* 346；其比例以及养老院（Hyde 1980）的比例没有人发表过，是我们自己的数字。**一致性**（concordance）：两人之中，风险更高的一位先离开的比例有多大？

# %%
drug = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
none = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
blood = pd.DataFrame({"weeks": drug + none, "left": ended + [1] * 21, "none": [0] * 21 + [1] * 21})
weeks = {"tenure": "weeks", "left": "left"}
remission = survival.at(survival.curves(blood[:21], **weeks), [6, 7, 10, 13, 16, 22, 23])
placebo = LeavingHazard.fit(blood, **weeks, traits=["none"]).coefficients().loc["none"]

# %%
freed, brain = datasets.load("recidivism"), datasets.load("brain_cancer")
brain["male"] = (brain["sex"] == "Male").astype(int)
visits = {"tenure": "months", "left": "died"}
male = LeavingHazard.fit(brain, **visits, traits=["male"]).coefficients().loc["male"]
men_freed = ["aid", "age", "black", "worked_before", "convictions", "married", "parole"]
arrest = LeavingHazard.fit(freed, tenure="weeks", left="arrested", traits=men_freed)

# %%
office = survival.log_rank(
    datasets.load("reigns"), tenure="years", left="lost_office", by="democracy")
drugs = survival.log_rank(blood, **weeks, by="none")
sexes = survival.log_rank(brain, **visits, by="sex")
fine = fits["in the published model"].coefficients().loc["positive"]
alone = fits["alone"].coefficients().loc["positive"]

# %%
def line(printed, *ours):
    """What was printed, and ours with as many decimals."""
    places = [len(one.partition(".")[2]) for one in printed.split()]
    return printed, " ".join(f"{x:.{n}f}" for x, n in zip(ours, places, strict=True))

# %%
rows = {
    "leukaemia, curve": line("0.857 0.807 0.753 0.690 0.627 0.538 0.448", *remission["survival"]),
    "leukaemia, log-rank and Cox": line("16.79 1.572 0.412", drugs.iloc[0], *placebo.iloc[:2]),
    "reigns, log-rank": line("260.47", office.iloc[0]),
    "brain cancer, log-rank, p, Cox": line(
        "1.44 0.23 0.408 0.342", *sexes.iloc[[0, 2]], *male.iloc[:2])}

# %%
rows |= {
    "good news alone, p": line("0.148 0.162 0.360", *alone.iloc[[0, 1, 4]]),
    "with all traits, p": line("0.571 0.176 0.0012", *fine.iloc[[0, 1, 4]]),
    "recidivism, Cox": line("-0.379 -0.057 0.314 -0.150 0.091", *arrest.estimates.iloc[:5]),
    "error of aid, likelihood, concordance": line("0.191 -658.75 0.64", *[
        arrest.coefficients().iloc[0, 1], arrest.log_likelihood, arrest.concordance(freed)])}

# %%
order = ["male", *others[1:3], *protective[:2], *others[4:], others[3], *paying[:3], *traits[:1]]
b = published.estimates.loc[[*order, "monthly_charges"]]
rows |= {
    "churn, Cox": line("-0.09 -0.53 -0.05 -0.62 -0.65 -1.59 -3.11", *b.iloc[:7]),
    "churn, Cox, continued": line("0.19 -0.11 0.56 0.51 -0.06 -0.01", *b.iloc[7:]),
    "likelihood, AIC, ratio": line("-10106.05 20244.10 2614.83", *[
        published.log_likelihood, published.aic, published.likelihood_ratio])}

# %%
ends = people["reason"].where(people["ended"] == 1, "neither").value_counts()
cancer = survival.at(reasons, [10, 20, 30]).loc["cancer"].map("{:.3f}".format)
rows |= {
    "neither, cancer, death": line("409 115 860", *ends[["neither", "cancer", "death"]]),
    "cancer in 10, 20, 30 years": ("not published", " ".join(cancer["incidence"])),
    "one minus Kaplan-Meier": ("not published", " ".join(cancer["one_minus_survival"]))}

# %%
rows |= {
    f"home 80, 85: men, women; {name}": ("not published", " ".join(map("{:.3f}".format, column)))
    for name, column in reach.items()}
pd.DataFrame(rows, index=["published", "ours"]).T

# %% [markdown]
# ## The answer
#
# They leave early: of 100 new customers {{100 * (1 - survival.at(everybody, 12)["survival"].iloc[0]):.0f}} in the first year, {{100 * (survival.at(everybody, 12)["survival"].iloc[0] - survival.at(everybody, 24)["survival"].iloc[0]):.0f}} in the second. Their age is not the cause: seniors leave at {{ratios["estimate"].iloc[0]:.2f}} times the hazard of others, but at
# {{ratios["estimate"].iloc[2]:.2f}} times that of others with the same contract and line. If one group is to be cared for first, it is the {{risky.sum():,}} customers with fibre and no long contract: {{left[risky].sum():,}} of {{left.sum():,}} leavers. Only {{100 * customers["senior_citizen"][risky].mean():.0f}} % of them are seniors.

# %% [markdown] lang="zh"
# ## 回答
#
# 客户走得早：100 位新客户，第一年走 {{100 * (1 - survival.at(everybody, 12)["survival"].iloc[0]):.0f}} 位，第二年走 {{100 * (survival.at(everybody, 12)["survival"].iloc[0] - survival.at(everybody, 24)["survival"].iloc[0]):.0f}} 位。年龄不是原因：年长客户的风险率是其他客户的 {{ratios["estimate"].iloc[0]:.2f}} 倍，但与合约和线路都相同的客户相比，只有 {{ratios["estimate"].iloc[2]:.2f}} 倍。如果先照顾一组人，应当是使用光纤、没有长期合约的 {{risky.sum():,}} 位客户：{{left.sum():,}} 位流失客户中有 {{left[risky].sum():,}} 位出自其中，而他们当中只有 {{100 * customers["senior_citizen"][risky].mean():.0f}}% 是年长客户。

# %% [markdown]
# ## Limits
#
# If age itself makes people choose fibre or avoid contracts, holding those fixed hides a part of what age does; and a contract forbids leaving for a time. Only what is in the file can be held fixed. A Cox model takes it that a ratio is the same in all months, and every
# curve here that those censored would have gone on like the rest.

# %% [markdown] lang="zh"
# ## 局限
#
# 如果正是年龄使人选择光纤、不签长约，那么固定这两项就会掩盖年龄的一部分作用；而且合约在一段时间内本来就不许离开。能固定的只有数据里有的因素。Cox 模型假定风险比在各个月份都相同；这里的每条曲线都假定，删失的人此后与其余的人一样。

# %% [markdown]
# **Terms** censored 删失 · Kaplan-Meier 卡普兰-迈耶 · log-rank test 对数秩检验 · Cox model Cox 模型 · hazard ratio 风险比 · stratum 层 · confounding 混杂 · competing risks 竞争风险 · cumulative incidence 累积发生率 · late entry 延迟进入 · concordance 一致性
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/4_retention/41_survival.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. Customers with an electronic check leave more. Is it the check? Hold contract and line fixed.
# 2. Draw the predicted curve of the same new customer with fibre in place of DSL.
# 3. Count women's entry ages in the home. By how much does ignoring them lift the share that reaches 90?

# %% [markdown] lang="zh"
# **术语** 删失 censored · 卡普兰-迈耶 Kaplan-Meier · 对数秩检验 log-rank test · Cox 模型 Cox model · 风险比 hazard ratio · 层 stratum · 混杂 confounding · 竞争风险 competing risks · 累积发生率 cumulative incidence · 延迟进入 late entry · 一致性 concordance
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/4_retention/41_survival.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 用电子支票付款的客户走得更多。是支票的缘故吗？请固定合约和线路。
# 2. 把同一位新客户的 DSL 换成光纤，画出预测的曲线。
# 3. 把养老院中女性的入住年龄算进去。忽略入住年龄，会使活到 90 岁的比例高出多少？
