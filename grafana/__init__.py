"""Grafana's dashboards for the monitor: made by code, committed as JSON."""
