"""What a probe may use to reach the other side."""


class Net:
    """Placeholder."""
