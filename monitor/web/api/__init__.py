"""The JSON API: how everything is and was, for programs."""

from monitor.web.api.routes import api_routes

__all__ = ["api_routes"]
