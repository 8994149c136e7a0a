# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 32: Contracts
#
# **Your company** You advise a gym chain. A contract runs for one year; at its end a member renews it, or
# leaves and does not come back. The chain has its own members, drawn by your name: nobody else has your
# numbers.
#
# `members` is a survival table (存续表) of all members who joined in 2012: how many of them were still there
# after 0, 1, ... 12 renewals (续约). Row 0 is the number who joined. Other figures come with their question.
#
# **Before this** [32 Contracts](../../notebooks/3_lifetime/32_contracts.ipynb). **Time** 40 minutes.

# %% tags=["data"]
# Never shown to the student. A cohort of the sBG, drawn renewal by renewal.
import pandas as pd

from crmkit.lifetime import SBG

_alpha, _beta = rng.uniform(0.62, 0.78), rng.uniform(1.10, 1.35)
_counts = [int(rng.integers(2000, 2900))]
for _t in range(1, 13):
    _counts.append(int(rng.binomial(_counts[-1], (_beta + _t - 1) / (_alpha + _beta + _t - 1))))
members = pd.Series(_counts, index=pd.RangeIndex(13, name="renewals"), name="members")

# Question 2: two kinds of members who never change.
loyal, fickle = int(rng.integers(250, 400)), int(rng.integers(550, 800))
loyal_retention = int(rng.integers(88, 94)) / 100
fickle_retention = int(rng.integers(45, 58)) / 100

# Question 4: a sister club.
sister_members = int(rng.integers(400, 700))

# Question 5: two lists of members, at a price below what either is worth.
margin = int(rng.integers(40, 80)) * 10
new_members = int(rng.integers(500, 700))
old_members = round(new_members * rng.uniform(0.70, 0.78))
_worth = SBG(alpha=_alpha, beta=_beta, period_days=365.25).discounted_expected_residual_lifetime(
    0, annual_discount_rate=0.1
)
price = int(round(rng.uniform(0.45, 0.60) * new_members * margin * _worth, -3))

# %%
import pandas as pd

from crmkit.lifetime import SBG, Geometric

# %%
members = sheet["members"]
members.to_frame().T

# %% [markdown] question="q1" points=1 decimals=3
# ## 1 Survival and retention
#
# What was the survival (存续率) after five renewals, and what was the retention rate (保留率) of the fifth
# renewal? Return a dict with two shares between 0 and 1, with 3 decimals:
# `{"survival": ..., "retention": ...}`.

# %% tags=["starter"]
q1 = {"survival": ..., "retention": ...}

# %% tags=["solution"]
# Both have the members after five renewals above the line. Survival compares them with all who joined
# (row 0), the retention rate with those who could make the fifth renewal: who were there after four.
q1 = {"survival": members[5] / members[0], "retention": members[5] / members[4]}

# %% tags=["wrong"]
# Your two figures are exchanged: survival compares with the beginning, retention with the year before.
q1 = {"survival": members[5] / members[4], "retention": members[5] / members[0]}

# %% tags=["wrong"]
# You took the fifth row of the table. The first row stands for 0 renewals, so the fifth is not the fifth
# renewal.
q1 = {"survival": members[4] / members[0], "retention": members[4] / members[3]}

# %% tags=["wrong"]
# Your survival is right. Your retention is a mean over all five renewals; asked is the fifth alone.
q1 = {"survival": members[5] / members[0], "retention": (members[5] / members[0]) ** (1 / 5)}

# %% tags=["wrong"]
# These are the shares of those who left. Survival and retention count those who stayed.
q1 = {"survival": 1 - members[5] / members[0], "retention": 1 - members[5] / members[4]}

# %% [markdown] tags=["hint"]
# Both are a number of members divided by another number of members. Which members could make the fifth
# renewal?

# %% [markdown] tags=["hint"]
# `members[5]` is above the line in both. Below the line stands once the beginning, once the year before.

# %% [markdown] question="q2" points=1 decimals=3
# ## 2 Change the mixture
#
# The lesson mixes 300 loyal and 600 fickle customers. One club of the chain has another mixture. Of the
# members who joined, `sheet["loyal"]` are loyal: each of their renewals is made with probability
# `sheet["loyal_retention"]`. The other `sheet["fickle"]` are fickle, with `sheet["fickle_retention"]`.
# Nobody ever changes; this is sorting (筛选效应) alone.
#
# What is the retention rate of all members together at the *fifth* renewal? Calculate with expected numbers
# of members; do not round them on the way. A share between 0 and 1, with 3 decimals.

# %% tags=["starter"]
loyal, fickle = sheet["loyal"], sheet["fickle"]
loyal_retention, fickle_retention = sheet["loyal_retention"], sheet["fickle_retention"]
q2 = ...

# %% tags=["solution"]
# Each kind shrinks at its own constant rate. Add both kinds up after four and after five renewals: their
# ratio is the retention of all. It has moved towards that of the loyal, because most of
# the fickle have left.
loyal = [sheet["loyal"] * sheet["loyal_retention"] ** t for t in range(6)]
fickle = [sheet["fickle"] * sheet["fickle_retention"] ** t for t in range(6)]
q2 = (loyal[5] + fickle[5]) / (loyal[4] + fickle[4])

# %% tags=["wrong"]
# You weighted the two rates with the members who joined: that is the first renewal. By the fifth the mixture
# is another one.
stay = sheet["loyal"] * sheet["loyal_retention"] + sheet["fickle"] * sheet["fickle_retention"]
q2 = stay / (sheet["loyal"] + sheet["fickle"])

# %% tags=["wrong"]
# You took the plain mean of the two rates. The two kinds are not equally many, and their numbers change.
q2 = (sheet["loyal_retention"] + sheet["fickle_retention"]) / 2

# %% tags=["wrong"]
# This is the survival after five renewals: it compares with all who joined. Retention compares with the
# year before.
loyal = sheet["loyal"] * sheet["loyal_retention"] ** 5
fickle = sheet["fickle"] * sheet["fickle_retention"] ** 5
q2 = (loyal + fickle) / (sheet["loyal"] + sheet["fickle"])

# %% tags=["wrong"]
# This is the retention rate of another renewal, one later. Who can still make the fifth has made four.
loyal = [sheet["loyal"] * sheet["loyal_retention"] ** t for t in range(7)]
fickle = [sheet["fickle"] * sheet["fickle_retention"] ** t for t in range(7)]
q2 = (loyal[6] + fickle[6]) / (loyal[5] + fickle[5])

# %% tags=["wrong"]
# This is the retention rate of another renewal, one earlier. At row 0 nobody has renewed yet.
loyal = [sheet["loyal"] * sheet["loyal_retention"] ** t for t in range(6)]
fickle = [sheet["fickle"] * sheet["fickle_retention"] ** t for t in range(6)]
q2 = (loyal[4] + fickle[4]) / (loyal[3] + fickle[3])

# %% [markdown] tags=["hint"]
# How many loyal members are expected after four renewals, and how many fickle ones? And after five?

# %% [markdown] tags=["hint"]
# A kind with retention r has its first number times r to the power t after t renewals. Add the two kinds
# before you divide.

# %% [markdown] question="q3" points=2 decimals=3
# ## 3 Change the years seen
#
# The lesson fits its models on the renewals 0 to 7. Suppose that you had to forecast earlier: fit the sBG
# and the geometric model on the renewals 0 to 4 of `members` only. How far is each off at renewal 12?
#
# Take the forecast survival after 12 renewals, divide it by the actual survival after 12 renewals, and
# subtract 1: negative means that the forecast is too low. Return a dict with 3 decimals (0.050 is 5 % too
# high): `{"sBG": ..., "geometric": ...}`. The fits need no `period_days`: nothing is discounted here.

# %% tags=["starter"]
q3 = {"sBG": ..., "geometric": ...}

# %% tags=["solution"]
# `.loc[:4]` holds the rows 0 to 4. The geometric model knows one rate for all and takes it from the early
# years, when the fickle leave: far too low. The sBG knows of sorting, and four renewals bring it much
# nearer.
seen, actual = members.loc[:4], members[12] / members[0]
q3 = {
    "sBG": SBG.fit(seen).survival(12) / actual - 1,
    "geometric": Geometric.fit(seen).survival(12) / actual - 1,
}

# %% tags=["wrong"]
# You fitted on the renewals 0 to 7, as the lesson does. Here the models may see fewer years.
seen, actual = members.loc[:7], members[12] / members[0]
q3 = {
    "sBG": SBG.fit(seen).survival(12) / actual - 1,
    "geometric": Geometric.fit(seen).survival(12) / actual - 1,
}

# %% tags=["wrong"]
# Your models saw four rows, and so only three renewals. Row 0 is no renewal.
seen, actual = members.iloc[:4], members[12] / members[0]
q3 = {
    "sBG": SBG.fit(seen).survival(12) / actual - 1,
    "geometric": Geometric.fit(seen).survival(12) / actual - 1,
}

# %% tags=["wrong"]
# You divided the actual survival by the forecast. The error of a forecast is measured against what came true.
seen, actual = members.loc[:4], members[12] / members[0]
q3 = {
    "sBG": actual / SBG.fit(seen).survival(12) - 1,
    "geometric": actual / Geometric.fit(seen).survival(12) - 1,
}

# %% tags=["wrong"]
# You subtracted the two survivals. Asked is the error as a share of the actual survival.
seen, actual = members.loc[:4], members[12] / members[0]
q3 = {
    "sBG": SBG.fit(seen).survival(12) - actual,
    "geometric": Geometric.fit(seen).survival(12) - actual,
}

# %% [markdown] tags=["hint"]
# Which rows of `members` may the models see? Row 4 is the last one, and row 0 is needed too.

# %% [markdown] tags=["hint"]
# A fitted model has the method `survival`. The actual survival after 12 renewals comes from the whole table.

# %% [markdown] question="q4" points=2 decimals=1
# ## 4 A colleague's forecast
#
# A sister club has `sheet["sister_members"]` members, each of whom has already made four renewals. They are
# like the members in your table. How many of them will make *three more* renewals? A colleague writes:
#
# ```python
# model = SBG.fit(members.loc[:7])                     # step 1
# share = model.survival(3)                            # step 2
# still_there = sheet["sister_members"] * share        # step 3
# ```
#
# One step is wrong, and the result is too low. Which one, and how many members are expected to make three
# more renewals? Keep the fit on the renewals 0 to 7. Return a dict, with the step 1, 2 or 3 and the members
# with 1 decimal: `{"step": ..., "members": ...}`.

# %% tags=["starter"]
q4 = {"step": ..., "members": ...}

# %% tags=["solution"]
# survival(3) is for members who have just joined, with all the fickle among them. Who has made four
# renewals has been sorted already: of those who made four, the share S(7) / S(4) makes seven.
model = SBG.fit(members.loc[:7])
share = model.survival(7) / model.survival(4)
q4 = {"step": 2, "members": sheet["sister_members"] * share}

# %% tags=["wrong"]
# The step is right. But survival after seven renewals counts from the day of joining, and these members have
# passed four renewals for certain.
model = SBG.fit(members.loc[:7])
q4 = {"step": 2, "members": sheet["sister_members"] * model.survival(7)}

# %% tags=["wrong"]
# The step is right. But you used one retention rate three times, that of the fourth renewal; it goes on
# rising, and the fourth lies behind these members.
model = SBG.fit(members.loc[:7])
q4 = {"step": 2, "members": sheet["sister_members"] * model.retention_rate(4) ** 3}

# %% tags=["wrong"]
# The step is right. But your number is the colleague's own: after three renewals from the day of joining.
model = SBG.fit(members.loc[:7])
q4 = {"step": 2, "members": sheet["sister_members"] * model.survival(3)}

# %% tags=["wrong"]
# You changed the model, and one rate for all forgets sorting. The fit is sound; look at what the later
# steps ask of it.
model = Geometric.fit(members.loc[:7])
q4 = {"step": 1, "members": sheet["sister_members"] * model.survival(3)}

# %% tags=["wrong"]
# The number of members is right, but look again which line has to change to get it.
model = SBG.fit(members.loc[:7])
q4 = {"step": 3, "members": sheet["sister_members"] * model.survival(7) / model.survival(4)}

# %% [markdown] tags=["hint"]
# Who is in the group of whom `model.survival(3)` speaks? Are the sister club's members such a group?

# %% [markdown] tags=["hint"]
# Think of 1,000 who join. How many make four renewals, and how many make seven? What share of the first are
# the second?

# %% [markdown] question="q5" points=3 decimals=1
# ## 5 Which list do you buy?
#
# A rival closes and sells its contracts. You can buy one list, or neither:
#
# - list A: `sheet["new_members"]` members who have made no renewal yet;
# - list B: `sheet["old_members"]` members who have made five renewals.
#
# Each list costs `sheet["price"]` yuan, paid today. All members on both lists are about to decide on their
# next renewal; if they make it, they pay at once. Each renewal brings a margin (毛利) of `sheet["margin"]`
# yuan. They leave and renew like the members in your table: use the sBG, fitted on the renewals 0 to 7 with
# `period_days=365.25`, as in the lesson. Count all renewals to come, with an annual discount rate (折现率) of
# 10 %.
#
# The gain of a list is what its renewals to come are worth today, minus its price. Choose what brings the
# largest gain; "neither" brings 0. Return a dict, in which `buy` is "A", "B" or "neither", and `gain` is in
# *thousand* yuan, with 1 decimal: `{"buy": ..., "gain": ...}`.

# %% tags=["starter"]
q5 = {"buy": ..., "gain": ...}

# %% tags=["solution"]
# The value of a member is his margin times his discounted residual lifetime (DERL). After five renewals it
# is about twice that of a new member: the fewer old members are worth more than the many new ones. With one
# rate for all it would look the other way round.
model = SBG.fit(members.loc[:7], period_days=365.25)
lifetime = model.discounted_expected_residual_lifetime([0, 5], annual_discount_rate=0.1)
worth = lifetime * sheet["margin"] * [sheet["new_members"], sheet["old_members"]]
gains = {"A": worth[0] - sheet["price"], "B": worth[5] - sheet["price"], "neither": 0}
best = max(gains, key=gains.get)
q5 = {"buy": best, "gain": gains[best] / 1000}

# %% tags=["wrong"]
# You took one rate for all. Then five renewals tell nothing about a member, and the longer list always wins.
model = Geometric.fit(members.loc[:7], period_days=365.25)
lifetime = model.discounted_expected_residual_lifetime(0, annual_discount_rate=0.1)
worth = lifetime * sheet["margin"] * sheet["new_members"]
q5 = {"buy": "A", "gain": (worth - sheet["price"]) / 1000}

# %% tags=["wrong"]
# This is the gain of list A. Compare it with list B: is a member of five renewals worth as much as a new one?
model = SBG.fit(members.loc[:7], period_days=365.25)
lifetime = model.discounted_expected_residual_lifetime(0, annual_discount_rate=0.1)
worth = lifetime * sheet["margin"] * sheet["new_members"]
q5 = {"buy": "A", "gain": (worth - sheet["price"]) / 1000}

# %% tags=["wrong"]
# You valued the members of list B as if they were new. They have made five renewals, and the model can be
# told so.
model = SBG.fit(members.loc[:7], period_days=365.25)
lifetime = model.discounted_expected_residual_lifetime(0, annual_discount_rate=0.1)
worth = lifetime * sheet["margin"] * sheet["old_members"]
q5 = {"buy": "B", "gain": (worth - sheet["price"]) / 1000}

# %% tags=["wrong"]
# The list is right, but this is what it is worth; the price is not yet paid.
model = SBG.fit(members.loc[:7], period_days=365.25)
lifetime = model.discounted_expected_residual_lifetime(5, annual_discount_rate=0.1)
q5 = {"buy": "B", "gain": lifetime * sheet["margin"] * sheet["old_members"] / 1000}

# %% tags=["wrong"]
# The list is right, but you added one certain payment to each member. These members have yet to decide: the
# next payment comes only if they renew.
model = SBG.fit(members.loc[:7], period_days=365.25)
lifetime = 1 + model.discounted_expected_residual_lifetime(5, annual_discount_rate=0.1)
worth = lifetime * sheet["margin"] * sheet["old_members"]
q5 = {"buy": "B", "gain": (worth - sheet["price"]) / 1000}

# %% tags=["wrong"]
# The list is right, but your gain is in yuan; asked are thousand yuan.
model = SBG.fit(members.loc[:7], period_days=365.25)
lifetime = model.discounted_expected_residual_lifetime(5, annual_discount_rate=0.1)
worth = lifetime * sheet["margin"] * sheet["old_members"]
q5 = {"buy": "B", "gain": worth - sheet["price"]}

# %% [markdown] tags=["hint"]
# The lesson's section "Value: the old are worth more" has the method. It wants to know how many renewals
# have been made, and its result counts annual payments.

# %% [markdown] tags=["hint"]
# Compute for each list: members times margin times residual lifetime, minus the price. Then compare the two
# gains with 0.
