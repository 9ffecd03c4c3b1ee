/** An application that does what applications do to the servlet API; runs inside the servers under test. */
package io.caretrail.agent.servlet.probe;
