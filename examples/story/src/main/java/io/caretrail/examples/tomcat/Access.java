package io.caretrail.examples.tomcat;

import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

/** Who may do what in an application (Servlet 6.0 section 13.8), as each example's server has it. */
public final class Access {

    private Access() {}

    /** Someone who may log in. */
    public static void addUser(Tomcat tomcat, String name, String password, String... roles) {
        tomcat.addUser(name, password);
        for (String role : roles) {
            tomcat.addRole(name, role);
        }
    }

    /**
     * Keeps what is below a path for those of one role, and deleting there for those of another.
     *
     * @param pattern as of a servlet mapping: {@code /fhir/*}
     */
    public static void protect(StandardContext context, String pattern, String role, String roleToDelete) {
        SecurityCollection anything = new SecurityCollection();
        anything.addPatternDecoded(pattern);
        anything.addOmittedMethod("DELETE");
        addConstraint(context, anything, role);
        SecurityCollection deletion = new SecurityCollection();
        deletion.addPatternDecoded(pattern);
        deletion.addMethod("DELETE");
        addConstraint(context, deletion, roleToDelete);
    }

    /** Leaves a path open to everybody, whatever is protected around it. */
    public static void open(StandardContext context, String pattern) {
        SecurityCollection anything = new SecurityCollection();
        anything.addPatternDecoded(pattern);
        addConstraint(context, anything);
    }

    private static void addConstraint(StandardContext context, SecurityCollection what, String... roles) {
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addCollection(what);
        for (String role : roles) {
            context.addSecurityRole(role);
            constraint.addAuthRole(role);
        }
        context.addConstraint(constraint);
    }
}
