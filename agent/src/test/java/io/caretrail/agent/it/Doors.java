package io.caretrail.agent.it;

/** Which of Caretrail's doors are there. */
enum Doors {
    NONE,
    FILTER,
    AGENT,
    BOTH;

    boolean filter() {
        return this == FILTER || this == BOTH;
    }

    boolean agent() {
        return this == AGENT || this == BOTH;
    }
}
