"""Marks for a class: submissions run as untrusted code, and only their answers come back."""
