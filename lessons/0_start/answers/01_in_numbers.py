# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
alone = cities.assign(kept=0.3 * cities["came_back"])
without = returns | {
    "customers": valuation.marginal_returns(alone, spend="customer_spend", value="kept")
}
friendless = valuation.move_in_steps(without, start={"strangers": 0, "customers": 600})
friendless.drop(columns="given_to").round(2)

# %% [markdown]
# **1** At {{friendless["strangers"].iloc[-1]:.0f}} on strangers and {{friendless["customers"].iloc[-1]:.0f}} on customers, after {{len(friendless)}} moves in place of {{len(moves)}}. The last one gains {{friendless["gain"].iloc[-1]:.0f}} thousand yuan a city ({{friendless["low"].iloc[-1]:.0f}} to {{friendless["high"].iloc[-1]:.0f}}); the interval does not hold 0, so it is proven. But what is proven? That the move pays if friends are worth nothing. Their bookings earn the same 300 yuan, and with them this move gives up {{100 * returns["customers"]["estimate"].loc[400]:.0f}} for {{100 * returns["strangers"]["estimate"].loc[300]:.0f}}. An interval says how well something was measured, not whether it was the right thing to measure.

# %% [markdown] lang="zh"
# **1** 移 {{len(friendless)}} 次为止（算上朋友时是 {{len(moves)}} 次），停在陌生人 {{friendless["strangers"].iloc[-1]:.0f}}、老客户 {{friendless["customers"].iloc[-1]:.0f}}。最后一步每个城市多赚 {{friendless["gain"].iloc[-1]:.0f}} 千元（{{friendless["low"].iloc[-1]:.0f}} 到 {{friendless["high"].iloc[-1]:.0f}}），置信区间不含 0，数据撑得住。不过撑住的是什么？是“假如朋友一文不值，这一步就划算”。朋友的预订同样赚 300 元，算上他们，这一步是放弃 {{100 * returns["customers"]["estimate"].loc[400]:.0f}} 去换 {{100 * returns["strangers"]["estimate"].loc[300]:.0f}}。置信区间只说明量得准不准，不说明量的东西对不对。

# %%
seven = valuation.move_in_steps(returns, start={"strangers": 100, "customers": 600})
additional = 100 * returns["strangers"].loc[300, ["estimate", "low", "high"]]
seven.drop(columns="given_to").round(2)

# %% [markdown]
# **2** Strangers. The best split of 700 is {{seven["strangers"].iloc[-1]:.0f}} on strangers and {{seven["customers"].iloc[-1]:.0f}} on customers, who get what they got before. The 100 brings {{additional["estimate"]:.0f}} ({{additional["low"]:.0f}} to {{additional["high"]:.0f}}), just about what it costs: the data cannot say whether it pays. With customers it would bring {{100 * returns["customers"]["estimate"].loc[500]:.0f}} and be lost for the most part. If the owner keeps his own split, the 100 brings {{100 * returns["strangers"]["estimate"].loc[200]:.0f}} with strangers, which does pay; but he can have that without new money, by moving 100 from the customers, and gain {{moves["gain"].iloc[-1]:.0f}}.

# %% [markdown] lang="zh"
# **2** 给陌生人。700 的最佳分法是陌生人 {{seven["strangers"].iloc[-1]:.0f}}、老客户 {{seven["customers"].iloc[-1]:.0f}}，老客户得到的和原来一样。这 100 带来 {{additional["estimate"]:.0f}}（{{additional["low"]:.0f}} 到 {{additional["high"]:.0f}}），刚够本，划不划算，数据说不准；给老客户则只带来 {{100 * returns["customers"]["estimate"].loc[500]:.0f}}，要亏掉一大块。如果老板坚持自己的分法，这 100 给陌生人会带来 {{100 * returns["strangers"]["estimate"].loc[200]:.0f}}，是划算的；但他不必另外掏钱，从老客户那边移 100 过来就行，还多赚 {{moves["gain"].iloc[-1]:.0f}}。

# %%
# Gallo, hbr.org, 2014: "five to 25 times more expensive"
ratio = (averages["one_won"] / averages["one_kept"]).loc[100:500]
ratio.round(1)

# %% [markdown]
# **3** One find of many: winning a new customer is "anywhere from five to 25 times more expensive" than keeping one (Gallo, hbr.org, 2014). What was divided by what, the sentence does not say: a year of keeping or a whole life? All who stayed, or only those who stayed because of the money? The average or the next one? So wide a span suggests that different things were divided. One agency is enough for it: ours, with averages alone, shows anything from {{ratio.min():.1f}} to {{ratio.max():.1f}}, depending on how it splits the 600. The number tells where a budget stands, not where the next 100 should go.

# %% [markdown] lang="zh"
# **3** 例子很多，这是其中之一：Gallo（hbr.org，2014）写道，争取一位新客户的成本是留住一位老客户的 5 到 25 倍。是什么除以什么，这句话没有交代：留客成本算的是一年，还是全程？数的是所有留下的人，还是只数因为花了钱才留下的？是平均数，还是下一位？范围这么宽，多半是因为各家除的不是同一样东西。其实一家旅行社就够了：本课这家只看平均成本，600 的分法不同，倍数就从 {{ratio.min():.1f}} 到 {{ratio.max():.1f}} 都有。这个数说的是预算现在怎么分，而不是下一笔 100 该花在哪里。
