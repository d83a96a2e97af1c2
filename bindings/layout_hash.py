#!/usr/bin/env python3
"""Prints `#define EL_LAYOUT_HASH` for the header named: FNV-1a, 32 bits, over its bytes, its parts (`#include "abi/..."`)
in their places. Must do nothing else; imported, `expand` gives those bytes."""
import pathlib
import re
import sys


def expand(path):
    path = pathlib.Path(path)
    return re.sub(rb'#include "(abi/\w+\.h)"', lambda part: (path.parent / part[1].decode()).read_bytes(), path.read_bytes())


if __name__ == "__main__":
    h = 0x811C9DC5
    for b in expand(sys.argv[1]):
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    print("#define EL_LAYOUT_HASH 0x%08xu" % h)
