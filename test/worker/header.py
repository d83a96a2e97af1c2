"""bindings/edgelane.h as ctypes: every struct, enum and constant under its own name, read from the header's text.

It must not know any layout by itself: what it gives is what the header says.
"""
import ctypes
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings"))
from layout_hash import expand  # noqa: E402

SCALARS = {"uint8_t": ctypes.c_uint8, "uint16_t": ctypes.c_uint16, "uint32_t": ctypes.c_uint32,
           "uint64_t": ctypes.c_uint64, "char": ctypes.c_char}
LISTS = {"EL_DROPS": "EL_DROP_", "EL_ERRORS": "EL_ERR_", "EL_UPCALLS": "EL_UPCALL_", "EL_ACTIONS": "EL_ACT_",
         "EL_COMMANDS": "EL_CMD_", "EL_EVENTS": "EL_EV_", "EL_OFFLOADS": "EL_OFFLOAD_"}

raw = expand(ROOT / "bindings/edgelane.h")
text = re.sub(r"/\*.*?\*/", "", raw.decode(), flags=re.S)

K = {}  # constants and enum members
S = {}  # structs
NAMES = {}  # list name -> {number: member}

for name, value in re.findall(r"^#define (EL_\w+)\s+(0x[0-9a-fA-F]+|\d+)u?\s*$", text, flags=re.M):
    K[name] = int(value, 0)
for name, prefix in LISTS.items():
    body = re.search(rf"#define {name}\(\w+\)(.*?)(?<!\\)\n", text, flags=re.S).group(1)
    NAMES[name] = {}
    for member, number in re.findall(r"\bX?\w*\((\w+), (\d+),", body):
        K[prefix + member] = int(number)
        NAMES[name][int(number)] = member
for body in re.findall(r"enum \w+ \{([^}]*)\};", text):
    for member, number in re.findall(r"(EL_\w+) = (\w+)", body):
        K[member] = int(number, 0)


def _count(expression):
    return eval(expression, {}, K)  # an array size of our own header


for name, body in re.findall(r"struct (\w+) \{([^}]*)\};", text):
    fields = []
    for kind, members in re.findall(r"((?:struct )?\w+)\s+([^;]+);", body):
        base = S[kind[7:]] if kind.startswith("struct ") else SCALARS[kind]
        for member in members.split(","):
            found = re.match(r"\s*(\w+)((?:\[[^\]]+\])*)", member)
            whole = base
            for size in reversed(re.findall(r"\[([^\]]+)\]", found.group(2))):
                whole = whole * _count(size)
            fields.append((found.group(1), whole))
    S[name] = type(name, (ctypes.LittleEndianStructure,), {"_fields_": fields})


def layout_hash():
    h = 0x811C9DC5
    for byte in raw:
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h
