#!/usr/bin/env python3
"""tagger-en.py MODEL.pickle OUT.bin -- packs the part-of-speech model that squelch carries.

MODEL.pickle is `trontagger-0.1.0.pickle` of the PyPI package textblob-aptagger 0.2.0 (MIT, Matthew Honnibal), an
averaged perceptron over 94,208 features trained on the Wall Street Journal part of the Penn Treebank. The packed file
is read in place by src/text/english/tagger.rs, so that nothing is loaded when squelch starts:

  b"SQT1", slots u32, weights u32                          all numbers little endian
  slots x (key u32, value u32)                             open addressing, linear probing, key 0 is empty
  weights x (tag u8, weight i16)                           in hundredths; those under a tenth are left out

A key is the FNV-1a hash of a feature, from a basis one off the usual so that no two features share a key. value = start << 6 | count; a word that always has one tag stands under
"! WORD" with count 0 and its tag as start.
"""
import pickle
import struct
import sys

TAGS = sorted(
    "# $ '' , -LRB- -RRB- . : CC CD DT EX FW IN JJ JJR JJS LS MD NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP SYM TO "
    "UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB ``".split()
)


def fnv(text):
    hash = 0x811C9DC6
    for byte in text.encode():
        hash = (hash ^ byte) * 0x01000193 & 0xFFFFFFFF
    return hash


def main(model, out):
    weights, always, tags = pickle.load(open(model, "rb"))
    assert set(tags) == set(TAGS), set(tags) ^ set(TAGS)
    entries, packed = {}, bytearray()

    def put(feature, value):
        key = fnv(feature)
        assert key != 0 and key not in entries, feature
        entries[key] = value

    for word, tag in sorted(always.items()):
        put("! " + word, TAGS.index(tag) << 6)
    for feature, by_tag in sorted(weights.items()):
        kept = [(TAGS.index(tag), round(weight * 100)) for tag, weight in by_tag.items()]
        kept = sorted((tag, weight) for tag, weight in kept if abs(weight) >= 10)
        if kept:
            put(feature, len(packed) // 3 << 6 | len(kept))
            for tag, weight in kept:
                packed += struct.pack("<Bh", tag, weight)
    slots = 1 << (len(entries) * 4 // 3).bit_length()
    table = [(0, 0)] * slots
    for key, value in sorted(entries.items()):
        at = key & slots - 1
        while table[at][0]:
            at = at + 1 & slots - 1
        table[at] = (key, value)
    with open(out, "wb") as file:
        file.write(b"SQT1" + struct.pack("<II", slots, len(packed) // 3))
        for slot in table:
            file.write(struct.pack("<II", *slot))
        file.write(packed)


main(*sys.argv[1:])
