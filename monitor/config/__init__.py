"""The configuration file: its shape, how it is read, and the frozen settings that come of it."""
