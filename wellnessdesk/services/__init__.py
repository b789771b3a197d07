"""One function for each act of a user; joins store, vault, reports and exchange."""
