/* SPDX-License-Identifier: GPL-2.0 */
/* children.h - which child is waited for, where any would do? */
#ifndef PROCSCOPE_CHILDREN_H
#define PROCSCOPE_CHILDREN_H

struct model;

/**
 * children_find() - name the child that a task waits for, if it has but one
 * @model: a snapshot of all tasks; its waits are filled
 */
void children_find(struct model *model);

#endif /* PROCSCOPE_CHILDREN_H */
