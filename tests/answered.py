"""Raters who have answered, put into the store at once: what tests of reports start from."""

import random
import secrets

from survey.store import invitations, participations, responses, rounds, versions


def sent(db, programme, group, count=1, *, comments=None, shows=None, missing=(), seed=1):
    """`count` raters of `group` send everything (but `missing` items); returns their receipts."""
    chance = random.Random(f"{group}{seed}")
    receipts = []
    with db.write() as tx:
        round_ = rounds.of(tx, programme.participation)
        asked = versions.get(tx, round_.version)
        own = group == asked.self_group.id
        waiting = [programme.own] if own else programme.raters.get(group, [])
        free = [i for i in waiting if invitations.get(tx, i).state == "open"]
        for invitation in free[:count]:
            invitations.close(tx, invitation, "done")
        for _ in range(count):
            receipts.append(secrets.token_hex(32))
            answers = [
                (item.id, None if item.id in missing else chance.choice((2, 3, 4, 4, 5)))
                for item in asked.items(round_.form)
            ]
            responses.add(
                tx,
                receipts[-1],
                subject=programme.participation,
                group=group,
                version=round_.version,
                answers=answers,
                comments=comments or {},
                shows=shows or {},
                fast=False,
            )
    return receipts


def everybody(db, programme, **more):
    """Alice and all her raters."""
    with db.read() as tx:
        round_ = rounds.get(tx, participations.get(tx, programme.participation).round)
        own = versions.get(tx, round_.version).self_group.id
    sent(db, programme, own)
    for group, raters in programme.raters.items():
        sent(db, programme, group, len(raters), **more)
