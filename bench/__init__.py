"""Speeds, measured beside a yardstick in the same run; never asserted in a test."""
