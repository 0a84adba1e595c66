"""What every room shares: refusals, the shape of a lifecycle, money, numbers. A closed list."""
