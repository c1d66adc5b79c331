"""Makes fixtures/images: small images in every form people have, and pixels.json: what OpenCV reads from each.

    python3 make_images.py FOLDER        (needs numpy, OpenCV and Pillow)

A form that OpenCV does not read has Pillow's pixels. Interlaced PNGs are made by the test itself.
"""

import base64
import io
import json
import struct
import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)

# Slopes, edges and one coloured corner: what is turned, mirrored or has its channels swapped looks different.
width, height = 19, 13
y, x = np.mgrid[0:height, 0:width]
rgb = np.stack([x * 13, y * 19, 255 - x * 6 - y * 8], -1).astype(np.uint8)
rgb[:4, :5] = (230, 40, 10)
picture = Image.fromarray(rgb)
alpha = ((x + y) * 8).astype(np.uint8)


def save(name, image, **options):
    image.save(folder / name, **options)


def write(name, data):
    (folder / name).write_bytes(data)


# JPEG
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    save(f"turned-{orientation}.jpg", picture, quality=95, subsampling=0, exif=exif)
save("plain.jpg", picture, quality=90)
save("progressive.jpg", picture, quality=90, progressive=True)
save("grey.jpg", picture.convert("L"), quality=90)
save("cmyk.jpg", picture.convert("CMYK"), quality=95, subsampling=0)
cmyk = bytearray((folder / "cmyk.jpg").read_bytes())
adobe = cmyk.index(b"Adobe")
cmyk[adobe + 11] = 2  # the same bytes, said to be YCCK
write("ycck.jpg", bytes(cmyk))

# PNG
save("rgb.png", picture)
save("rgba.png", Image.fromarray(np.dstack([rgb, alpha])))
save("grey.png", picture.convert("L"))
save("grey-alpha.png", Image.merge("LA", [picture.convert("L"), Image.fromarray(alpha)]))
save("grey-1.png", picture.convert("1"))
save("key.png", picture, transparency=(230, 40, 10))
for bits in (1, 2, 4, 8):
    save(f"palette-{bits}.png", picture.quantize(2**bits), bits=bits)
save("palette-alpha.png", picture.quantize(16), bits=4, transparency=bytes(range(0, 256, 16)))
deep = rgb.astype(np.uint16) * 257 - (x * 7)[..., None].astype(np.uint16)
cv2.imwrite(str(folder / "rgb-16.png"), deep[..., ::-1])
cv2.imwrite(str(folder / "rgba-16.png"), np.dstack([deep[..., ::-1], alpha.astype(np.uint16) * 257]))
cv2.imwrite(str(folder / "grey-16.png"), deep[..., 0])

# WebP
save("lossy.webp", picture, quality=90)
save("lossless.webp", picture, lossless=True)
save("alpha.webp", Image.fromarray(np.dstack([rgb, alpha])), lossless=True, exact=True)
save("moving.webp", picture, save_all=True, append_images=[picture.rotate(180)], lossless=True)

# TIFF, GIF
save("lzw.tiff", picture, compression="tiff_lzw")
save("rgba.tiff", Image.fromarray(np.dstack([rgb, alpha])))
save("grey.tiff", picture.convert("L"))
cv2.imwrite(str(folder / "rgb-16.tiff"), deep[..., ::-1])
save("moving.gif", picture.quantize(64), save_all=True, append_images=[picture.rotate(180).quantize(64)])


# BMP
def bmp(name, bits, rows, palette=b"", compression=0, masks=b"", upwards=True, core=False):
    if core:
        header = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        colours = len(palette) // 4
        signed = height if upwards else -height
        header = struct.pack("<IiiHHIIiiII", 40, width, signed, 1, bits, compression, len(rows), 2835, 2835, colours, 0)
    offset = 14 + len(header) + len(masks) + len(palette)
    write(name, b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset) + header + masks + palette + rows)


def packed(indices, bits):
    """Rows from the bottom, each a multiple of four bytes."""
    out = b""
    for row in indices[::-1]:
        line = "".join(f"{v:0{bits}b}" for v in row)
        line += "0" * (-len(line) % 32)
        out += int(line, 2).to_bytes(len(line) // 8, "big")
    return out


def words(values, form):
    out = b""
    for row in values[::-1]:
        line = b"".join(struct.pack(form, int(v)) for v in row)
        out += line + b"\0" * (-len(line) % 4)
    return out


def quantized(bits):
    image = picture.quantize(2**bits)
    colours = np.array(image.getpalette()[: 3 * 2**bits], np.uint8).reshape(-1, 3)
    return np.array(image), colours


def table(colours, entry=4):
    return b"".join(bytes([*c[::-1]]) + b"\0" * (entry - 3) for c in colours.tolist())


for bits in (1, 4, 8):
    indices, colours = quantized(bits)
    bmp(f"palette-{bits}.bmp", bits, packed(indices, bits), table(colours))
indices, colours = quantized(8)
bmp("core-8.bmp", 8, packed(indices, 8), table(colours, 3) + b"\0" * (3 * (256 - len(colours))), core=True)
c = rgb.astype(np.uint32)
bmp("555.bmp", 16, words((c[..., 0] >> 3) << 10 | (c[..., 1] >> 3) << 5 | c[..., 2] >> 3, "<H"))
bmp(
    "565.bmp",
    16,
    words((c[..., 0] >> 3) << 11 | (c[..., 1] >> 2) << 5 | c[..., 2] >> 3, "<H"),
    compression=3,
    masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F),
)
lines24 = b"".join(row[:, ::-1].tobytes() + b"\0" * (-3 * width % 4) for row in rgb[::-1])
bmp("24.bmp", 24, lines24)
bmp("downwards.bmp", 24, b"".join(row[:, ::-1].tobytes() + b"\0" * (-3 * width % 4) for row in rgb), upwards=False)
bmp("32.bmp", 32, np.dstack([rgb[..., ::-1], alpha])[::-1].tobytes())


def runs(indices, bits):
    """Runs, stretches as they are, a jump, and ends of lines."""
    out = b""
    for number, row in enumerate(indices[::-1].tolist()):
        at = 0
        while at < len(row):
            length = 1
            while at + length < len(row) and row[at + length] == row[at] and length < 255:
                length += 1
            if length >= 3 or len(row) - at < 3:
                value = row[at] if bits == 8 else row[at] * 17
                out += bytes([length, value])
                at += length
                continue
            piece = row[at : at + 3]
            pairs = piece if bits == 8 else [piece[0] << 4 | piece[1], piece[2] << 4]
            out += bytes([0, 3, *pairs]) + b"\0" * (len(pairs) % 2)
            at += 3
        out += b"\0\0" if number < height - 1 else b"\0\1"
    return out


indices, colours = quantized(8)
bmp("rle-8.bmp", 8, runs(indices, 8), table(colours), compression=1)
indices, colours = quantized(4)
bmp("rle-4.bmp", 4, runs(indices, 4), table(colours), compression=2)

pixels = {}
for path in sorted(folder.iterdir()):
    if path.name == "pixels.json":
        continue
    read = cv2.imread(str(path))
    by = "opencv"
    if read is None:
        by = "pillow"
        image = Image.open(path)
        image.seek(0)
        read = np.array(image.convert("RGB"))[..., ::-1]
    rows, columns = read.shape[:2]
    data = base64.b64encode(np.ascontiguousarray(read[..., ::-1]).tobytes()).decode()
    pixels[path.name] = {"by": by, "width": columns, "height": rows, "rgb": data}
(folder / "pixels.json").write_text(json.dumps(pixels, indent=1) + "\n")
print({k: v["by"] for k, v in pixels.items() if v["by"] != "opencv"}, len(pixels))
