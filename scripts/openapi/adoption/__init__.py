"""Adopts another description if it has all parts that the overlay requires."""
