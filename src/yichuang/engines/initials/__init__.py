"""Pinyin initials (拼音首字母), by which people at windows find names: 高桂梅 is ggm."""

from yichuang.engines.initials.reading import MOST, initials

__all__ = ["MOST", "initials"]
