"""Documents of every format, spoilt in ways that matter, through the reader.

``seeds`` makes them, ``mutate`` spoils them, ``run`` has them read and tells what came of it.
"""
