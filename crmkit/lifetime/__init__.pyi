from . import (
    comparison,
    contracts,
    evaluation,
    markov,
    markov_policies,
    markov_trials,
    spend,
    valuation,
)
from .advice import advise
from .contracts.bdw import BdW
from .contracts.geometric import Geometric
from .contracts.sbg import SBG
from .purchases.bg_bb import BGBB
from .purchases.bg_nbd import BGNBD
from .purchases.mbg_cnbd import MBGCNBD
from .purchases.mbg_nbd import MBGNBD
from .purchases.nbd import NBD
from .purchases.pareto_nbd import ParetoNBD
from .purchases.zero_inflated_nbd import ZeroInflatedNBD
from .spend import GammaGamma

__all__ = [
    "BGBB",
    "BGNBD",
    "MBGCNBD",
    "MBGNBD",
    "NBD",
    "SBG",
    "BdW",
    "GammaGamma",
    "Geometric",
    "ParetoNBD",
    "ZeroInflatedNBD",
    "advise",
    "comparison",
    "contracts",
    "evaluation",
    "markov",
    "markov_policies",
    "markov_trials",
    "spend",
    "valuation",
]
