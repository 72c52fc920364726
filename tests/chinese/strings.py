# SPDX-License-Identifier: BSD-2-Clause
"""The English texts in the C sources that a person may see."""
import glob
import re

LITERAL = r'"((?:[^"\\]|\\.)*)"'
JOINED = rf'{LITERAL}(?:\s*{LITERAL})*'
# (pattern in front of the text, of which argument it is does not matter: the first literal counts)
PLACES = [
    r'\berror_(?:set|prefix)\(\s*[^,"]+,\s*',
    r'\berror_errno\(\s*[^,"]+,\s*[^,"]+,\s*',
    r'\.(?:summary|missing|title)\s*=\s*',
    r'\bsay\(\s*',
    r'\breading_lacks\(\s*[^,"]+,\s*',
    r'\breader_result_why\(\s*[^,"]+,\s*',
    r'\bput_entry\(out, "[^"]*",\s*',
]


def unquote(text):
    return text.replace('\\"', '"')


def texts(root="."):
    """[(file, text)], newlines as \\n. Descriptors of probes and views have their own Chinese beside them."""
    found = []
    for path in sorted(glob.glob(f"{root}/engine/**/*.c", recursive=True) +
                       glob.glob(f"{root}/reports/*.c")):
        source = re.sub(r'"\s*PRIu64\s*"', "llu", open(path).read())
        for place in PLACES:
            if place.startswith(r"\.") and re.search("/(probes|views)/", path):
                continue
            for match in re.finditer(place + rf"({JOINED}(?:\s*\?\s*{JOINED}\s*:\s*{JOINED})?)", source):
                joined = re.sub(r'"\s+"', "", match.group(1))
                for text in re.findall(LITERAL, joined):
                    if re.search("[a-z]{2}", re.sub(r"%[a-z]+", "", text)):
                        found.append((path[len(root) + 1:], unquote(text)))
    return found
