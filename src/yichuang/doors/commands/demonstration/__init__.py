"""The demonstration: two provinces' halls with invented people, and what they bring to them."""
