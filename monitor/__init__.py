"""A synthetic availability monitor for the endpoints that JMO (Jamsostek Mobile) depends on."""

__version__ = "0.1.0"
