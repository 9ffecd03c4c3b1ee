/** Any other servlet container: where the servlet API begins and ends a request. */
@NullMarked
package io.caretrail.agent.servlet;

import org.jspecify.annotations.NullMarked;
