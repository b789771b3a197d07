"""Retention: how long records stay, what is due, who is on hold, what was destroyed."""
