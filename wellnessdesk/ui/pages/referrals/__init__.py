"""The page "Referrals": what is under way, what is overdue, and what is done next."""
