/** DiagnosticLogs: what the server logs while it serves a request. */
@NullMarked
package io.caretrail.core.diagnostic;

import org.jspecify.annotations.NullMarked;
