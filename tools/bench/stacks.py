# SPDX-License-Identifier: GPL-2.0
"""stacks.py - all stacks, by drgn"""
from drgn.helpers.linux.pid import for_each_task

for task in for_each_task(prog):
    print(task.pid.value_())
    try:
        for frame in prog.stack_trace(task):
            print("[<0>]", frame.name)
    except ValueError:
        print("runs")
