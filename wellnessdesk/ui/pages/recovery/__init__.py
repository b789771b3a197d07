"""The recovery kits, and what is done with them."""
