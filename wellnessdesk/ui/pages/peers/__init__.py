"""The Wellness Peers as people: where each stands, when who is there, who leaves, and how they see themselves."""
