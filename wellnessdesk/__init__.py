"""WellnessDesk: an offline desk for school wellness centers."""

__version__ = "0.1.0"
