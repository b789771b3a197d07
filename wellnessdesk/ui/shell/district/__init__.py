"""The district in the window: first start, sign-in, and the pages."""
