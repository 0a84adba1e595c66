"""How people and machines come in: doors translate, they never decide."""
