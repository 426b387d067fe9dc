"""Draws the demo's pictures: `python -m cms.demo.draw` writes them to cms/demo/images, the same ones every time."""

import math
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

FOLDER = Path(__file__).parent / "images"
SIZE = (1600, 1000)
FINE = 2  # drawn at twice the size and scaled down, because Pillow's lines have hard edges
WIDE, HIGH = SIZE[0] * FINE, SIZE[1] * FINE

Colour = tuple[int, int, int]
Point = tuple[float, float]


def colour(code: str, alpha: int | None = None) -> tuple[int, ...]:
    """Give "#rrggbb" as numbers, with `alpha` (0 to 255) behind them where one is given."""
    rgb = tuple(int(code[place : place + 2], 16) for place in (1, 3, 5))
    return rgb if alpha is None else (*rgb, alpha)


def blend(first: str, second: str, share: float) -> Colour:
    """Give the colour `share` (0 to 1) of the way from `first` to `second`."""
    return tuple(round(a + (b - a) * share) for a, b in zip(colour(first), colour(second), strict=True))


def sky(*stops: str) -> Image.Image:
    """Give a canvas that fades through `stops` from top to bottom."""
    strip = Image.new("RGB", (1, 512))
    for row in range(512):
        place = row / 511 * (len(stops) - 1)
        left = min(int(place), len(stops) - 2)
        strip.putpixel((0, row), blend(stops[left], stops[left + 1], place - left))
    return strip.resize((WIDE, HIGH), Image.Resampling.BICUBIC)


def glow(canvas: Image.Image, centre: Point, radius: float, code: str, strength: int) -> None:
    """Lay a soft light of `radius` pixels on `canvas`, `strength` 0 to 255 in its middle."""
    light = ImageChops.invert(Image.radial_gradient("L")).point(lambda value: max(0, value - 74) * strength // 181)
    across = round(radius * 2)
    light = light.resize((across, across), Image.Resampling.BICUBIC)
    canvas.paste(
        Image.new("RGB", light.size, colour(code)), (round(centre[0] - radius), round(centre[1] - radius)), light
    )


def layer() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Give an empty transparent sheet and the pen for it."""
    sheet = Image.new("RGBA", (WIDE, HIGH))
    return sheet, ImageDraw.Draw(sheet)


def lay(canvas: Image.Image, sheet: Image.Image, *, blur: float = 0) -> None:
    """Put a sheet on the canvas, blurred by `blur` pixels."""
    if blur:  # with premultiplied colours (RGBa), or the black of the empty sheet would bleed into every edge
        sheet = sheet.convert("RGBa").filter(ImageFilter.GaussianBlur(blur)).convert("RGBA")
    canvas.paste(sheet, (0, 0), sheet)


def disc(pen: ImageDraw.ImageDraw, centre: Point, radius: float, fill: tuple[int, ...]) -> None:
    """Draw a filled circle."""
    x, y = centre
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def thread(chance: random.Random, start: Point, heading: float, length: int) -> list[Point]:
    """Give the points of a wandering line that keeps roughly to `heading` (radians)."""
    points, (x, y), bend, aim = [start], start, 0.0, heading
    for _ in range(length):
        bend = bend * 0.9 + chance.gauss(0, 0.013) + (aim - heading) * 0.004
        heading += bend
        x, y = x + math.cos(heading) * 13, y + math.sin(heading) * 13
        points.append((x, y))
    return points


def grow(
    chance: random.Random, start: Point, heading: float, length: int, width: float
) -> list[tuple[list[Point], float]]:
    """Give a thread and the ever finer ones that branch off it, each with its width."""
    trunk = thread(chance, start, heading, length)
    branches = [(trunk, width)]
    if width < 2.2:
        return branches
    for _ in range(chance.choice((2, 3, 3))):
        joint = chance.randrange(len(trunk) // 4, len(trunk))
        turn = chance.choice((-1, 1)) * chance.uniform(0.2, 0.6)
        branches += grow(chance, trunk[joint], heading + turn, int(length * chance.uniform(0.5, 0.75)), width * 0.6)
    return branches


def filaments() -> Image.Image:
    """Threads that branch like nerves, with lights where they begin and meet."""
    chance = random.Random(11)
    canvas = sky("#0b3540", "#12525a", "#1c6d6a")
    glow(canvas, (WIDE * 0.64, HIGH * 0.42), HIGH * 0.8, "#57b3a4", 150)
    glow(canvas, (WIDE * 0.16, HIGH * 0.9), HIGH * 0.6, "#2f8a86", 130)
    trees = [
        grow(chance, start, heading, length, width)
        for start, heading, length, width in (
            ((-40, HIGH * 0.72), -0.22, 190, 17),
            ((WIDE + 40, HIGH * 0.2), math.pi - 0.3, 180, 16),
            ((WIDE * 0.42, HIGH + 40), -1.25, 120, 12),
            ((WIDE * 0.2, -40), 1.1, 110, 10),
            ((WIDE * 0.92, HIGH + 40), -2.1, 100, 9),
        )
    ]
    halo, halo_pen = layer()
    lines, pen = layer()
    for points, width in (branch for tree in trees for branch in tree):
        halo_pen.line(points, fill=colour("#8fe0cf", 90), width=round(width * 3), joint="curve")
        pen.line(
            points, fill=colour("#e4f6ef", min(235, 90 + round(width * 9))), width=max(2, round(width)), joint="curve"
        )
    lay(canvas, halo, blur=26)
    lay(canvas, lines)
    ends = [points[-1] for tree in trees for points, width in tree if width < 6]
    lights, lights_pen = layer()
    for end in chance.sample(ends, min(46, len(ends))):
        radius = chance.choice((7, 9, 9, 12, 17))
        glow(canvas, end, radius * 9, "#ffb98a", 150)
        disc(lights_pen, end, radius, colour("#ffe0c2", 255))
    lay(canvas, lights)
    return canvas


def ridge(chance: random.Random, height: float, swing: float) -> list[Point]:
    """Give the outline of a range of hills around `height`, closed along the lower edge."""
    waves = [(swing / (n + 1), chance.uniform(0.7, 1.5) * (n + 1), chance.uniform(0, math.tau)) for n in range(4)]
    line = [
        (x, height + sum(size * math.sin(x / WIDE * math.tau * pace + shift) for size, pace, shift in waves))
        for x in range(0, WIDE + 1, 8)
    ]
    return [(0, HIGH), *line, (WIDE, HIGH)]


def evening_hills() -> Image.Image:
    """A low sun above hills that grow darker as they come nearer."""
    chance = random.Random(29)
    canvas = sky("#f6ddc6", "#f9e6d2", "#f5c9a9", "#e9a98b")
    sun = (WIDE * 0.66, HIGH * 0.4)
    glow(canvas, sun, HIGH * 0.95, "#fff3dd", 255)
    sheet, pen = layer()
    disc(pen, sun, HIGH * 0.115, colour("#fff8ea", 255))
    lay(canvas, sheet, blur=3)
    ranges = 8
    for number in range(ranges):
        share = number / (ranges - 1)
        sheet, pen = layer()
        height = HIGH * (0.46 + 0.5 * share**1.15)
        pen.polygon(ridge(chance, height, 54 + 46 * share), fill=(*blend("#dba591", "#123f49", share**0.7), 255))
        lay(canvas, sheet, blur=1.5)
        if number < ranges - 2:  # haze in the valley behind the next hill
            glow(
                canvas, (chance.uniform(0.1, 0.9) * WIDE, height + 190), HIGH * 0.5, "#fbe3cd", round(70 * (1 - share))
            )
    return canvas


def intervals() -> Image.Image:
    """Rows of estimates with their ranges around one upright line, and the diamond that sums them up."""
    chance = random.Random(5)
    canvas = sky("#f4f1e8", "#efece1", "#e6ebe4")
    glow(canvas, (WIDE * 0.3, HIGH * 0.2), HIGH * 0.9, "#ffffff", 220)
    glow(canvas, (WIDE * 0.86, HIGH * 0.86), HIGH * 0.8, "#bfdcd3", 170)
    back, pen = layer()
    for x, y, radius, code in ((0.78, 0.3, 0.36, "#cfe4dc"), (0.2, 0.76, 0.28, "#f3d9c4"), (0.5, 0.1, 0.2, "#dbe7ee")):
        disc(pen, (WIDE * x, HIGH * y), HIGH * radius, colour(code, 150))
    lay(canvas, back, blur=4)
    sheet, pen = layer()
    for column in range(1, 16):
        pen.line(
            [(WIDE * column / 16, HIGH * 0.08), (WIDE * column / 16, HIGH * 0.92)], fill=colour("#5d7f80", 34), width=3
        )
    middle = WIDE * 0.56
    pen.line([(middle, HIGH * 0.08), (middle, HIGH * 0.92)], fill=colour("#21474e", 230), width=7)
    shades = ("#1d6a6c", "#2f8f88", "#e0815c", "#2b5d74", "#1d6a6c", "#d99a5b", "#2f8f88", "#2b5d74")
    for row, code in enumerate(shades):
        y = HIGH * (0.145 + row * 0.082)
        centre = middle - WIDE * chance.uniform(-0.05, 0.2)
        reach = WIDE * chance.uniform(0.06, 0.23)
        pen.line([(centre - reach, y), (centre + reach, y)], fill=colour(code, 255), width=15)
        for end in (centre - reach, centre + reach):
            disc(pen, (end, y), 7.5, colour(code, 255))
        disc(pen, (centre, y), min(62, 20 + 5 * WIDE / reach / 2), colour(code, 255))
    y, centre, reach, tall = HIGH * 0.855, middle - WIDE * 0.085, WIDE * 0.065, HIGH * 0.045
    pen.polygon(
        [(centre - reach, y), (centre, y - tall), (centre + reach, y), (centre, y + tall)], fill=colour("#123f49", 255)
    )
    shadow = Image.new("RGBA", sheet.size, colour("#21474e", 0))
    shadow.putalpha(sheet.getchannel("A").point(lambda value: value // 5))
    lay(canvas, ImageChops.offset(shadow, 6, 14), blur=14)
    lay(canvas, sheet)
    return canvas


def rings(canvas: Image.Image, centre: Point, *, reach: int, gap: int) -> None:
    """Spread flattened rings over water, fainter the farther out."""
    sheet, pen = layer()
    for radius in range(gap, reach, gap):
        share = radius / reach
        box = (centre[0] - radius, centre[1] - radius * 0.36, centre[0] + radius, centre[1] + radius * 0.36)
        pen.ellipse(box, outline=colour("#ffffff", round(190 * (1 - share) ** 1.4)), width=round(9 - 6 * share))
        lower = tuple(edge + 8 for edge in box)
        pen.ellipse(lower, outline=colour("#3f8f84", round(70 * (1 - share))), width=5)
    lay(canvas, sheet, blur=1.6)


def stone(canvas: Image.Image, centre: Point, wide: float, high: float, code: str) -> None:
    """Set one smooth stone on the water, lit from above on the left, with its shadow."""
    x, y = centre
    box = (x - wide, y - high, x + wide, y + high)
    shade, pen = layer()
    pen.ellipse((x - wide * 1.05, y - high * 0.3, x + wide * 1.25, y + high * 1.35), fill=colour("#1c5a58", 120))
    lay(canvas, shade, blur=34)
    body, pen = layer()
    pen.ellipse(box, fill=colour(code, 255))
    edge = body.getchannel("A").filter(ImageFilter.GaussianBlur(2))
    light = Image.new("RGB", (WIDE, HIGH), colour(code))
    glow(light, (x - wide * 0.35, y - high * 0.55), wide * 1.1, "#ffffff", 150)
    glow(light, (x + wide * 0.7, y + high * 1.1), wide * 1.0, "#0b2f38", 150)
    canvas.paste(light, (0, 0), edge)


def reeds(canvas: Image.Image, chance: random.Random) -> None:
    """Draw slender reeds that lean in from the left, some with a bud."""
    sheet, pen = layer()
    for _ in range(13):
        foot = chance.uniform(0.01, 0.2) * WIDE
        tall, lean = chance.uniform(0.45, 0.85) * HIGH, chance.uniform(0.02, 0.16) * WIDE
        points = [(foot + lean * (step / 60) ** 2.2, HIGH * 1.02 - tall * step / 60) for step in range(61)]
        code = chance.choice(("#2c6e63", "#3f8a78", "#1f5a57", "#5aa08a"))
        for step in range(60):
            pen.line(points[step : step + 2], fill=colour(code, 235), width=max(4, round(15 * (1 - step / 66))))
        if chance.random() < 0.5:
            x, y = points[-1]
            pen.ellipse((x - 13, y - 62, x + 13, y + 26), fill=colour("#d98f63", 255))
    lay(canvas, sheet, blur=0.8)


def still_water() -> Image.Image:
    """Rings on quiet water around three stones, and a few reeds."""
    chance = random.Random(17)
    canvas = sky("#e9f3ec", "#cfe6dc", "#a5d0c4", "#78b5ab")
    glow(canvas, (WIDE * 0.7, HIGH * 0.12), HIGH * 0.9, "#fffdf4", 240)
    rings(canvas, (WIDE * 0.62, HIGH * 0.62), reach=1750, gap=118)
    rings(canvas, (WIDE * 0.28, HIGH * 0.4), reach=620, gap=74)
    stone(canvas, (WIDE * 0.62, HIGH * 0.6), 430, 150, "#4d7c80")
    stone(canvas, (WIDE * 0.605, HIGH * 0.485), 300, 112, "#d9b79a")
    stone(canvas, (WIDE * 0.625, HIGH * 0.395), 185, 80, "#f2ede2")
    reeds(canvas, chance)
    return canvas


PICTURES: dict[str, Callable[[], Image.Image]] = {
    "filaments": filaments,
    "evening-hills": evening_hills,
    "intervals": intervals,
    "still-water": still_water,
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, picture in PICTURES.items():
        smooth = picture().convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
        smooth.save(FOLDER / f"{name}.jpg", quality=88, optimize=True, progressive=True)


if __name__ == "__main__":
    main()
