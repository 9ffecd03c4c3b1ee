package io.caretrail.agent.it;

/** Which of Caretrail's doors are there. */
enum Doors {
    NONE,
    FILTER,
    AGENT,
    /** The agent, loaded by {@code attach} once the server serves. */
    ATTACHED,
    BOTH;

    boolean filter() {
        return this == FILTER || this == BOTH;
    }

    boolean agent() {
        return this == AGENT || this == ATTACHED || this == BOTH;
    }
}
