"""A text as the fields of a QR code, for whoever draws it elsewhere than on paper."""

from typing import Any

from reportlab.graphics.barcode.qr import QrCodeWidget


def fields(text: str) -> tuple[tuple[bool, ...], ...]:
    """Its rows, true where it is dark; without the white around it. Level M, as on paper."""
    widget: Any = QrCodeWidget(text, barLevel="M")
    code = widget.qr
    code.make()
    return tuple(tuple(bool(field) for field in row) for row in code.modules)
