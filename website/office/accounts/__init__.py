"""Accounts: who may take which over, which passwords are taken, who hears of a change."""
