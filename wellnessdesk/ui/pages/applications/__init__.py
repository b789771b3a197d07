"""Applications to become a Wellness Peer."""
