"""Pages of a PDF as pictures that one can draw on, in the coordinates of `Place`: points from the top left.

Belongs here: rendering and drawing. What is drawn, and why, is the caller's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Box = tuple[float, float, float, float]
Colour = tuple[int, int, int]

LARGEST = 6000  # pixels of the longer side: a page as large as a wall must not take all memory


class PagePicture:
    """A page as a reader sees it, turned as the file says, `scale` pixels for each point."""

    def __init__(self, image: Any, scale: float) -> None:
        self._image, self.scale = image, scale

    def frame(self, box: Box | None, colour: Colour, width: int, *, margin: float = 0.0) -> None:
        """A frame around a box, `margin` points outside of it; nothing for None."""
        from PIL import ImageDraw

        if box is not None:
            ImageDraw.Draw(self._image).rectangle(self._pixels(box, margin), outline=colour, width=width)

    def tint(self, box: Box | None, colour: Colour) -> None:
        """Colour what is white in a box and leave what is printed readable; nothing for None."""
        from PIL import Image, ImageChops

        if box is None:
            return
        x0, y0, x1, y1 = (round(value) for value in self._pixels(box, 0.0))
        x0, y0, x1, y1 = max(0, x0), max(0, y0), min(self._image.width, x1), min(self._image.height, y1)
        if x0 < x1 and y0 < y1:
            part = self._image.crop((x0, y0, x1, y1))
            self._image.paste(ImageChops.multiply(part, Image.new("RGB", part.size, colour)), (x0, y0))

    def save(self, path: Path) -> None:
        """Write the picture as PNG."""
        self._image.save(path, format="PNG", dpi=(72 * self.scale, 72 * self.scale))

    def _pixels(self, box: Box, margin: float) -> Box:
        x0, y0, x1, y1 = box
        return (
            (x0 - margin) * self.scale,
            (y0 - margin) * self.scale,
            (x1 + margin) * self.scale,
            (y1 + margin) * self.scale,
        )


def render(page: Any, scale: float) -> PagePicture:
    """The picture of a page of pypdfium2, `scale` pixels for each point; fewer for a very large page."""
    scale = min(scale, LARGEST / max(*page.get_size(), 1.0))
    return PagePicture(page.render(scale=scale).to_pil().convert("RGB"), scale)


def page_picture(data: bytes, number: int, scale: float) -> PagePicture:
    """The picture of page `number`, from 1, of a PDF that was read before.

    Raises ValueError with a line that says why when the page can't be drawn.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            return render(pdf[number - 1], scale)
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise ValueError(f"page {number} can't be drawn: {error}") from error
