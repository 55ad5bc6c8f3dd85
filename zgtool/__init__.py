"""zgtool: the rectification office's Excel-centric toolkit."""

__version__ = "0.1.0"
