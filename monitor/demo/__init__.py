"""The demonstration: stand-ins for JMO, a bad day in three minutes, and the real monitor."""
