package io.caretrail.filter.spring;

import org.apache.commons.logging.LogFactory;

/** Stands in an application that this jar cannot audit, and that its operator lets run all the same. */
final class Unaudited {

    private static final String ON_START_FAILURE = "caretrail.onStartFailure";

    private Unaudited() {}

    /**
     * Nothing runs unaudited by accident.
     *
     * @throws StartRefusedException unless the operator has said otherwise
     */
    static Unaudited becauseOf(String problem) {
        if (!"continue".equals(System.getProperty(ON_START_FAILURE, System.getenv("CARETRAIL_ONSTARTFAILURE")))) {
            throw new StartRefusedException(problem
                    + "\nCaretrail: the application does not start; mend the above, or start it WITHOUT an audit trail by"
                    + " -D" + ON_START_FAILURE + "=continue");
        }
        LogFactory.getLog("io.caretrail")
                .error(problem + "\nthe application starts WITHOUT an audit trail, because " + ON_START_FAILURE
                        + "=continue");
        return new Unaudited();
    }
}
