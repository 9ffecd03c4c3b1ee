/** The JDK's own HTTP server ({@code com.sun.net.httpserver}): where it begins and ends an exchange. */
@NullMarked
package io.caretrail.agent.jdkserver;

import org.jspecify.annotations.NullMarked;
