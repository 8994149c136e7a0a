# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 33: Counting your customers
#
# **Your company** You advise a young online tea shop. It opened on 1 January 2023 and still wins new
# customers. It has its own customers, drawn by your name: nobody else has your numbers. `log` is its order
# log (订单流水) until 30 June 2024, one row an order: `customer_id`, `ordered_at` (date and time), `amount`
# (yuan).
#
# You stand at the end of 30 September 2023: the months until then are the calibration (校准期). The nine months
# from 1 October 2023 to 30 June 2024 are the holdout (验证期), 274 days. `parts` holds both, `bg` is a BG/NBD
# model of the calibration.
#
# **Before this** [33 Counting your customers](../../notebooks/3_lifetime/33_counting.ipynb). **Time** 45
# minutes.

# %% tags=["data"]
import numpy as np
import pandas as pd

from crmkit.lifetime import BGNBD

# 1,500 customers come in the nine months of the calibration, 600 in the holdout.
_arrival = np.concatenate([[0.0], rng.uniform(0, 273, 1_499), rng.uniform(273, 547, 600)])
_true = BGNBD(
    r=rng.uniform(0.48, 0.56),
    alpha=rng.uniform(4.0, 4.8),
    a=rng.uniform(0.75, 0.9),
    b=rng.uniform(2.3, 2.6),
    period_days=7,
)
log = _true.simulate(len(_arrival), watched_days=547 - _arrival, rng=rng, start="2023-01-01")
# After September a rival opens: many repeat purchases no longer happen.
_repeat = log.duplicated("customer_id").to_numpy()
_late = (log["ordered_at"] >= pd.Timestamp("2023-10-01")).to_numpy()
log = log[~(_repeat & _late & (rng.random(len(log)) < rng.uniform(0.33, 0.4)))]
log = log.reset_index(drop=True)
log["customer_id"] += 10_001
log["amount"] = np.round(rng.gamma(4, 20, len(log)) + 15, 2)

margin = float(rng.integers(30, 34))
catalogue_cost = float(rng.integers(24, 27))

# %%
import numpy as np
import pandas as pd

from crmkit import summary
from crmkit.lifetime import BGNBD, MBGNBD, ParetoNBD, evaluation

# %%
log, margin, catalogue_cost = sheet["log"], sheet["margin"], sheet["catalogue_cost"]
parts = summary.split(log, calibration_end="2023-09-30", holdout_end="2024-06-30")
bg = BGNBD.fit(parts.calibration, period_days=7)
parts.calibration[["repeat_purchases", "age_at_last_days", "age_days"]].head(3)

# %% [markdown] question="q1" points=1 decimals=1
# ## 1 How many of the repeaters are left?
#
# Take the customers of the calibration with at least one repeat purchase (重复购买). How many of them are still
# customers on 30 September 2023? Use the probability of being alive (活跃概率) of `bg`: the answer is their
# expected number, with 1 decimal.

# %% tags=["starter"]
q1 = ...

# %% tags=["solution"]
# Each customer counts as much as he is probably alive; the sum is the expected number of the living.
# Those who never came back are left out: the BG/NBD takes every one of them for alive.
repeated = parts.calibration["repeat_purchases"] > 0
q1 = bg.probability_alive(parts.calibration[repeated]).sum()

# %% tags=["wrong"]
# You summed over everybody. Customers without a repeat purchase count as fully alive in this model;
# the question leaves them out.
q1 = bg.probability_alive(parts.calibration).sum()

# %% tags=["wrong"]
# You counted those who are rather alive than not. A customer with .6 is no whole customer, and one with
# .4 is not none: what is the expected number?
repeated = parts.calibration["repeat_purchases"] > 0
q1 = (bg.probability_alive(parts.calibration[repeated]) > 0.5).sum()

# %% tags=["wrong"]
# That is the share of the repeaters who are alive. The question asks for how many they are.
repeated = parts.calibration["repeat_purchases"] > 0
q1 = bg.probability_alive(parts.calibration[repeated]).mean()

# %% tags=["wrong"]
# That is how many customers ever repeated. How many of them has the shop lost since, without a word?
q1 = (parts.calibration["repeat_purchases"] > 0).sum()

# %% [markdown] tags=["hint"]
# The lesson turns probabilities into a number of customers. How?

# %% [markdown] tags=["hint"]
# First keep the rows of `parts.calibration` with `repeat_purchases` above 0, then ask the model about these
# rows.

# %% [markdown] question="q2" points=2 decimals=3
# ## 2 Another story
#
# Now let customers leave at any time: fit a Pareto/NBD to the same calibration, with `period_days=7`. By
# which share do two numbers change, from the BG/NBD to the Pareto/NBD?
#
# - `alive`: the expected number of *all* the calibration's customers who are alive on 30 September 2023;
# - `forecast`: their expected purchases in the 274 days of the holdout, in total.
#
# Both are shares of the BG/NBD's number with 3 decimals; a fall is negative (-0.5: half as many).

# %% tags=["starter"]
q2 = {"alive": ..., "forecast": ...}

# %% tags=["solution"]
# Both models see the same purchases. The number of the living hangs on the story, since nobody sees a
# customer leave. The forecast changes far less: it is tied to what can be seen.
pareto, known = ParetoNBD.fit(parts.calibration, period_days=7), parts.calibration
alive = [model.probability_alive(known).sum() for model in (bg, pareto)]
bought = [model.expected_purchases(known, horizon_days=274).sum() for model in (bg, pareto)]
q2 = {"alive": alive[1] / alive[0] - 1, "forecast": bought[1] / bought[0] - 1}

# %% tags=["wrong"]
# You went from the Pareto/NBD to the BG/NBD. The BG/NBD is where we start: its number is the whole.
pareto, known = ParetoNBD.fit(parts.calibration, period_days=7), parts.calibration
alive = [model.probability_alive(known).sum() for model in (bg, pareto)]
bought = [model.expected_purchases(known, horizon_days=274).sum() for model in (bg, pareto)]
q2 = {"alive": alive[0] / alive[1] - 1, "forecast": bought[0] / bought[1] - 1}

# %% tags=["wrong"]
# You gave what is left, as a share of the BG/NBD's number. Asked is the change: nothing changed would be 0.
pareto, known = ParetoNBD.fit(parts.calibration, period_days=7), parts.calibration
alive = [model.probability_alive(known).sum() for model in (bg, pareto)]
bought = [model.expected_purchases(known, horizon_days=274).sum() for model in (bg, pareto)]
q2 = {"alive": alive[1] / alive[0], "forecast": bought[1] / bought[0]}

# %% tags=["wrong"]
# You gave differences in customers and in purchases. Set each against the BG/NBD's number.
pareto, known = ParetoNBD.fit(parts.calibration, period_days=7), parts.calibration
alive = [model.probability_alive(known).sum() for model in (bg, pareto)]
bought = [model.expected_purchases(known, horizon_days=274).sum() for model in (bg, pareto)]
q2 = {"alive": alive[1] - alive[0], "forecast": bought[1] - bought[0]}

# %% tags=["wrong"]
# That is the MBG/NBD, in which customers leave after purchases only. Here they may leave at any time.
other, known = MBGNBD.fit(parts.calibration, period_days=7), parts.calibration
alive = [model.probability_alive(known).sum() for model in (bg, other)]
bought = [model.expected_purchases(known, horizon_days=274).sum() for model in (bg, other)]
q2 = {"alive": alive[1] / alive[0] - 1, "forecast": bought[1] / bought[0] - 1}

# %% tags=["wrong"]
# The horizon is counted in days, whatever the period of the model: 39 would be 39 days, not weeks.
pareto, known = ParetoNBD.fit(parts.calibration, period_days=7), parts.calibration
alive = [model.probability_alive(known).sum() for model in (bg, pareto)]
bought = [model.expected_purchases(known, horizon_days=39).sum() for model in (bg, pareto)]
q2 = {"alive": alive[1] / alive[0] - 1, "forecast": bought[1] / bought[0] - 1}

# %% [markdown] tags=["hint"]
# Four numbers are needed: two models, and for each the living and the purchases. Compute them one by one.

# %% [markdown] tags=["hint"]
# `probability_alive` and `expected_purchases` belong to both models. A share of change is new over old, less
# 1.

# %% [markdown] question="q3" points=2 decimals=3
# ## 3 A colleague tests the forecast
#
# A colleague wants to know how well `bg` foretold the nine months of the holdout. He writes:
#
# ```python
# foretold = bg.expected_purchases(parts.calibration, horizon_days=274).sum()
# came = (log["ordered_at"] >= "2023-10-01").sum()
# print(foretold / came - 1)
# ```
#
# His two numbers are not about the same people. Mend it: for the customers that the forecast is about, how
# far off was it in the holdout? Purchases are counted as in `parts`: a customer's orders of one day count
# once. Give the bias (偏差), foretold over real purchases less 1, with 3 decimals; too low is negative.

# %% tags=["starter"]
q3 = ...

# %% tags=["solution"]
# The log of these months also holds customers who first bought in the holdout. No forecast of September
# could know them, so their purchases do not belong in the test. Without them it looks quite different: the
# forecast was far too high. Something changed in autumn, and a model of constant rates cannot know that.
q3 = evaluation.errors(evaluation.forecast(bg, parts))["bias"]

# %% tags=["wrong"]
# That is the colleague's own number. Whose orders are in the log after September, but not in the forecast?
foretold = bg.expected_purchases(parts.calibration, horizon_days=274).sum()
q3 = foretold / (log["ordered_at"] >= "2023-10-01").sum() - 1

# %% tags=["wrong"]
# You set the real purchases against the forecast. The real ones are the measure: they belong below the line.
table = evaluation.forecast(bg, parts)
q3 = table["actual"].sum() / table["expected"].sum() - 1

# %% tags=["wrong"]
# The customers are right, but you counted orders. Several orders of a customer on one day are one purchase.
late = log[log["ordered_at"] >= "2023-10-01"]
came = late["customer_id"].isin(parts.calibration.index).sum()
q3 = bg.expected_purchases(parts.calibration, horizon_days=274).sum() / came - 1

# %% tags=["wrong"]
# You counted from the first day on: that mixes in the months that the model was fitted on. Test it on
# the unseen months alone.
ends = {"calibration_end": "2023-09-30", "holdout_end": "2024-06-30"}
track = evaluation.tracking(bg, log, **ends, step_days=1)
q3 = track["expected"].iloc[-1] / track["actual"].iloc[-1] - 1

# %% [markdown] tags=["hint"]
# `evaluation.scope(parts)` shows whose purchases fall in the holdout. Which of its rows can `bg` know?

# %% [markdown] tags=["hint"]
# `parts.holdout` has one row for each customer of the calibration, with his purchases in the holdout.

# %% [markdown] question="q4" points=2
# ## 4 When to worry?
#
# Anna made 6 repeat purchases, the last at the age (客龄) of 170 days. Bert made 1, also at 170 days. Both are
# silent since. After how many days of silence does `bg` give each of them a probability of being alive below
# one half, for the first time? Whole days since the last purchase.

# %% tags=["starter"]
q4 = {"Anna": ..., "Bert": ...}

# %% tags=["solution"]
# Purchases and age at the last purchase stay; only the age grows. The first day below one half comes much
# earlier for Anna: she used to come every four weeks, so that her silence says more.
silent = np.arange(1, 5001)
days = pd.DataFrame({"age_at_last_days": 170, "age_days": 170 + silent})
anna = bg.probability_alive(days.assign(repeat_purchases=6)).to_numpy()
bert = bg.probability_alive(days.assign(repeat_purchases=1)).to_numpy()
q4 = {"Anna": silent[anna < 0.5][0], "Bert": silent[bert < 0.5][0]}

# %% tags=["wrong"]
# These are ages: days since the first purchase. The silence begins with the last one.
silent = np.arange(1, 5001)
days = pd.DataFrame({"age_at_last_days": 170, "age_days": 170 + silent})
anna = bg.probability_alive(days.assign(repeat_purchases=6)).to_numpy()
bert = bg.probability_alive(days.assign(repeat_purchases=1)).to_numpy()
q4 = {"Anna": silent[anna < 0.5][0] + 170, "Bert": silent[bert < 0.5][0] + 170}

# %% tags=["wrong"]
# You gave the last day on which the probability is still one half or more. Asked is the first one below.
silent = np.arange(1, 5001)
days = pd.DataFrame({"age_at_last_days": 170, "age_days": 170 + silent})
anna = bg.probability_alive(days.assign(repeat_purchases=6)).to_numpy()
bert = bg.probability_alive(days.assign(repeat_purchases=1)).to_numpy()
q4 = {"Anna": silent[anna >= 0.5][-1], "Bert": silent[bert >= 0.5][-1]}

# %% tags=["wrong"]
# You have exchanged the two. For whom are three months without a purchase unusual?
silent = np.arange(1, 5001)
days = pd.DataFrame({"age_at_last_days": 170, "age_days": 170 + silent})
anna = bg.probability_alive(days.assign(repeat_purchases=6)).to_numpy()
bert = bg.probability_alive(days.assign(repeat_purchases=1)).to_numpy()
q4 = {"Anna": silent[bert < 0.5][0], "Bert": silent[anna < 0.5][0]}

# %% tags=["wrong"]
# You counted the weeks. The model's rates are a week's, but the table and the answer are in days.
silent = np.arange(1, 5001)
days = pd.DataFrame({"age_at_last_days": 170, "age_days": 170 + silent})
anna = bg.probability_alive(days.assign(repeat_purchases=6)).to_numpy()
bert = bg.probability_alive(days.assign(repeat_purchases=1)).to_numpy()
q4 = {"Anna": silent[anna < 0.5][0] // 7, "Bert": silent[bert < 0.5][0] // 7}

# %% tags=["wrong"]
# You gave both the same wait. Ask the model twice: the two differ in how often they bought.
silent = np.arange(1, 5001)
days = pd.DataFrame({"age_at_last_days": 170, "age_days": 170 + silent})
bert = bg.probability_alive(days.assign(repeat_purchases=1)).to_numpy()
q4 = {"Anna": silent[bert < 0.5][0], "Bert": silent[bert < 0.5][0]}

# %% [markdown] tags=["hint"]
# Make a table with one row for each day of silence. Which of the three columns changes from row to row?

# %% [markdown] tags=["hint"]
# For Anna `repeat_purchases` is 6 and `age_at_last_days` 170 in every row; `age_days` begins at 171. Look for
# the first row in which the probability is below one half, and count from the last purchase.

# %% [markdown] question="q5" points=3 decimals=0
# ## 5 Who gets the catalogue?
#
# During the holdout the shop sent a catalogue to every customer of the calibration. It costs `catalogue_cost`
# (yuan a customer, for the whole nine months). A purchase brings `margin` (毛利, yuan a purchase). Suppose that
# a customer without a catalogue buys nothing. On 30 September 2023 three lists were possible:
#
# - `"everybody"`: all customers of the calibration;
# - `"alive"`: those with a probability of being alive of at least one half in `bg`;
# - `"forecast"`: those whose forecast of `bg` for the 274 days, times `margin`, is above `catalogue_cost`.
#
# Look back from 30 June 2024. The profit of a list is the margin on the purchases that its customers *really*
# made in the holdout, less its catalogues. Which list earned most, and by how many yuan more than
# `"everybody"` (0 if it is that list)? Round to whole yuan.

# %% tags=["starter"]
q5 = {"list": ..., "gain": ...}

# %% tags=["solution"]
# Each customer earns his margin less one catalogue; a list earns the sum over its customers. To be alive
# is not enough: who never came back counts as alive in the BG/NBD, but will hardly buy. The forecast asks
# how much he will buy, and pays even though it was too high.
table = evaluation.forecast(bg, parts)
earned = margin * table["actual"] - catalogue_cost
alive = bg.probability_alive(parts.calibration) >= 0.5
lists = {"alive": earned[alive].sum(), "everybody": earned.sum(),
         "forecast": earned[margin * table["expected"] > catalogue_cost].sum()}
best = max(lists, key=lists.get)
q5 = {"list": best, "gain": lists[best] - lists["everybody"]}

# %% tags=["wrong"]
# That list leaves out some who are lost, but keeps all who never came back: they count as alive. What do
# they earn?
earned = margin * parts.holdout["purchases"] - catalogue_cost
alive = bg.probability_alive(parts.calibration) >= 0.5
q5 = {"list": "alive", "gain": earned[alive].sum() - earned.sum()}

# %% tags=["wrong"]
# Many customers buy nothing, and their catalogue is lost. Work out the other two lists, too.
q5 = {"list": "everybody", "gain": 0}

# %% tags=["wrong"]
# The list is right. Its gain is what the forecast promises: count the purchases that really came.
expected = evaluation.forecast(bg, parts)["expected"]
earned = margin * expected - catalogue_cost
q5 = {"list": "forecast", "gain": earned[earned > 0].sum() - earned.sum()}

# %% tags=["wrong"]
# The list is right. You gave its whole profit: by how much is it above the profit of writing to everybody?
table = evaluation.forecast(bg, parts)
earned = margin * table["actual"] - catalogue_cost
q5 = {"list": "forecast", "gain": earned[margin * table["expected"] > catalogue_cost].sum()}

# %% tags=["wrong"]
# The list is right. You counted only the catalogues that it saves: what about the purchases of those
# who no longer get one?
table = evaluation.forecast(bg, parts)
dropped = margin * table["expected"] <= catalogue_cost
q5 = {"list": "forecast", "gain": catalogue_cost * dropped.sum()}

# %% tags=["wrong"]
# You chose the list with the purchases that came later. In September nobody knew them: choose by the
# forecast.
earned = margin * parts.holdout["purchases"] - catalogue_cost
q5 = {"list": "forecast", "gain": earned[earned > 0].sum() - earned.sum()}

# %% [markdown] tags=["hint"]
# `evaluation.forecast(bg, parts)` has one row a customer: what was foretold, and what came. Which of the two
# makes the list, and which the profit?

# %% [markdown] tags=["hint"]
# First work out for each customer what he really earned, a catalogue deducted. A list's profit is a sum over
# its customers; then take from it the sum over all.
