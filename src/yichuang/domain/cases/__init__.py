"""The case: form, materials, route, seats, state; every act on it is one guarded write."""
