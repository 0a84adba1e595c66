"""One file for each command of `yichuang`."""
