"""The front desk's Today: check in, who waits, who is with a peer, who left."""
