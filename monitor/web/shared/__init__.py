"""What is shown elsewhere: badges, a feed of windows, the picture of a link that is shared."""

from monitor.web.shared.routes import shared_routes

__all__ = ["shared_routes"]
