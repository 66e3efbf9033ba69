"""Pictures of the dashboards, drawn from the generated history with Grafana's components."""
