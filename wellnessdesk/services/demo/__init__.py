"""A made-up center, to be looked at, shown and measured. Its facts are pure; `making` writes them into a store."""

from wellnessdesk.services.demo.making import Demo, DemoSignIn, Size, make

__all__ = ["Demo", "DemoSignIn", "Size", "make"]
