"""Makes fixtures/tasks: networks with random weights, and what the real libraries find with them on small images.

    python3 make_tasks.py ULTRALYTICS YOLOV5 [NAME...]

The first two are checkouts of Ultralytics and of YOLOv5; made are the networks whose target is that version of Ultralytics: 8.4, or 8.3.63 where the
text says so. Needs torch, torchvision, OpenCV and Pillow; packages that prediction does not use may be missing. Written are, for each text NAME.yaml
there: NAME.safetensors, or NAME.pt where the checkpoint says more than weights; NAME.json (what `predict` finds on each image) and
NAME.IMAGE.png (the masks among it, one below the other, as large as the canvas); for each image what its letterbox makes of it.

Every batch normalisation is given the statistics of the images, so that signals neither fade nor explode; the last convolutions of a head are
scaled until a few places are above the threshold. Of many seeds that one is taken whose findings in two images or more stay the same when pixels
differ by a level; what hangs on a level in the third is left out.
"""

import importlib.abc
import importlib.machinery
import importlib.metadata
import itertools
import json
import os
import struct
import sys
import tempfile
import types
from pathlib import Path

import cv2
import numpy as np
import packaging.version  # noqa: F401  (YOLOv5 expects it to be loaded)
import torch
import torchvision  # noqa: F401  (NMS uses it where it is loaded)
import yaml
from torch import nn

ultralytics_folder, yolov5_folder, *names = sys.argv[1:]
here = Path(__file__).resolve().parent
tasks = here.parent / 'fixtures' / 'tasks'
photograph = here.parents[3] / 'assets' / 'samples' / 'cat.jpg'
side, conf = 192, 0.25


class Anything:
    """A base that is missing."""

    def __init_subclass__(cls, **options):
        pass


class Missing(types.ModuleType):
    """A package that is imported and never used."""

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        value = Missing(f'{self.__name__}.{name}')
        setattr(self, name, value)
        return value

    def __call__(self, *args, **options):
        return self

    def __mro_entries__(self, bases):
        return (Anything,)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    known = {'matplotlib', 'pandas', 'seaborn', 'psutil', 'cpuinfo', 'polars', 'thop', 'tqdm', 'requests', 'huggingface_hub', 'IPython', 'filelock', 'scipy', 'git'}

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.split('.')[0] in self.known else None

    def create_module(self, spec):
        module = Missing(spec.name)
        module.__path__, module.__version__ = [], '9.9'
        return module

    def exec_module(self, module):
        pass


sys.meta_path.append(Finder())
real_version = importlib.metadata.version


def version(name):
    try:
        return real_version(name)
    except importlib.metadata.PackageNotFoundError:
        return '9.9'


importlib.metadata.version = version
os.environ.update(YOLO_CONFIG_DIR=tempfile.mkdtemp(), YOLO_OFFLINE='true', YOLO_AUTOINSTALL='false')
if not hasattr(nn.functional, 'scaled_dot_product_attention'):
    nn.functional.scaled_dot_product_attention = lambda q, k, v: (q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5).softmax(-1) @ v


def make_images():
    cat = cv2.imread(str(photograph))
    resize = lambda image, width, height: cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    return {'cat': resize(cat, 225, 150), 'wide': resize(cat[90:210, 40:430], 260, 80), 'tall': resize(cat[:, 150:330], 83, 138)}


def write_safetensors(path, state):
    header, parts, at = {}, [], 0
    for name, tensor in state.items():
        kind = {torch.float16: 'F16', torch.int64: 'I64', torch.float32: 'F32'}[tensor.dtype]
        data = tensor.contiguous().numpy().tobytes()
        header[name] = {'dtype': kind, 'shape': list(tensor.shape), 'data_offsets': [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(header, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    path.write_bytes(struct.pack('<Q', len(text)) + text + b''.join(parts))


def to_halves(model):
    """Rounds all values to half precision, which the file keeps."""
    for tensor in model.state_dict().values():
        if tensor.is_floating_point():
            tensor.copy_(tensor.half().float())


def soften(model):
    """Makes convolutions look at areas: differences between neighbours would magnify what a level more or less makes."""
    for module in model.modules():
        if isinstance(module, nn.Conv2d) and module.kernel_size[0] > 1:
            weight = module.weight.data
            line = torch.hann_window(weight.shape[-1] + 2, periodic=False)[1:-1]
            area = torch.outer(line, line) / torch.outer(line, line).mean()
            weight.copy_(weight.mean((2, 3), keepdim=True) * area + 0.1 * weight)


def calibrate(model, batch):
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    model.train()
    model.model[-1].num_denoising = 0  # RT-DETR's head asks for labels in training, but for this
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
        nn.init.constant_(norm.weight, 0.2)  # where activations hardly bend: a network that bends much magnifies every difference
    with torch.no_grad():
        for images in batch:
            model(images)
    model.eval()
    for norm in norms:
        norm.momentum = 0.03


def stretch(convolution, rows, gain, best, share, inputs):
    """Scales rows of a convolution until they differ by `gain` between places; the best of them lies above `best` at that share of the places."""
    with torch.no_grad():
        values = torch.cat([convolution(x).transpose(0, 1).flatten(1) for x in inputs], 1)[rows]
        factor = gain / values.std(1)
        convolution.weight[rows] *= factor[:, None, None, None]
        if best is None:
            return
        flat = values * factor[:, None]
        convolution.bias[rows] = convolution.bias[rows] * factor + best - flat.quantile(1 - share, 1)


def inputs_of(model, modules, batch):
    """What each module reads, for each image."""
    seen = {m: [] for m in modules}
    hooks = [m.register_forward_hook(lambda m, x, y: seen[m].append(x[0].detach())) for m in modules]
    with torch.no_grad():
        for images in batch:
            model(images)
    for hook in hooks:
        hook.remove()
    return seen


logit = float(np.log(conf / (1 - conf)))


def tune_detector(model, batch, seed):
    head = model.model[-1]
    kind = type(head).__name__
    one = 'one2one_' if getattr(head, 'one2one_cv3', None) is not None else ''
    boxes, classes = ([branch[-1] for branch in getattr(head, f'{one}{name}')] for name in ('cv2', 'cv3'))
    extras = list(getattr(head, f'{one}cv4_kpts')) if kind == 'Pose26' else [e[-1] for e in getattr(head, f'{one}cv4', [])]
    seen = inputs_of(model, [*boxes, *classes, *extras], batch)
    is_calm = int(seed % 2 == 1 or kind == 'Segment26')  # differs less from place to place
    for b in boxes:
        stretch(b, slice(None), (0.8 if head.reg_max > 1 else 0.6) / (1 + is_calm), None, 0, seen[b])
        with torch.no_grad():
            b.bias.fill_(0 if head.reg_max > 1 else 2.0 + 2 * is_calm)
    for c in classes:
        stretch(c, slice(None), 0.3 if seed % 2 else 0.6, logit, 0.016 if is_calm and not one else 0.008, seen[c])
    for e in extras:
        stretch(e, slice(None), 2.5 if kind == 'OBB' else 1.0 / (1 + is_calm), None, 0, seen[e])  # turned every way
    if kind.startswith('Segment') and (seed % 4 > 1 or kind == 'Segment26'):
        with torch.no_grad():  # most of a mask is inside
            nn.init.constant_(head.proto.cv3.bn.weight, 1.0)
            for e in extras:
                e.bias.fill_(1.0)


def tune_world(model, batch, seed):
    """Boxes as in every detector; scores by how much the places differ from each other in what they are compared by."""
    head = model.model[-1]
    boxes, places = [b[-1] for b in head.cv2], [c[-1] for c in head.cv3]
    seen = inputs_of(model, [*boxes, *places], batch)
    text = nn.functional.normalize(model.txt_feats, dim=-1)
    for b in boxes:
        stretch(b, slice(None), 0.8, None, 0, seen[b])
        with torch.no_grad():
            b.bias.fill_(0)
    with torch.no_grad():
        for c, compare in zip(places, head.cv4):
            alike = torch.cat([torch.einsum('bchw,bkc->bkhw', nn.functional.normalize(c(x), dim=1), text).flatten() for x in seen[c]])
            scale = 0.6 / alike.std()
            compare.logit_scale.fill_(scale.log())
            compare.bias.fill_(logit - (alike * scale).quantile(1 - 0.008))


def tune_transformer(model, batch, seed):
    head = model.model[-1]
    for layer in (head.enc_bbox_head, *head.dec_bbox_head):
        nn.init.normal_(layer.layers[-1].weight, std=0.03)
        with torch.no_grad():
            layer.layers[-1].bias[2:] = 0.6  # small boxes show what a level more or less makes
    last = head.dec_score_head[-1]
    seen = inputs_of(model, [last], batch)[last]
    with torch.no_grad():
        values = torch.cat([last(x).flatten(0, 1) for x in seen])
        factor = 0.4 / values.std(0)
        last.weight *= factor[:, None]
        last.bias.copy_(last.bias * factor + logit - (values * factor).quantile(1 - 0.04, 0))


def tune_anchors(model, batch, seed):
    head = model.model[-1]
    seen = inputs_of(model, list(head.m), batch)
    for m in head.m:
        with torch.no_grad():
            m.bias.zero_()
        for a in range(head.na):
            start = a * head.no
            stretch(m, slice(start, start + 4), 0.3, None, 0, seen[m])
            stretch(m, slice(start + 4, start + 5), 0.5, -0.4, 0.006 if head.no == 5 + head.nc else 0.015, seen[m])
            stretch(m, slice(start + 5, start + 5 + head.nc), 0.5, 0.0, 0.5, seen[m])
            if head.no > 5 + head.nc:
                stretch(m, slice(start + 5 + head.nc, start + head.no), 1.0, None, 0, seen[m])
                with torch.no_grad():  # most of a mask is inside
                    m.bias[start + 5 + head.nc : start + head.no] = 1.0
                    nn.init.constant_(head.proto.cv3.bn.weight, 1.0)


def tune_classifier(model, batch, seed):
    linear = model.model[-1].linear
    with torch.no_grad():
        linear.weight *= 30


def resized(image, height, width):
    """Bilinear between pixel centres, rounded once. OpenCV computes in fixed point and is off by a level in one pixel of eight."""

    def taps(size, new):
        at = np.clip((np.arange(new) + 0.5) * size / new - 0.5, 0, size - 1)
        low = np.floor(at).astype(int)
        return low, np.minimum(low + 1, size - 1), at - low

    (y0, y1, fy), (x0, x1, fx) = taps(image.shape[0], height), taps(image.shape[1], width)
    fy, fx = fy[:, None, None], fx[None, :, None]
    rows = image[y0] * (1 - fy) + image[y1] * fy
    return np.rint(rows[:, x0] * (1 - fx) + rows[:, x1] * fx).astype(np.uint8)


def letterboxed_otherwise(image, canvas, is_stretched):
    """The same canvas by exact arithmetic."""
    if is_stretched:
        return resized(image, side, side)
    ratio = min(side / image.shape[0], side / image.shape[1])
    height, width = round(image.shape[0] * ratio), round(image.shape[1] * ratio)
    top, left = (round((spare % 32) / 2 - 0.1) for spare in (side - height, side - width))
    other = canvas.copy()
    other[top : top + height, left : left + width] = resized(image, height, width)
    return other


class Ultralytics:
    def __init__(self, name, text):
        from ultralytics import RTDETR, YOLO

        self.head = text['head'][-1][2]
        tasks_of = {'Segment': 'segment', 'Pose': 'pose', 'OBB': 'obb', 'Classify': 'classify'}
        self.task = tasks_of.get(self.head.removesuffix('26'), 'detect')
        self.iou = 0.7
        path = str(tasks / f'{name}.yaml')
        self.yolo = self.world(path, text['nc']) if self.head == 'WorldDetect' else (RTDETR(path) if self.is_stretched else YOLO(path, task=self.task))
        self.model = self.yolo.model.float()
        if self.task == 'pose':
            self.model.kpt_shape = text['kpt_shape']
        if self.task == 'classify':
            from ultralytics.data.augment import classify_transforms

            self.model.transforms = classify_transforms(side)

    @property
    def is_stretched(self):
        return self.head == 'RTDETRDecoder'

    @staticmethod
    def world(path, nc):
        """As training makes it: from a text alone the library builds it for 80 classes, whatever the text says."""
        from ultralytics import YOLOWorld
        from ultralytics.nn.tasks import WorldModel

        kept = YOLOWorld.task_map.fget
        made = {'detect': {**kept(None)['detect'], 'model': lambda cfg, verbose: WorldModel(cfg, nc=nc, verbose=verbose)}}
        YOLOWorld.task_map = property(lambda _: made)
        try:
            return YOLOWorld(path)
        finally:
            YOLOWorld.task_map = property(kept)

    def tune(self, batch, seed):
        tune = {'Classify': tune_classifier, 'WorldDetect': tune_world, 'RTDETRDecoder': tune_transformer}.get(self.head, tune_detector)
        tune(self.model, batch, seed)

    def letterboxed(self, image):
        """What the network reads of an image, as the predictor of the task prepares it."""
        self.predict(image)
        tensor = self.yolo.predictor.preprocess([image] if self.task == 'classify' else [image])
        return (tensor[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)[..., ::-1]

    def predict(self, image):
        self.model.eval()
        yolo = self.yolo
        yolo.predictor = None
        import copy

        kept = yolo.model
        yolo.model = copy.deepcopy(kept)  # prediction fuses it
        result = yolo.predict(image, imgsz=side, conf=conf, iou=self.iou, device='cpu', verbose=False, save=False)[0]
        yolo.model = kept
        if self.task == 'classify':
            best = result.probs.data.argsort(descending=True)[:5].tolist()
            return [{'class': c, 'score': result.probs.data[c].item()} for c in best], None
        found = result.obb if self.task == 'obb' else result.boxes
        rows = []
        for i in range(len(found)):
            row = {'box': found.xyxy[i].tolist(), 'score': found.conf[i].item(), 'class': int(found.cls[i])}
            if self.task == 'pose':
                row['points'] = result.keypoints.data[i].tolist()
            if self.task == 'obb':
                row['turned'] = found.xywhr[i].tolist()
            rows.append(row)
        masks = result.masks.data.numpy() if self.task == 'segment' and result.masks is not None else None
        return rows, masks


class YoloV5:
    is_stretched = False

    def __init__(self, name, text):
        from models.yolo import DetectionModel, SegmentationModel

        self.task = 'segment' if text['head'][-1][2] == 'Segment' else 'detect'
        self.iou = 0.45
        self.model = (SegmentationModel if self.task == 'segment' else DetectionModel)(str(tasks / f'{name}.yaml')).float()

    def tune(self, batch, seed):
        tune_anchors(self.model, batch, seed)

    def letterboxed(self, image):
        from utils.augmentations import letterbox

        return letterbox(image, side, stride=32, auto=True)[0]

    def predict(self, image):
        from utils.general import non_max_suppression, scale_boxes
        from utils.segment.general import process_mask

        canvas = self.letterboxed(image)
        tensor = torch.from_numpy(np.ascontiguousarray(canvas[..., ::-1].transpose(2, 0, 1)))[None].float() / 255
        with torch.no_grad():
            predictions, *rest = self.model.eval()(tensor)
        count = self.model.model[-1].nm if self.task == 'segment' else 0
        rows = non_max_suppression(predictions, conf, self.iou, max_det=300, nm=count)[0]
        masks = None
        if count and len(rows):
            masks = process_mask(rest[0][0], rows[:, 6:], rows[:, :4], tensor.shape[2:], upsample=True).numpy()
        rows[:, :4] = scale_boxes(tensor.shape[2:], rows[:, :4], image.shape)
        return [{'box': r[:4], 'score': r[4], 'class': int(r[5])} for r in rows.tolist()], masks


def overlap(a, b):
    width, height = (min(a[i + 2], b[i + 2]) - max(a[i], b[i]) for i in (0, 1))
    area = lambda box: (box[2] - box[0]) * (box[3] - box[1])
    both = max(width, 0) * max(height, 0)
    return both / max(area(a) + area(b) - both, 1e-9)


def difference_of(one, other):
    """How two lists of findings differ; empty where they hardly do. What is near the threshold may be missing."""
    for a, b in ((one, other), (other, one)):
        for row in a:
            rivals = [r for r in b if r['class'] == row['class']]
            if abs(row['score'] - conf) < 5e-3:
                continue
            best = max(rivals, key=lambda r: overlap(r['box'], row['box']), default=None)
            if best is None or overlap(best['box'], row['box']) < 0.995 or abs(best['score'] - row['score']) > 4e-3:
                return f'{row["score"]:.3f}' + (f', {best["score"]:.3f} and {overlap(best["box"], row["box"]):.4f}' if best else '')
    return ''


def doubt(library, image, canvas, found, on_canvas):
    """What makes findings unfit for a test: there is nothing to be seen, or it hangs on a level; empty where nothing does."""
    if library.task == 'classify':
        return ''
    rows, masks = found
    sure = [row for row in rows if row['score'] > conf + 0.01]
    if not sure or len(rows) > 40:
        return f'{len(sure)} of {len(rows)}'
    if masks is not None and masks.reshape(len(masks), -1).sum(1).min() < 80:
        return f'masks of {sorted(masks.reshape(len(masks), -1).sum(1).astype(int))[:4]}'
    (rows, masks), (others, other_masks) = on_canvas, library.predict(letterboxed_otherwise(image, canvas, library.is_stretched))
    difference = difference_of(rows, others)
    if difference:
        return difference
    least = min((mask_overlap(row, mask, others, other_masks) for row, mask in zip(rows, [] if masks is None else masks)), default=1)
    return f'masks {least:.3f}' if least < 0.99 else ''


def mask_overlap(row, mask, others, other_masks):
    """How alike the mask of a finding and that of the one that is most like it are; 1 where it is near the threshold."""
    if abs(row['score'] - conf) < 5e-3:
        return 1
    best = max(range(len(others)), key=lambda i: (others[i]['class'] == row['class'], overlap(others[i]['box'], row['box'])))
    one, other = mask > 0, other_masks[best] > 0
    return (one & other).sum() / (one | other).sum()


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(v) for key, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return float(f'{value:.7g}') if isinstance(value, float) else value


def make(name, images):
    text = yaml.safe_load((tasks / f'{name}.yaml').read_text())
    for least, seed in itertools.product((5, 2), range(400)):
        torch.manual_seed(seed)
        library = (YoloV5 if 'anchors' in text else Ultralytics)(name, text)
        pixels = lambda image: torch.from_numpy(np.ascontiguousarray(image[..., ::-1].transpose(2, 0, 1)))[None].float() / 255
        canvases = {key: np.ascontiguousarray(library.letterboxed(image)) for key, image in images.items()}
        batch = [pixels(canvas) for canvas in canvases.values()]
        soften(library.model)
        calibrate(library.model, batch)
        library.tune(batch, seed)
        to_halves(library.model)
        # What the letterbox made of an image is an image too, which it leaves as it is.
        kind = 'crop' if library.task == 'classify' else 'stretch' if library.is_stretched else 'pad'
        found = {key: library.predict(image) for key, image in images.items()}
        found |= {f'{key}.{kind}': library.predict(canvas) for key, canvas in canvases.items()}
        doubts = {key: doubt(library, image, canvases[key], found[key], found[f'{key}.{kind}']) for key, image in images.items()}
        print(name, seed, doubts, flush=True)
        firm = [key for key, why in doubts.items() if not why]
        if len(firm) < 2 or (kind != 'crop' and sum(row['score'] > conf + 0.01 for key in firm for row in found[key][0]) < least):
            continue
        found = {key: value for key, value in found.items() if key in firm or key not in images}
        for key, canvas in canvases.items():
            cv2.imwrite(str(tasks / f'{key}.{kind}.png'), canvas)
        library.model.half()
        if hasattr(library.model, 'txt_feats'):
            torch.save({'model': None, 'ema': library.model, 'train_args': {}}, tasks / f'{name}.pt')
        else:
            write_safetensors(tasks / f'{name}.safetensors', library.model.state_dict())
        for old in tasks.glob(f'{name}.*.masks.png'):
            old.unlink()
        for key, (_, masks) in found.items():
            if masks is not None:
                cv2.imwrite(str(tasks / f'{name}.{key}.masks.png'), (masks.reshape(-1, masks.shape[2]) > 0).astype(np.uint8) * 255, [cv2.IMWRITE_PNG_BILEVEL, 1])
        report = {'task': library.task, 'conf': conf, 'iou': library.iou, 'imgsz': side, 'found': {key: rows for key, (rows, _) in found.items()}}
        (tasks / f'{name}.json').write_text(json.dumps(rounded(report), separators=(',', ':')) + '\n')
        return
    raise SystemExit(f'{name}: none of the seeds gave a firm result')


sys.path[:0] = [yolov5_folder, ultralytics_folder]
images = make_images()
for key, image in images.items():
    cv2.imwrite(str(tasks / f'{key}.png'), image)
made = importlib.import_module('ultralytics').__version__
for name in names or sorted(path.name.removesuffix('.yaml') for path in tasks.glob('*.yaml')):
    target = yaml.safe_load((tasks / f'{name}.yaml').read_text()).get('graft', {}).get('target', 'ultralytics@8.4')
    if made.startswith(target.removeprefix('ultralytics@')):
        make(name, images)
