"""Proof that the dashboards say what was so, by real Prometheus and a world whose truth is known."""
