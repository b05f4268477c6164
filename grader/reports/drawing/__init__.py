"""Polylines, scales and contours: what a template makes SVG of."""
