"""What customers are worth: models of buying and leaving, and what follows in money (part 3)."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["contracts", "evaluation", "gamma_gamma", "markov", "posterior", "valuation"],
    submod_attrs={
        "bdw": ["BdW"],
        "bg_bb": ["BGBB"],
        "bg_nbd": ["BGNBD"],
        "bg_nbd_covariates": ["BGNBDCovariates"],
        "gamma_gamma": ["GammaGamma"],
        "geometric": ["Geometric"],
        "mbg_nbd": ["MBGNBD"],
        "nbd": ["NBD", "ZeroInflatedNBD"],
        "pareto_nbd": ["ParetoNBD"],
        "sbg": ["SBG"],
        "sbg_covariates": ["SBGCovariates"],
    },
)
