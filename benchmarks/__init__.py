"""What the program costs, measured on loopback beside blackbox exporter."""
