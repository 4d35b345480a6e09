"""Finished documents taken apart: what each context must become, part by part."""
