from . import anonymity, eligibility, linkage, offers

__all__ = ["anonymity", "eligibility", "linkage", "offers"]
