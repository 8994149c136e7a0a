import pandas as pd

from crmkit.loyalty import choice, cross_price, switching

PANEL = pd.DataFrame(
    {
        "household": [1] * 7 + [2] * 7,
        "brand": list("AABAABBBBABABB"),
        "price_A": [2.0, 3] * 7,
        "price_B": [2.0, 2, 3, 2, 3, 2, 2] * 2,
    }
)
SWITCHES = switching.switching_matrix(PANEL)

TABLES = {
    "choice.occasions": [(choice.occasions(PANEL), ["price"])],
    "choice.state_dependence": [choice.state_dependence(PANEL)],
    "cross_price.cross_price": [cross_price.cross_price(PANEL, base="A").weights],
    "switching.switching_matrix": [(SWITCHES, "AB")],
    "switching.switching_rates": [(switching.switching_rates(SWITCHES), "AB")],
    "switching.switching_tests": [switching.switching_tests(SWITCHES)],
}
