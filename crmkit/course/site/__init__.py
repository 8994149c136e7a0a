"""The course as a site: notebooks, docstrings, cards and guides as pages that link to each other.

`pages.assemble` writes what is read nowhere else as a page (the map, the sheets, the cards, the
reference) beside copies of the notebooks and guides, and `build.build` makes HTML of the folder.
"""

from crmkit.course.site.build import build

__all__ = ["build"]
