from .auditing import Audit, audit
from .form import audit_form

__all__ = ["Audit", "audit", "audit_form"]
