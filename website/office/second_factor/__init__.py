"""The second factor of the staff: a code of the telephone or a recovery code, and a password."""
