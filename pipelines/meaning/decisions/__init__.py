"""The decisions of people: the one store of them in a home, how it is read and written, and the forms to fill in.

What a decision changes doesn't belong here: the resolvers of names and of indicators take judgements and apply them.
"""
