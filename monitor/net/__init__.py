"""Reaching the other side: names, connections, TLS and HTTP, each phase timed by us."""
