"""Marking the answers."""
