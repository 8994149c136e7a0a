# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # 36 Markov value: when to stop mailing
#
# **Question** A catalogue costs 4 to send. After how many silent seasons should we stop sending it?
#
# **Who asks** A mail-order firm; today, anybody who pays for each contact.
#
# **Time** 30 minutes. **Before this** [30 What a customer is worth](30_worth.ipynb).
#
# **You will be able to**
# 1. describe customers as states and moves, and write the matrix down;
# 2. compute the value of each state by hand and at once;
# 3. find the best stopping rule, and say what it gains;
# 4. forecast how many customers will be in each state.
#
# **Data** the example of Pfeifer and Carraway (2000).

# %%
import pandas as pd
import seaborn as sns

from crmkit.lifetime import markov

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
again = [0.3, 0.2, 0.15, 0.05]

# %% [markdown]
# ## States and moves
#
# A customer's **state** (状态) is how many periods ago the last purchase was. Who bought one period ago buys
# again with 30 %, after two silent periods with 20 %, then 15, then 5 %; after that they are a former customer.

# %%
chain = markov.recency_chain(again)
chain

# %% [markdown]
# Read a row: from state 1, 30 % go to state 1 (they bought) and 70 % to state 2. Such a table, in which
# only the present state counts, is a **Markov chain** (马尔可夫链).

# %% [markdown]
# ## By hand: one step
#
# A purchase brings 40, a mailing costs 4. A customer in state 1 has just brought 36. In the next period they
# are in state 1 with 30 % (36 again) or in state 2 with 70 % (only the 4 are spent). Discount one year at 20 %.

# %%
one_step = 36 + (0.3 * 36 + 0.7 * -4) / 1.2
print(f"{one_step:.2f}")

# %% [markdown]
# The matrix does it for all states at once: rewards plus the discounted moves times the rewards.

# %%
rewards = markov.recency_rewards(chain, contribution=40, mailing_cost=4)
(rewards + chain @ rewards / 1.2).round(2)

# %% [markdown]
# Repeat it four times and you have the paper's value over four periods; solve a linear equation and you have
# the value for ever.

# %%
values = pd.DataFrame({
    name: markov.state_values(chain, rewards, annual_discount_rate=0.2, horizon_periods=periods)
    for name, periods in {"four periods": 4, "for ever": None}.items()
})
values.round(3)

# %% [markdown]
# A customer of state 4 has a *negative* value: mailing them costs more than they will bring. So do not mail them.

# %% [markdown]
# ## The best rule
#
# Mail or stop, in each state: what is best depends on what is done later. **Policy iteration** (策略迭代) values
# a rule, improves it where another action is better, and repeats until nothing changes.

# %%
policy = markov.when_to_stop(again, contribution=40, mailing_cost=4, annual_discount_rate=0.2)
policy.table.round(3)

# %%
gain = policy.table["value"] - values["for ever"]
gain.round(3)

# %% [markdown]
# Stopping after state 3 adds 0.83 to the value of a fresh customer, two per cent, for nothing. For 100,000
# customers that is 83,000.

# %% [markdown]
# ## By how much can the figures be wrong?
#
# Probabilities are estimates. From which cost of a mailing on does the rule change?

# %%
rules = {}
for cost in (1, 2, 3, 4, 5, 6, 8):
    rule = markov.when_to_stop(again, contribution=40, mailing_cost=cost, annual_discount_rate=0.2)
    rules[cost] = (rule.table["action"] == "mail").sum()
pd.Series(rules).rename_axis("cost of a mailing").to_frame("periods to mail").T

# %% [markdown]
# The rule is the same over a range of costs. Within it there is no need to know the figure better.

# %% [markdown]
# ## How many where?
#
# Start with 1,000 fresh customers and win 200 more each period. Where are they?

# %%
customers = markov.project(
    chain, pd.Series({1: 1000.0}), periods=12, new_customers=pd.Series({1: 200.0})
)
ax = customers.drop(columns="former").plot.area(figsize=(7, 3.4), linewidth=0)
ax.legend(title="state", loc="lower right")
_ = ax.set(title="The base settles at about 1,200 active customers", xlabel="period",
           ylabel="customers")

# %% [markdown]
# ## Published and ours

# %%
published = pd.Series([50.115, 4.220, 0.592, -1.980, 0.0], index=values.index)
pd.DataFrame({"published": published, "ours": values["four periods"].round(3)})

# %% [markdown]
# ## Limits
#
# A chain forgets: a customer of ten purchases and one of one purchase are equal in state 1. Lesson 33 keeps
# the whole history. And that an unmailed customer never returns is the paper's assumption, not a law.
#
# **Terms** state 状态 · Markov chain 马尔可夫链 · policy iteration 策略迭代 · customer migration 客户迁移
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/36_markov.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. An e-mail costs 0.05. For how many periods do you send it, and what else does it cost?
# 2. Estimate a chain from CDNOW, month by month (`markov.transition_matrix`). Does it forget too much?
# 3. Add a state: "bought twice in a row". What must its probability be to change the rule?
