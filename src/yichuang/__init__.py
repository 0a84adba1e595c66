"""一窗: one window for everything a client brings, and a route that only risk decides."""

__version__ = "0.1.0"
