/** The door for people who can change the application: a filter and a request listener, one trail a web application. */
@NullMarked
package io.caretrail.filter;

import org.jspecify.annotations.NullMarked;
