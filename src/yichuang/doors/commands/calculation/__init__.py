"""`yichuang calc`: the benefit rules on one case, or on a list, without a database.

Nothing of Django is loaded here and engines only when their call is made: programs call this often.
"""
