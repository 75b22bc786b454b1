"""Verification of WebAuthn ceremonies: the library's checks, and the eight that it leaves to others.

Seven are functions of ``checks`` (``check_open``, ``check_origin``, ``check_embedding``, ``check_owner``,
``check_backup``, ``check_counter``) and of ``rules.attestation`` (``check_attestation``); that a credential id is new
to everybody is a constraint of the database. The claim of a ceremony, without which ``check_open`` would be a promise
only, is a conditional update.
"""
