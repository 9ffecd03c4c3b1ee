package io.caretrail.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is refused, with every problem it has (contract, "Starting"). */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /**
     * One for all problems.
     *
     * @param problems at least one
     */
    public ConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the source's lines; the message has the same, one a line. */
    public List<Problem> problems() {
        return problems;
    }
}
