"""Which items exist and under which control: risk, timing, chain, materials, deadlines."""
