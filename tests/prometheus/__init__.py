"""Rules, configuration and provisioning for Prometheus, Alertmanager, Grafana and compose."""
