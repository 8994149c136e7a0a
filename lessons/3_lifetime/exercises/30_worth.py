# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 30: What a customer is worth
#
# **Your company** You advise a weekly paper. A subscriber pays for a year in advance: the first time when he
# subscribes, then once a year for as long as he stays. The figures are drawn by your name: nobody else has
# them.
#
# - `channels`: one row a channel (where this year's new subscribers came from). `new_subscribers` is how many
#   came, `retention` (保留率) the share of them that stays from one year to the next, a number between 0 and 1.
# - `margin`: yuan that one subscriber leaves in a year, the same for all. `discount`: the discount rate
#   (折现率) a year, 0.10 for 10 %.
# - `rival`: the subscribers of another paper, for exercise 4.
#
# In all exercises retention and margin stay the same for ever, if nothing else is said. Money is in yuan of
# today.
#
# **Before this** [30 What a customer is worth](../../notebooks/3_lifetime/30_worth.ipynb).
# **Time** 40 minutes.

# %% tags=["data"]
import pandas as pd

margin = int(rng.integers(180, 321))
discount = int(rng.integers(8, 13)) / 100
channels = pd.DataFrame(
    {
        "new_subscribers": [int(rng.integers(low, low + 250)) for low in (500, 700, 600, 300)],
        "retention": [int(rng.integers(low, low + 5)) / 100 for low in (38, 54, 70, 84)],
    },
    index=pd.Index(["gift", "kiosk", "search", "friend"], name="channel"),
)
agency_price = round(margin * float(rng.uniform(2.3, 2.6)))
rival = pd.DataFrame(
    {
        "subscribers": [int(rng.integers(low, low + 900)) for low in (3000, 1500, 1000)],
        "retention": [int(rng.integers(low, low + 5)) / 100 for low in (47, 67, 86)],
    },
    index=pd.Index(["first year", "second year", "older"], name="group"),
)
lift = int(rng.integers(4, 7)) / 100
# Pays from a retention of .61 to .67 on: between kiosk and search.
programme_cost = round(lift * margin / (1 + discount - float(rng.uniform(0.61, 0.67))), 1)

# %%
import pandas as pd

from crmkit.lifetime import valuation

# %%
channels, rival = sheet["channels"], sheet["rival"]
margin, discount = sheet["margin"], sheet["discount"]
channels

# %% [markdown] question="q1" points=1 decimals=2
# ## 1 Worth of a new subscriber
#
# What is one new subscriber worth, by channel? Count all his payments, today's too: it is certain. This is
# his customer lifetime value (客户终身价值) before the cost of winning him. A Series: the index is the
# channel, the values are yuan with 2 decimals.

# %% tags=["starter"]
q1 = ...

# %% tags=["solution"]
# He pays in advance, so the first payment comes now and is certain. Each later payment is the one before
# times r / (1 + d), and such a sum is m (1 + d) / (1 + d - r). The formula takes the whole column at once.
q1 = valuation.constant_retention_value(
    annual_margin=margin, retention_rate=channels["retention"],
    annual_discount_rate=discount, first_payment="now",
)

# %% tags=["wrong"]
# You let the first payment come in a year. These subscribers pay in advance: when does the first money come?
q1 = margin / (1 + discount - channels["retention"])

# %% tags=["wrong"]
# That is what is still to come after the payment of today. A new subscriber brings that payment, too.
q1 = margin * channels["retention"] / (1 + discount - channels["retention"])

# %% tags=["wrong"]
# You made today's payment depend on whether he stays. Only the later ones do; he has subscribed already.
q1 = margin * channels["retention"] * (1 + discount) / (1 + discount - channels["retention"])

# %% tags=["wrong"]
# You added the payments of all years as if next year's money were worth as much as today's. What does the
# discount rate do to them?
q1 = margin / (1 - channels["retention"])

# %% [markdown] tags=["hint"]
# Two things choose the formula: when the first payment comes, and whether it is certain. Look at the four
# cases of the lesson.

# %% [markdown] tags=["hint"]
# `valuation.constant_retention_value` takes a column as `retention_rate` and answers with a Series.

# %% [markdown] question="q2" points=2 decimals=2
# ## 2 Change the rhythm: four payments a year
#
# The paper thinks of quarterly payments (按季付款), each a quarter of `margin`, in advance, the first one now.
# Take a subscriber of the channel "kiosk". His retention rate over a whole year stays what it is, but
# he may now leave after each quarter: after k quarters he is still there with the probability
# `retention ** (k / 4)`. Discount in the same way: 1 yuan in k quarters is worth
# `1 / (1 + discount) ** (k / 4)` today.
#
# By how much does his value change, from yearly to quarterly payments? Yuan with 2 decimals, negative if he
# is worth less than before.

# %% tags=["starter"]
q2 = ...

# %% tags=["solution"]
# A quarter is now the "year" of the formula: margin / 4, the fourth root of the retention rate, and the
# fourth root of 1 + d. He is worth less: some money comes later, and some subscribers leave before it
# comes.
r, d = channels.loc["kiosk", "retention"] ** 0.25, (1 + discount) ** 0.25 - 1
yearly = valuation.constant_retention_value(
    annual_margin=margin, retention_rate=channels.loc["kiosk", "retention"],
    annual_discount_rate=discount, first_payment="now")
q2 = margin / 4 * (1 + d) / (1 + d - r) - yearly

# %% tags=["wrong"]
# You used the rates of a whole year for each quarter: then most subscribers are gone after one year.
r = channels.loc["kiosk", "retention"]
q2 = (margin / 4 - margin) * (1 + discount) / (1 + discount - r)

# %% tags=["wrong"]
# The size is right, the sign is not: the change is the new value less the old one.
step = channels.loc["kiosk", "retention"] / (1 + discount)
q2 = margin / (1 - step) - margin / 4 / (1 - step**0.25)

# %% tags=["wrong"]
# You changed retention to quarters, but not the discount rate: a year's interest was taken every quarter.
r = channels.loc["kiosk", "retention"]
quarterly = margin / 4 * (1 + discount) / (1 + discount - r**0.25)
q2 = quarterly - margin * (1 + discount) / (1 + discount - r)

# %% tags=["wrong"]
# You divided both rates by four: then the share still there after a year is far too small. Quarters multiply.
r, d = channels.loc["kiosk", "retention"], discount
q2 = margin / 4 * (1 + d / 4) / (1 + d / 4 - r / 4) - margin * (1 + d) / (1 + d - r)

# %% tags=["wrong"]
# You let him pay the whole `margin` every quarter. Each of the payments is a quarter of it.
step = channels.loc["kiosk", "retention"] / (1 + discount)
q2 = margin / (1 - step**0.25) - margin / (1 - step)

# %% tags=["wrong"]
# That is his value with quarterly payments. The question asks for the change against yearly payments.
step = channels.loc["kiosk", "retention"] / (1 + discount)
q2 = margin / 4 / (1 - step**0.25)

# %% [markdown] tags=["hint"]
# Write down the first three quarterly payments, each with its probability and its worth today. By which
# factor does each differ from the one before?

# %% [markdown] tags=["hint"]
# The short form of the lesson holds for any step: the first term, divided by one minus that factor. Subtract
# the yearly value of exercise 1.

# %% [markdown] question="q3" points=2 decimals=3
# ## 3 What an agency may ask
#
# An agency offers new subscribers at `sheet["agency_price"]` yuan each. They pay like yours, a year in
# advance, and the first payment is certain. Which retention rate must they have, so that one is worth just
# this price? And which of your channels have at least this rate?
#
# A dict: `{"needed": ..., "channels": {...}}`. `needed` is a share between 0 and 1 with 3 decimals,
# `channels` a set of channel names.

# %% tags=["starter"]
q3 = {"needed": ..., "channels": ...}

# %% tags=["solution"]
# The price is paid back when the value equals it: m (1 + d) / (1 + d - r) = price, solved for r. Paid in
# advance, the first margin comes back at once, and only the rest of the price must come from staying.
needed = valuation.break_even_retention(
    annual_margin=margin, acquisition_cost=sheet["agency_price"],
    annual_discount_rate=discount, first_payment="now",
)
q3 = {"needed": needed, "channels": set(channels.index[channels["retention"] >= needed])}

# %% tags=["wrong"]
# You let the first payment come in a year. They pay in advance, so they may stay a little shorter than this.
needed = 1 + discount - margin / sheet["agency_price"]
q3 = {"needed": needed, "channels": set(channels.index[channels["retention"] >= needed])}

# %% tags=["wrong"]
# You did not discount: next year's payment was taken for as much as today's. The rate must be higher.
needed = 1 - margin / sheet["agency_price"]
q3 = {"needed": needed, "channels": set(channels.index[channels["retention"] >= needed])}

# %% tags=["wrong"]
# You made the first payment depend on staying. It is certain, so they need not stay quite as long.
growth, price = 1 + discount, sheet["agency_price"]
needed = price * growth / (margin * growth + price)
q3 = {"needed": needed, "channels": set(channels.index[channels["retention"] >= needed])}

# %% tags=["wrong"]
# The rate is right, but you named the channels below it. Which ones have at least this rate?
needed = (1 + discount) * (1 - margin / sheet["agency_price"])
q3 = {"needed": needed, "channels": set(channels.index[channels["retention"] < needed])}

# %% [markdown] tags=["hint"]
# The lesson asks the same at its end, for a customer who costs 500. Which function answers it there?

# %% [markdown] tags=["hint"]
# `valuation.break_even_retention` wants the price as `acquisition_cost`, and `first_payment` as in exercise
# 1. Then compare the column `retention` with what it gives.

# %% [markdown] question="q4" points=2 decimals=0
# ## 4 A rival is for sale
#
# `rival` holds the subscribers of another paper, in three groups by how long they have been there. All have
# *just paid* for this year, to the old owner; a buyer gets the payments from next year on, the first of them
# in a year. Each leaves the same `margin` as yours, and each group keeps its own retention rate for ever. A
# colleague values them by the margin multiple (毛利倍数):
#
# ```python
# all_of_them = rival["subscribers"].sum()
# rate = (rival["subscribers"] * rival["retention"]).sum() / all_of_them
# multiple = valuation.margin_multiple(retention_rate=rate, annual_discount_rate=discount)
# worth = all_of_them * margin * multiple
# ```
#
# "The average rate is weighted, so the sum is right." It is not. What are all these subscribers together
# worth to a buyer? Yuan, rounded to a whole number.

# %% tags=["starter"]
q4 = ...

# %% tags=["solution"]
# The multiple rises ever faster with retention, so the multiple of an average rate is less than the average
# of the multiples: the loyal add more than the fickle take away. Value each group at its own rate, then add.
multiple = valuation.margin_multiple(
    retention_rate=rival["retention"], annual_discount_rate=discount
)
q4 = (rival["subscribers"] * margin * multiple).sum()

# %% tags=["wrong"]
# That is your colleague's figure. He averages the rates before he values; but the value of the average rate
# is not the average of the values.
all_of_them = rival["subscribers"].sum()
rate = (rival["subscribers"] * rival["retention"]).sum() / all_of_them
q4 = all_of_them * margin * rate / (1 + discount - rate)

# %% tags=["wrong"]
# You counted this year's payment, too. It went to the old owner; the buyer gets what comes after it.
value = margin * (1 + discount) / (1 + discount - rival["retention"])
q4 = (rival["subscribers"] * value).sum()

# %% tags=["wrong"]
# You took the plain mean of the three multiples, as if the groups were of the same size. Most are not loyal.
multiple = rival["retention"] / (1 + discount - rival["retention"])
q4 = rival["subscribers"].sum() * margin * multiple.mean()

# %% tags=["wrong"]
# You made next year's payment certain. It comes only from those who stay.
multiple = 1 / (1 + discount - rival["retention"])
q4 = (rival["subscribers"] * margin * multiple).sum()

# %% [markdown] tags=["hint"]
# Look at the figure of the lesson: the curve of value over retention bends upwards. Compare a customer in the
# middle with one far left and one far right.

# %% [markdown] tags=["hint"]
# The timing of your colleague is right, his order of steps is not. Should he first average, or first
# value the groups?

# %% [markdown] question="q5" points=3 decimals=0
# ## 5 A programme for whom?
#
# Your director wants a loyalty programme (忠诚计划). It adds `sheet["lift"]` to the yearly retention rate, for
# ever (0.10 would be ten points), and costs `sheet["programme_cost"]` yuan a subscriber and year. The cost
# falls due together with each payment, the first one included, as long as the subscriber stays. You may
# offer it to some channels and not to others.
#
# To the new subscribers of which channels will you offer it, and what does the paper gain in all? The gain
# of a channel is how much more its new subscribers are worth today with the programme than without, its
# cost deducted.
#
# A dict: `{"channels": {...}, "gain": ...}`. `channels` is a set of channel names, `gain` the sum over these
# channels and all their new subscribers: yuan, rounded to a whole number.

# %% tags=["starter"]
q5 = {"channels": ..., "gain": ...}

# %% tags=["solution"]
# With the programme each payment is smaller by its cost, but more of them come. Where few stay, the cost of
# each payment outweighs the few points; where many stay, the same points are worth most. So offer it only
# where a subscriber's value rises, and add up over the subscribers.
r, less = channels["retention"], margin - sheet["programme_cost"]
with_it = less * (1 + discount) / (1 + discount - r - sheet["lift"])
gain = channels["new_subscribers"] * (with_it - margin * (1 + discount) / (1 + discount - r))
q5 = {"channels": set(gain.index[gain > 0]), "gain": gain[gain > 0].sum()}

# %% tags=["wrong"]
# You offered it to everybody. In some channels it costs more than it brings; leave those out.
r, less = channels["retention"], margin - sheet["programme_cost"]
with_it = less * (1 + discount) / (1 + discount - r - sheet["lift"])
gain = channels["new_subscribers"] * (with_it - margin * (1 + discount) / (1 + discount - r))
q5 = {"channels": set(gain.index), "gain": gain.sum()}

# %% tags=["wrong"]
# You counted what the points of retention bring, but not what the programme costs.
base, growth = 1 + discount - channels["retention"], margin * (1 + discount)
gain = channels["new_subscribers"] * (growth / (base - sheet["lift"]) - growth / base)
q5 = {"channels": set(gain.index[gain > 0]), "gain": gain[gain > 0].sum()}

# %% tags=["wrong"]
# You deducted the cost once. It comes back with every payment, and the loyal cause it most often.
base, growth = 1 + discount - channels["retention"], margin * (1 + discount)
one = growth / (base - sheet["lift"]) - growth / base - sheet["programme_cost"]
gain = channels["new_subscribers"] * one
q5 = {"channels": set(gain.index[gain > 0]), "gain": gain[gain > 0].sum()}

# %% tags=["wrong"]
# The channels are right, but that is the gain from one subscriber of each. How many are there?
r, less = channels["retention"], margin - sheet["programme_cost"]
with_it = less * (1 + discount) / (1 + discount - r - sheet["lift"])
gain = with_it - margin * (1 + discount) / (1 + discount - r)
q5 = {"channels": set(gain.index[gain > 0]), "gain": gain[gain > 0].sum()}

# %% tags=["wrong"]
# You offered it to nobody. One renewal alone does not pay for it, but who stays once more may stay again:
# compare the values of all years.
one = sheet["lift"] * margin / (1 + discount) - sheet["programme_cost"]
gain = channels["new_subscribers"] * one
q5 = {"channels": set(gain.index[gain > 0]), "gain": gain[gain > 0].sum()}

# %% [markdown] tags=["hint"]
# Value a subscriber twice: as he is, and with the programme. What are his yearly margin and his retention
# rate then?

# %% [markdown] tags=["hint"]
# The cost comes with each payment, so it is a smaller `annual_margin`. Compare the two values channel by
# channel before you multiply by `new_subscribers`.
