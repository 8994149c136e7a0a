"""What customers are worth: models of buying and leaving, and what follows in money (part 3)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["contracts", "evaluation", "markov", "spend", "valuation"],
    submod_attrs={
        "contracts.bdw": ["BdW"],
        "contracts.geometric": ["Geometric"],
        "contracts.sbg": ["SBG"],
        "purchases.bg_bb": ["BGBB"],
        "purchases.bg_nbd": ["BGNBD"],
        "purchases.mbg_cnbd": ["MBGCNBD"],
        "purchases.mbg_nbd": ["MBGNBD"],
        "purchases.nbd": ["NBD"],
        "purchases.pareto_nbd": ["ParetoNBD"],
        "purchases.zero_inflated_nbd": ["ZeroInflatedNBD"],
        "spend": ["GammaGamma"],
    },
)
