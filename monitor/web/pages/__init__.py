"""The pages for people: how JMO is, each service, each window; in Indonesian and in English."""

from monitor.web.pages.routes import Pages

__all__ = ["Pages"]
