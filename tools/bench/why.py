# SPDX-License-Identifier: GPL-2.0
"""
why.py TID - whom a task waits for, to the end of the chain, by drgn

What somebody writes who knows the kernel's locks: from the frame of a lock's
slow path to the lock, from its owner's word to the owner, and on.
"""
import sys

from drgn import Object, container_of
from drgn.helpers.linux.fs import inode_path
from drgn.helpers.linux.pid import find_task

# Functions that wait, and what they call the lock.
SLOW_PATHS = {"__mutex_lock": "lock", "rwsem_down_": "sem"}


def lock_of(task):
    for frame in prog.stack_trace(task):
        for name, variable in SLOW_PATHS.items():
            if not (frame.name or "").startswith(name):
                continue
            lock = frame[variable]
            if not lock.absent_:
                return lock
    return None


def owner_of(lock):
    word = lock.owner.counter.value_() & ~7
    return Object(prog, "struct task_struct *", word)


def tell(lock):
    kind = lock.type_.type.tag
    symbol = ""
    try:
        symbol = prog.symbol(lock.value_()).name
    except LookupError:
        pass
    if kind == "rw_semaphore" and not symbol:
        inode = container_of(lock, "struct inode", "i_rwsem")
        symbol = (inode_path(inode) or b"?").decode()
    return f"{kind} {lock.value_():#x} {symbol}"


def main():
    task = find_task(prog, int(sys.argv[1]))
    seen = []
    while task:
        tid = task.pid.value_()
        name = task.comm.string_().decode(errors="replace")
        if tid in seen:
            print(f"{name}[{tid}]: DEADLOCK")
            break
        seen.append(tid)
        lock = lock_of(task)
        if lock is None:
            print(f"{name}[{tid}] waits for no lock")
            break
        print(f"{name}[{tid}] waits for {tell(lock)}")
        task = owner_of(lock)


main()
