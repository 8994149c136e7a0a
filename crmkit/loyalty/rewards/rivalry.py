"""What is a club worth when the rival can open one, too? A game of two firms."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from crmkit import tables

__all__ = ["ClubGame"]

OPEN, HOLD = "club", "no club"


@dataclass(frozen=True)
class ClubGame:
    """Does it pay to open a club, to copy one, or to hold back? Two firms that are alike.

    Each firm opens a club or does not; a payoff is what a firm earns in a year, of any unit.

    Parameters
    ----------
    neither : float
        Payoff of each firm when neither has a club (R, "reward", in the literature).
    alone : float
        Of the firm that has the only club (T, "temptation").
    against : float
        Of the firm without one while the rival has one (S, "sucker").
    both : float
        Of each firm when both have one (P, "punishment").

    References
    ----------
    Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.

    Examples
    --------
    >>> game = ClubGame(neither=3, alone=5, against=0, both=1)
    >>> game.table()  # doctest: +NORMALIZE_WHITESPACE
    rival    no club  club
    ours
    no club        3     0
    club           5     1
    >>> game.equilibria()
    [('club', 'club')]
    """

    neither: float
    alone: float
    against: float
    both: float

    def __post_init__(self) -> None:
        for name in ("neither", "alone", "against", "both"):
            tables.number(name, getattr(self, name), mend="money a year, e.g. 3")

    @classmethod
    def of_market(
        cls, *, buyers_each: float, annual_margin: float, annual_reward: float, moving_rate: float
    ) -> "ClubGame":
        """The game of two firms with as many buyers each, some of whom follow the only club.

        Parameters
        ----------
        buyers_each : float
            Buyers of each firm without clubs, above 0.
        annual_margin, annual_reward : float
            Money a buyer a year: what a buyer leaves, and what the club pays each of them back.
        moving_rate : float
            Of the rival's buyers, who come over while the rival has no club, 0 to 1.

        Examples
        --------
        >>> ClubGame.of_market(buyers_each=100, annual_margin=10, annual_reward=1, moving_rate=0.2)
        ClubGame(neither=1000.0, alone=1080.0, against=800.0, both=900.0)
        """
        tables.number("buyers_each", buyers_each, above=0)
        tables.number("annual_margin", annual_margin, least=0)
        tables.number("annual_reward", annual_reward, least=0)
        tables.share("moving_rate", moving_rate)
        left = annual_margin - annual_reward
        return cls(
            neither=float(buyers_each * annual_margin),
            alone=float(buyers_each * (1 + moving_rate) * left),
            against=float(buyers_each * (1 - moving_rate) * annual_margin),
            both=float(buyers_each * left),
        )

    def table(self) -> pd.DataFrame:
        """What do we earn, for each choice of ours (rows) and of the rival (columns)?"""
        return pd.DataFrame(
            [[self.neither, self.against], [self.alone, self.both]],
            index=pd.Index([HOLD, OPEN], name="ours"),
            columns=pd.Index([HOLD, OPEN], name="rival"),
        )

    def best_answers(self) -> pd.Series:
        """What pays us best against each choice of the rival? Where two tie, both are named.

        >>> ClubGame(neither=3, alone=5, against=0, both=1).best_answers().to_dict()
        {'no club': 'club', 'club': 'club'}
        """
        ours = self.table()
        best = {rival: " or ".join(ours.index[ours[rival] == ours[rival].max()]) for rival in ours}
        return pd.Series(best, name="ours").rename_axis("rival")

    def equilibria(self) -> list[tuple[str, str]]:
        """In which pairs of choices (ours, rival's) does neither firm wish it had chosen otherwise?

        Pure choices only; the firms are alike, so that what we earn in one corner the rival earns
        in the mirrored one.
        """
        ours = self.table()
        return [
            (row, column)
            for row in ours.index
            for column in ours.columns
            if ours.loc[row, column] == ours[column].max()
            and ours.loc[column, row] == ours[row].max()
        ]

    def is_dilemma(self) -> bool:
        """Is it a prisoner's dilemma: a club pays whatever the rival does, and both lose by it?

        T > R > P > S. (Axelrod asks for 2 R > T + S besides, so that taking turns is no better.)

        >>> ClubGame(neither=3, alone=5, against=0, both=1).is_dilemma()
        True
        """
        return self.alone > self.neither > self.both > self.against

    def patience_needed(self, strategy: Literal["grim trigger", "tit for tat"]) -> float:
        """How much must next year count, against this one, for both to hold back for good?

        The rival holds back as long as we do, and answers a club with clubs: for ever (grim
        trigger), or by doing each year what we did the year before (tit for tat). The threshold is
        the weight w of the next year, below which opening a club pays. Against grim trigger it is
        w = (T - R) / (T - P). Tit for tat also has to deter a firm that opens a club every other
        year, for which T + w S must be at most R + w R: w = (T - R) / (R - S), if that is larger.

        Parameters
        ----------
        strategy : "grim trigger" or "tit for tat"
            What the rival does.

        Returns
        -------
        float
            Above 0. With the discount rate i, next year counts 1 / (1 + i). Where it is 1 or more,
            no patience is enough.

        Raises
        ------
        ValueError
            The game is no prisoner's dilemma, so that there is nothing to hold back from.

        References
        ----------
        Axelrod, R. (1981). The emergence of cooperation among egoists. American Political Science
        Review 75(2), 306-318: theorem 2.

        Examples
        --------
        >>> game = ClubGame(neither=3, alone=5, against=0, both=1)
        >>> game.patience_needed("grim trigger")
        0.5
        >>> round(game.patience_needed("tit for tat"), 3)
        0.667
        """
        tables.option("strategy", strategy, ["grim trigger", "tit for tat"])
        if not self.is_dilemma():
            raise ValueError(
                f"{self} is no prisoner's dilemma: it wants alone > neither > both > against. "
                "Read the equilibria instead."
            )
        for_good = (self.alone - self.neither) / (self.alone - self.both)
        if strategy == "grim trigger":
            return for_good
        in_turns = (self.alone - self.neither) / (self.neither - self.against)
        return max(for_good, in_turns)
