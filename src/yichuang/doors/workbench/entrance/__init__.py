"""Coming in: passwords, second factor, one-time codes, sessions, lock-outs, and their keepers."""
