"""Every figure of the course: a table in, Axes out; nothing is fitted here.

One module a topic, in a room for each part of the course, and called like the module that makes its
tables: the figure of the table `segmentation.pyramid.whale_curve` is `plots.pyramid.whale_curve`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
