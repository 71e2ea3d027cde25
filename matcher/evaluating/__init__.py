"""Beside the plan, never inside it: who gets what, by group, against today's practice; and how lists crowd.

Takes labels of people as they come; it reads no identity itself (`matcher.services.evaluation` does), and no stage of
the engine reads anything here.
"""
