"""Driving the real windows: what the tour and the journeys of the tests use."""
