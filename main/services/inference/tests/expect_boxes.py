"""What PyTorch finds on an image: MODEL.py WEIGHTS.safetensors PIXELS WIDTH HEIGHT -> one JSON line. PIXELS are RGB bytes, row by row; every step
after them is plain numpy and Python, as the library documents it."""
import importlib.util
import json
import pathlib
import sys

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / 'tests'))
from fixture_tensors import read_safetensors  # noqa: E402


def resize(image, height, width):
    """Bilinear between pixel centres, as cv2.INTER_LINEAR without its fixed-point rounding."""
    def weights(size, new):
        at = (np.arange(new) + 0.5) * size / new - 0.5
        low = np.floor(at).astype(int)
        return np.clip(low, 0, size - 1), np.clip(low + 1, 0, size - 1), at - low

    y0, y1, fy = weights(image.shape[0], height)
    x0, x1, fx = weights(image.shape[1], width)
    fy, fx = fy[:, None, None], fx[None, :, None]
    rows = image[y0] * (1 - fy) + image[y1] * fy
    return rows[:, x0] * (1 - fx) + rows[:, x1] * fx


def letterbox(image, side=640, stride=32):
    height, width = image.shape[:2]
    ratio = min(side / height, side / width)
    new_h, new_w = round(height * ratio), round(width * ratio)
    spare_w, spare_h = (side - new_w) % stride / 2, (side - new_h) % stride / 2
    top, bottom = round(spare_h - 0.1), round(spare_h + 0.1)
    left, right = round(spare_w - 0.1), round(spare_w + 0.1)
    scaled = np.rint(resize(image.astype(np.float64), new_h, new_w))
    padded = np.pad(scaled, ((top, bottom), (left, right), (0, 0)), constant_values=114)
    return padded, ratio, left, top


def overlap(a, b):
    w = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    h = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    area = lambda c: (c[2] - c[0]) * (c[3] - c[1])
    return w * h / (area(a) + area(b) - w * h)


def select(rows, conf=0.25, iou=0.7):
    found = []
    for x, y, w, h, *scores in rows.tolist():
        label = max(range(len(scores)), key=scores.__getitem__)
        if scores[label] > conf:
            found.append(([x - w / 2, y - h / 2, x + w / 2, y + h / 2], scores[label], label))
    kept = []
    for box, score, label in sorted(found, key=lambda f: -f[1]):
        if all(label != other[2] or overlap(box, other[0]) <= iou for other in kept):
            kept.append((box, score, label))
    return kept


source, weights, pixels, width, height = sys.argv[1:]
width, height = int(width), int(height)
spec = importlib.util.spec_from_file_location('generated', source)
generated = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generated)
model = generated.Model().eval()
model.load_state_dict(read_safetensors(weights), strict=True)
image = np.fromfile(pixels, dtype=np.uint8).reshape(height, width, 3)
canvas, ratio, left, top = letterbox(image)
with torch.no_grad():
    result = model(torch.from_numpy(canvas / 255).permute(2, 0, 1)[None].float())
predictions = result[0] if isinstance(result, (list, tuple)) else result
clip = lambda value, most: min(max(value, 0), most)
detections = [
    {
        'box': [clip((v - o) / ratio, m) for v, o, m in zip(box, (left, top, left, top), (width, height, width, height))],
        'score': score,
        'class': label,
    }
    for box, score, label in select(predictions[0].T)
]
print(json.dumps({'highest': predictions[0, 4:].max().item(), 'detections': detections}))
