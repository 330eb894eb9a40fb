"""Who says a quote: candidates, features that a linguist can read, and small log-linear models.

``vocabulary`` has the word lists, ``ranking`` the models. ``naming`` reads whom the text names,
``passages`` what stands around its quotes; from these come ``entities``, of whom it speaks, and
``candidates``, what may say who utters a quote. ``scene`` holds all of it for one text,
``resolution`` and ``neighbours`` say whom a mention, or none, stands for, ``readings`` chooses,
``confidence`` says how sure that is, ``assembly`` gives it out.
"""
