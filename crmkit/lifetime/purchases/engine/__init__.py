"""The numerics of the purchase models: counted histories, fast likelihoods, integrals.

A learner need not look here; each file says in its first lines why it is fast or exact.
"""
