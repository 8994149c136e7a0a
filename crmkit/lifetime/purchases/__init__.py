"""Customers without a contract, who buy when they like and leave unseen."""
