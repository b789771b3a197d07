"""My day: a Wellness Peer's sessions, their notes and the red flag."""
