"""Makes fixtures/joined.json: borders of pieces as OpenCV finds them, and what the library's `masks2segments` makes of such a mask.

    python3 make_joined.py ULTRALYTICS

The argument is a checkout of Ultralytics. Needs NumPy, OpenCV and torch.
"""

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import torch

package = Path(sys.argv[1]) / 'ultralytics'


def between(path, start, end):
    """Functions of a file whose imports are not needed for them."""
    text = (package / path).read_text()
    return text[text.index(start) : text.index(end)]


library = {'np': np, 'cv2': cv2, 'torch': torch}
exec('from __future__ import annotations\n' + between('data/converter.py', 'def min_index', 'def yolo_bbox2segment'), library)
segments = between('utils/ops.py', 'def masks2segments', 'def convert_torch2numpy_batch')
exec('from __future__ import annotations\n' + segments.replace('from ultralytics.data.converter import merge_multi_segment', ''), library)

random = np.random.default_rng(1)
cases = []
while len(cases) < 12:
    mask = np.zeros((24, 32), np.uint8)
    for _ in range(random.integers(2, 6)):
        (y, x), (h, w) = random.integers(0, (20, 27)), random.integers(2, 8, 2)
        mask[y : y + h, x : x + w] = 1
    if len(cases) % 3 == 0:  # a hole, and something in it
        mask[6:18, 4:26], mask[9:14, 8:20], mask[11:13, 12:15] = 1, 0, 1
    rings = [c.reshape(-1, 2).tolist() for c in cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)[0]]
    if min(map(len, rings)) > 2:
        cases.append({'rings': rings, 'joined': library['masks2segments'](torch.from_numpy(mask[None]))[0].astype(int).tolist()})
Path(__file__).parents[1].joinpath('fixtures/joined.json').write_text(json.dumps(cases, separators=(',', ':')) + '\n')
