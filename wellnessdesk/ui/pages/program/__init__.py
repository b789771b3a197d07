"""My path: what a Wellness Peer has done, and where it can lead."""
