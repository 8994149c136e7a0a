"""Two firms and a club: the payoff table, its equilibrium, and how much patience peace wants."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.loyalty import ClubGame
from crmkit.loyalty.rewards.rivalry import HOLD, OPEN

AXELROD = ClubGame(neither=3, alone=5, against=0, both=1)
steady = settings(deadline=None, max_examples=60)

dilemmas = (
    st.lists(st.integers(0, 100), min_size=4, max_size=4, unique=True)
    .map(sorted)
    .map(lambda s: ClubGame(against=s[0], both=s[1], neither=s[2], alone=s[3]))
)


def test_row_96_grim_trigger_holds_from_one_half_and_tit_for_tat_from_two_thirds():
    """T 5, R 3, P 1, S 0 (Axelrod 1984)."""
    assert AXELROD.patience_needed("grim trigger") == 1 / 2
    assert AXELROD.patience_needed("tit for tat") == pytest.approx(2 / 3)


def test_payoffs_stand_in_their_corners():
    table = AXELROD.table()
    assert table.loc[HOLD, HOLD] == 3
    assert table.loc[OPEN, HOLD] == 5
    assert table.loc[HOLD, OPEN] == 0
    assert table.loc[OPEN, OPEN] == 1


def test_both_open_clubs_though_both_would_be_better_off_without():
    assert AXELROD.equilibria() == [(OPEN, OPEN)]
    assert AXELROD.is_dilemma()
    assert AXELROD.best_answers().tolist() == [OPEN, OPEN]


def test_other_games_have_other_equilibria():
    never = ClubGame(neither=3, alone=2, against=1, both=0)
    assert never.equilibria() == [(HOLD, HOLD)]
    follow = ClubGame(neither=3, alone=2, against=0, both=1)
    assert follow.equilibria() == [(HOLD, HOLD), (OPEN, OPEN)]
    niche = ClubGame(neither=1, alone=3, against=2, both=0)
    assert niche.equilibria() == [(HOLD, OPEN), (OPEN, HOLD)]
    tied = ClubGame(neither=1, alone=1, against=1, both=1)
    assert len(tied.equilibria()) == 4
    assert tied.best_answers().tolist() == ["no club or club"] * 2


def test_market_makes_a_dilemma_when_some_move_and_rewards_are_small():
    game = ClubGame.of_market(buyers_each=100, annual_margin=10, annual_reward=1, moving_rate=0.2)
    assert (game.neither, game.alone, game.against, game.both) == (1000, 1080, 800, 900)
    assert game.is_dilemma()
    nobody = ClubGame.of_market(buyers_each=9, annual_margin=10, annual_reward=1, moving_rate=0)
    assert nobody.equilibria() == [(HOLD, HOLD)]


def worth(pattern, weight, years=4000):
    """Discounted payoffs of a firm that plays `pattern` over and over against tit for tat."""
    ours = np.resize(pattern, years)
    rival = np.concatenate([[HOLD], ours[:-1]])
    payoff = AXELROD.table()
    each = np.array([payoff.loc[a, b] for a, b in zip(ours, rival, strict=True)])
    return (each * weight ** np.arange(years)).sum()


@pytest.mark.parametrize("weight", [0.6, 0.66, 0.67, 0.8])
def test_threshold_of_tit_for_tat_is_where_no_pattern_of_clubs_pays(weight):
    """Played out: open for good, open every other year, open once."""
    peace = worth([HOLD], weight, years=400)
    once = [OPEN] + [HOLD] * 399
    best = max(worth(pattern, weight, years=400) for pattern in ([OPEN], [OPEN, HOLD], once))
    holds = weight >= AXELROD.patience_needed("tit for tat")
    assert (peace >= best) == holds


@steady
@given(dilemmas)
def test_at_the_threshold_of_grim_trigger_a_club_pays_exactly_nothing(game):
    w = game.patience_needed("grim trigger")
    for_ever = game.neither / (1 - w)
    betrayed = game.alone + w * game.both / (1 - w)
    assert for_ever == pytest.approx(betrayed)
    assert 0 < w < 1
    assert game.patience_needed("tit for tat") >= w


@steady
@given(dilemmas, st.integers(1, 50), st.integers(-100, 100))
def test_thresholds_do_not_depend_on_the_unit_of_money(game, factor, shift):
    other = ClubGame(
        neither=factor * game.neither + shift,
        alone=factor * game.alone + shift,
        against=factor * game.against + shift,
        both=factor * game.both + shift,
    )
    for strategy in ("grim trigger", "tit for tat"):
        assert other.patience_needed(strategy) == pytest.approx(game.patience_needed(strategy))


def test_games_that_cannot_be_asked_are_refused():
    with pytest.raises(ValueError, match=r"is no prisoner's dilemma.*alone > neither"):
        ClubGame(neither=3, alone=2, against=1, both=0).patience_needed("grim trigger")
    with pytest.raises(ValueError, match="strategy='forgive' is no option"):
        AXELROD.patience_needed("forgive")
    with pytest.raises(ValueError, match="alone=nan must be a number"):
        ClubGame(neither=3, alone=np.nan, against=1, both=0)
    with pytest.raises(ValueError, match="moving_rate=20 must be a number"):
        ClubGame.of_market(buyers_each=1, annual_margin=1, annual_reward=1, moving_rate=20)
