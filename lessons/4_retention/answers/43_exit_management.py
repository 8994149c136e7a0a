# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
alike = {name: one for name, one in money.items() if name != "by"}  # as if all were of one size
lost_alike = exits.profit_lost(customers, rng=np.random.default_rng(1), **alike)
worth_alike = saving_programmes.values(customers, company.programmes, horizon_years=10,
                                       rng=np.random.default_rng(1), **alike)
guarantee, guarantee_alike = (table.loc["price guarantee"] for table in (worth, worth_alike))
pd.DataFrame({"by size": worth["saved_per_cost"], "all alike": worth_alike["saved_per_cost"],
              "verdict, all alike": worth_alike["verdict"]}).round(2)

# %%
average = lost_alike.loc["all", "annual_profit_lost"] / lost_alike.loc["all", "expected_leavers"]
brought = customers["annual_profit"].groupby(customers["reason"]).mean()
brought.round(0).to_frame("annual profit of a leaver")

# %% [markdown]
# **1** Yes: {{guarantee_alike["saved_per_cost"]:.2f}} yuan for each one spent ({{guarantee_alike["low"]:.2f}} to {{guarantee_alike["high"]:.2f}}) in place of {{guarantee["saved_per_cost"]:.2f}}, and it moves ahead of key-account care. The heads are the same, {{lost_alike.loc["price", "expected_leavers"]:.0f}} a year; what changes is the profit put down for each. Without `by` every leaver counts as an average customer, with {{average:,.0f}} yuan a year. But those who left for the price brought {{brought["price"]:,.0f}}, since {{100 * (customers.loc[customers["reason"] == "price", "size"] == "small").mean():.0f}} % of them are small, and those who left for service {{brought["service"]:,.0f}}. So step 3 overrates price, {{lost_alike.loc["price", "lifetime_profit_lost"]:,.0f}} yuan in place of {{lost.loc["price", "lifetime_profit_lost"]:,.0f}}, and underrates service: {{lost_alike.loc["service", "lifetime_profit_lost"]:,.0f}} in place of {{lost.loc["service", "lifetime_profit_lost"]:,.0f}}.

# %% [markdown] lang="zh"
# **1** 看上去划算：每花一元挽回 {{guarantee_alike["saved_per_cost"]:.2f}} 元（{{guarantee_alike["low"]:.2f}} 到 {{guarantee_alike["high"]:.2f}}），而不是 {{guarantee["saved_per_cost"]:.2f}} 元，名次还排到了大客户关怀前面。流失人数没有变，每年都是 {{lost_alike.loc["price", "expected_leavers"]:.0f}} 位；变的是给每位流失客户记的利润。不用 `by`，每位都按平均客户算，一年 {{average:,.0f}} 元。可是因价格离开的客户平均只有 {{brought["price"]:,.0f}} 元，因为其中 {{(customers.loc[customers["reason"] == "price", "size"] == "small").mean():.0%}} 是小客户；因服务离开的则有 {{brought["service"]:,.0f}} 元。于是第三步高估了价格（{{lost_alike.loc["price", "lifetime_profit_lost"]:,.0f}} 元，按规模分开算是 {{lost.loc["price", "lifetime_profit_lost"]:,.0f}} 元），低估了服务（{{lost_alike.loc["service", "lifetime_profit_lost"]:,.0f}} 元，分开算是 {{lost.loc["service", "lifetime_profit_lost"]:,.0f}} 元）。

# %%
cases = {"large, service": ("large", "service"), "large, price": ("large", "price"),
         "small, price": ("small", "price")}
after, others = {}, {}
for name, (size, why) in cases.items():
    these = customers[customers["size"] == size]
    after[name] = competing.mended(
        these, horizon_years=20, rng=np.random.default_rng(1), **seen).loc[why]
    others[name] = competing.hazards(these, **seen)["estimate"].drop(why).sum()
after = pd.DataFrame(after).T[["incidence", "kept_share"]]
after = after.assign(kept_of_bar=after["kept_share"] / after["incidence"], other_exits=others)
after.round(3)

# %% [markdown]
# **2** More. For large customers the bar of service is {{100 * after.loc["large, service", "incidence"]:.0f}} in a hundred, of whom {{100 * after.loc["large, service", "kept_share"]:.0f}} are kept: {{100 * after.loc["large, service", "kept_of_bar"]:.0f}} % of the bar. With the price mended it is {{100 * after.loc["large, price", "kept_of_bar"]:.0f}} % (a rough figure, for only {{((customers["size"] == "large") & (customers["reason"] == "price")).sum()}} large customers left for it), and the small customers of the lesson kept {{100 * after.loc["small, price", "kept_of_bar"]:.0f}} %. What counts is how fast people leave by the other doors. Service is the main reason of the large: without it their hazard is {{after.loc["large, service", "other_exits"]:.3f}} a year. With the price mended, service still takes them, and {{after.loc["large, price", "other_exits"]:.3f}} are left.

# %% [markdown] lang="zh"
# **2** 更大。大客户的服务柱子是每一百位 {{100 * after.loc["large, service", "incidence"]:.0f}} 位，其中留下 {{100 * after.loc["large, service", "kept_share"]:.0f}} 位，占柱子的 {{after.loc["large, service", "kept_of_bar"]:.0%}}。如果消除的是价格，只占 {{after.loc["large, price", "kept_of_bar"]:.0%}}（这个数比较粗略，因为只有 {{((customers["size"] == "large") & (customers["reason"] == "price")).sum()}} 位大客户因价格离开）；本课里的小客户消除价格之后，留下的占 {{after.loc["small, price", "kept_of_bar"]:.0%}}。关键在于客户从别的门出去得有多快。服务是大客户离开的主因，消除之后风险率只剩每年 {{after.loc["large, service", "other_exits"]:.3f}}；消除价格，服务这扇门还开着，风险率仍有 {{after.loc["large, price", "other_exits"]:.3f}}。

# %%
discounted = pd.DataFrame({
    rate: saving_programmes.values(
        customers, company.programmes, rng=np.random.default_rng(1),
        **ten | {"annual_discount_rate": rate}).loc["price guarantee"]
    for rate in (0.06, 0.07, 0.08, 0.09, 0.10, 0.11, 0.12)}).T
each = discounted[["saved_per_cost", "low", "high"]].astype(float)
even = pd.Series({name: np.interp(-1, -each[name], each.index) for name in each})
each.round(2)

# %%
even.round(4).to_frame("discount rate at which one yuan saves one yuan")

# %% [markdown]
# **3** At {{100 * even["saved_per_cost"]:.1f}} % ({{100 * even["low"]:.1f}} to {{100 * even["high"]:.1f}}, the rates at which the two ends of the interval cross 1). The costs are paid in the next ten years, while much of the profit comes later, from customers who are still there when the programme is over; the lower the rate, the more those years count. But the discount rate is no knob to turn until a programme pays. It says what the carrier's money would earn elsewhere, so it is fixed first, and at 12 % the guarantee loses.

# %% [markdown] lang="zh"
# **3** {{even["saved_per_cost"]:.1%}}（{{even["low"]:.1%}} 到 {{even["high"]:.1%}}，即区间两端分别等于 1 时的折现率）。成本都在今后十年里付，利润却有许多来得更晚，来自方案结束时仍在的客户；折现率越低，那些年份的分量越重。不过，折现率不是用来调到方案划算为止的旋钮。它表示公司的钱放在别处能赚多少，应当事先定好；按 12% 算，价格保证就是亏的。
