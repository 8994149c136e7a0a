# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # 30 What a customer is worth
#
# **Question** A customer leaves us a margin of 100 a year and stays with 80 %. What may it cost to win one?
#
# **Who asks** Whoever signs the advertising budget; whoever is offered a company by its "customer value".
#
# **Time** 30 minutes. **Before this** [00 Welcome](../0_start/00_welcome.ipynb).
#
# **You will be able to**
# 1. compute a customer lifetime value by hand, payment by payment;
# 2. say which formula fits, by the timing of the first payment;
# 3. use a margin multiple, and know what it assumes;
# 4. say which of margin, retention and discount rate matters most.
#
# **Data** none but a few figures; the published ones are reproduced at the end.

# %%
import numpy as np
import pandas as pd
import seaborn as sns

from crmkit.lifetime import valuation

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
margin, retention, discount = 100, 0.80, 0.10

# %% [markdown]
# ## By hand: year by year
#
# A customer pays now. A year later they are still there with 80 %, the **retention rate** (保留率); two years
# later with 80 % of 80 %. And 100 received in a year is worth 100 / 1.10 today: the **discount rate** (折现率).

# %%
years = pd.DataFrame({"year": range(6)}).set_index("year")
years["still there"] = retention**years.index
years["worth today"] = margin * years["still there"] / (1 + discount) ** years.index
years.round(3)

# %% [markdown]
# Add up the last column for many years and you have the **customer lifetime value** (客户终身价值, CLV).

# %%
many = np.arange(200)
print(f"{(margin * (retention / (1 + discount)) ** many).sum():.2f}")

# %% [markdown]
# An endless sum in which each term is the same share of the one before has a short form: divide the first
# term by one minus that share. Here it gives m (1 + d) / (1 + d - r).

# %%
print(f"{margin * (1 + discount) / (1 + discount - retention):.2f}")

# %% [markdown]
# ## Which formula is yours?
#
# Textbooks print at least three formulas and seldom say why. They differ in one thing only: when the first
# payment comes, and whether it is certain.

# %%
cases = {
    "now, certain (a subscription paid in advance)": "now",
    "in a year, certain (a bill at the year's end)": "in_a_year",
    "now, if they renew": "now_if_retained",
    "in a year, if they stay": "in_a_year_if_retained",
}

# %%
known = {"annual_margin": margin, "retention_rate": retention, "annual_discount_rate": discount}
pd.Series(
    {name: valuation.constant_retention_value(first_payment=first, **known)
     for name, first in cases.items()}
).round(2).to_frame("value")

# %% [markdown]
# From 266.67 to 366.67 for the same customer. The difference between the first and the last is exactly one
# margin: the payment of today. Who compares values must name the timing.

# %% [markdown]
# ## The margin multiple
#
# Divide the last value by the margin: 2.67. Gupta and Lehmann call it the **margin multiple** (毛利倍数): how
# many annual margins a customer is still worth. A table of it fits on a card.

# %%
rates = pd.Index([0.6, 0.7, 0.8, 0.9], name="retention rate")
multiples = pd.DataFrame(index=rates)
for interest in (0.10, 0.12, 0.14, 0.16):
    multiples[interest] = valuation.margin_multiple(
        retention_rate=rates.to_numpy(), annual_discount_rate=interest
    )
multiples.round(2)

# %% [markdown]
# These are the sixteen figures that Gupta and Lehmann print (1.20 1.15 1.11 1.07 in the first row). Going
# down a row, from 80 to 90 % retention, adds far more than any change of the interest.

# %%
curve = pd.Series(np.linspace(0.3, 0.95, 60))
value = valuation.constant_retention_value(
    annual_margin=100, retention_rate=curve, annual_discount_rate=0.1, first_payment="now"
)
ax = sns.lineplot(x=100 * curve, y=value)
_ = ax.set(title="The last points of retention are worth most",
           xlabel="retention rate (%)", ylabel="value of a customer")

# %% [markdown]
# ## Which lever?
#
# By how much does the value rise if each of the three gets better by one per cent? Margin: by one per cent.
# Retention: its **elasticity** (弹性) says.

# %%
for rate in (0.6, 0.8, 0.9):
    up = valuation.retention_elasticity(
        retention_rate=rate, annual_discount_rate=discount, first_payment="now"
    )
    print(f"retention {rate:.0%}: value + {up:.1f} %")

# %% [markdown]
# At 80 % retention the lever of retention is almost three times as long as that of the margin. Gupta, Lehmann
# and Stuart report 2.45 for Amazon and 6.75 for Ameritrade. But a lever's length is not its price: a
# per cent of retention may cost more than a per cent of margin.

# %% [markdown]
# Move the sliders (they need a running notebook; the figure above is for readers).

# %% tags=["slider", "nbval-ignore-output"]
from ipywidgets import interact


@interact(margin=(10, 200, 10), retention=(0.3, 0.95, 0.05), discount=(0.0, 0.3, 0.02))
def worth(margin=100, retention=0.8, discount=0.1):
    print(f"{margin * (1 + discount) / (1 + discount - retention):,.2f}")

# %% [markdown]
# ## What may it cost to win a customer?
#
# Up to 366.67, if they pay in advance. And if winning one costs 500? Then they must stay longer:

# %%
needed = valuation.break_even_retention(
    annual_margin=margin, acquisition_cost=500, annual_discount_rate=discount, first_payment="now"
)
print(f"{needed:.0%}")

# %% [markdown]
# ## Published and ours
#
# Berger and Nasr's first case (1998): 260 a year in advance, 50 of promotion at mid-year, 75 % retention, ten
# years, 20 % discount.

# %%
ours = valuation.retention_programme_value(
    annual_margin=260, annual_promotion=50, retention_rate=0.75, years=10, annual_discount_rate=0.2
)
pd.DataFrame({"published": [568.78], "ours": [round(ours, 2)]}, index=["Berger and Nasr, case 1"])

# %% [markdown]
# ## Limits
#
# One retention rate for everybody and for ever. In real files the loyal stay and the others go, so the rate
# of a cohort *rises* with time; lesson 32 shows that the formulas above then undervalue old customers.
#
# **Terms** customer lifetime value 客户终身价值 · retention rate 保留率 · discount rate 折现率 · margin multiple
# 毛利倍数 · elasticity 弹性
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/30_worth.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Redo the table by hand with quarterly payments of 25. Is the customer worth more or less?
# 2. A magazine pays 60 to win a subscriber (margin 30 a year, in advance, 10 %). Which retention does it need?
# 3. Your director wants 5 points of retention for 8 a customer and year. Worth it at 60 %? At 90 %?
