package io.caretrail.agent.it;

/** One request of the ledger and what the client saw of its answer. Immutable. */
record Turn(String caseName, Ask ask, Answer answer) {

    /** For failure messages. */
    @Override
    public String toString() {
        return caseName + " (" + ask.id() + ": " + ask.method() + " " + ask.target() + " -> " + answer.status() + ")";
    }
}
