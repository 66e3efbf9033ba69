"""Makes the dashboards: one module a dashboard, and what they share."""
