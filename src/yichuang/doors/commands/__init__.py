"""The `yichuang` command: the work of the house at a terminal."""
