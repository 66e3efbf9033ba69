"""What the dashboards say, in Indonesian and in English: one module a dashboard."""
