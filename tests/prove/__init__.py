"""Proof by a real Prometheus that the dashboards say what was so in a world that is known."""
